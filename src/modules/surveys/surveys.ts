import { z } from 'zod';
import { day } from '#platform/time/day.ts';

export const limits = {
	questions: 5,
	options: 8,
	/** How many must have answered before anything is said of their answers; the database holds the same number. */
	floor: 5
};

export const mode = z.enum(['named', 'anonymous']);
export type Mode = z.infer<typeof mode>;

export const questionKind = z.enum(['words', 'one', 'several', 'scale']);
export type QuestionKind = z.infer<typeof questionKind>;

const option = z.string().trim().min(1, 'Name each choice').max(120, 'Use at most 120 characters');

/** A question; of a scale of five, `options` are the names of its two ends. */
export const question = z
	.object({
		kind: questionKind,
		text: z
			.string()
			.trim()
			.min(1, 'Write the question')
			.max(300, 'Use at most 300 characters for a question'),
		options: z.array(option).max(limits.options, 'Offer at most 8 choices').default([])
	})
	.refine(({ kind, options }) => kind !== 'words' || options.length === 0, {
		path: ['options'],
		message: 'A question for words has no choices'
	})
	.refine(({ kind, options }) => kind !== 'scale' || options.length === 2, {
		path: ['options'],
		message: 'Name the two ends of the scale, one a line'
	})
	.refine(
		({ kind, options }) =>
			kind === 'words' ||
			kind === 'scale' ||
			(options.length >= 2 && new Set(options).size === options.length),
		{ path: ['options'], message: 'Offer two to eight different choices, one a line' }
	);
export type Question = z.infer<typeof question>;

export const questions = z
	.array(question)
	.min(1, 'Ask at least one question')
	.max(limits.questions, 'Ask at most five questions');

export const surveyTitle = z
	.string()
	.trim()
	.min(1, 'Give it a title')
	.max(200, 'Use at most 200 characters');
export const surveyLead = z.string().trim().max(1000, 'Use at most 1,000 characters');
export const lastDay = day('Choose a day, such as 2027-01-31');

/** What a survey is about: anything by its kind and id. */
export const about = z.object({
	kind: z.string().regex(/^[a-z_]{1,40}$/, 'Name a kind of thing, such as series'),
	id: z.uuid()
});

/** An answer to one question: words, or what is chosen by its place, from 1. */
export const answer = z.object({
	question: z.uuid(),
	words: z.string().trim().max(2000, 'Use at most 2,000 characters').default(''),
	chosen: z.array(z.number().int().min(1).max(limits.options)).max(limits.options).default([]),
	/** By name alone: whether my words may be quoted. */
	mayQuote: z.boolean().default(false)
});
export type Answer = z.infer<typeof answer>;

export const responseWords = z
	.string()
	.trim()
	.min(1, 'Write what you do with it')
	.max(2000, 'Use at most 2,000 characters');

/** How many choices a question offers; a scale has five steps. */
export function choicesOf({ kind, options }: Pick<Question, 'kind' | 'options'>): number {
	if (kind === 'words') return 0;
	return kind === 'scale' ? 5 : options.length;
}

/** What is wrong with an answer to a question; undefined for a sound one. */
export function wrongWith(asked: Pick<Question, 'kind' | 'options'>, given: Answer) {
	const most = asked.kind === 'several' ? choicesOf(asked) : 1;
	if (asked.kind === 'words' && given.chosen.length > 0) return 'This question is for words';
	if (asked.kind !== 'words' && given.words) return 'Choose among what is offered';
	if (given.chosen.some((place) => place > choicesOf(asked))) return 'There is no such choice';
	if (new Set(given.chosen).size !== given.chosen.length) return 'Choose each only once';
	return given.chosen.length > most && asked.kind !== 'words' ? 'Choose one' : undefined;
}

/** True when somebody said something. */
export function says({ words, chosen }: Pick<Answer, 'words' | 'chosen'>): boolean {
	return words !== '' || chosen.length > 0;
}

/** How many minutes answering takes: one for words, a third for a choice. */
export function minutesFor(asked: Pick<Question, 'kind'>[]): number {
	const thirds = asked.reduce((sum, { kind }) => sum + (kind === 'words' ? 3 : 1), 0);
	return Math.max(1, Math.ceil(thirds / 3));
}
