import { limits, questionKind, type Question } from '../surveys.ts';

/** What a browser's form sent, as far as it is read here. */
type Sent = { text: (name: string) => string; all: (name: string) => string[] };

/** The questions of a form, those without any word left out. */
export function questionsIn(form: Sent): Question[] {
	return Array.from({ length: limits.questions }, (_, i) => {
		const kind = questionKind.catch('words').parse(form.text(`kind-${i}`));
		const lines = form.text(`options-${i}`).split('\n');
		const options = kind === 'words' ? [] : lines.map((line) => line.trim()).filter(Boolean);
		return { kind, text: form.text(`text-${i}`).trim(), options };
	}).filter(({ text, options }) => text !== '' || options.length > 0);
}

/** What a form answers to each of some questions, in their order. */
export function answersIn(form: Sent, questions: { id: string }[]) {
	return questions.map(({ id }) => ({
		question: id,
		words: form.text(`words-${id}`),
		chosen: [...form.all(`chosen-${id}`), ...placesIn(form, id)].map(Number),
		mayQuote: form.text(`quote-${id}`) === 'yes'
	}));
}

/** Boxes have a name each, so that each is still ticked where a form comes back. */
function placesIn(form: Sent, id: string): string[] {
	return Array.from({ length: limits.options }, (_, i) => form.text(`box-${id}-${i + 1}`)).filter(
		Boolean
	);
}
