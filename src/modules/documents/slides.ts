import type { BlockKind } from './document.ts';

/** What one slide shows of a text, under its title, and the blocks that it shows something of. */
export type Slide = {
	title: string;
	lines: { text: string; point: boolean }[];
	/** A picture, a table or code, as it stands in the text. */
	shown: string;
	blocks: string[];
};

type Block = { id: string; kind: string; html: string; words: string };

/** What is shown as it is, on a slide of its own. */
const whole = new Set<string>(['image', 'table', 'codeBlock'] satisfies BlockKind[]);
const listed = new Set<string>(['bulletList', 'orderedList'] satisfies BlockKind[]);

/** More would be read, not looked at. */
const linesAtMost = 5;
const lengthAtMost = 140;

/** Slides of a text: one for each heading, with the short lines below it; long paragraphs give their first sentence. */
export function slidesOf(title: string, blocks: Block[], locale: string): Slide[] {
	const slides: Slide[] = [];
	const begin = (under: string) => {
		const slide: Slide = { title: under, lines: [], shown: '', blocks: [] };
		slides.push(slide);
		return slide;
	};
	let slide = begin(title);
	for (const { id, kind, html, words } of blocks) {
		if (kind === 'heading') {
			slide = begin(words.trim() || slide.title);
			slide.blocks.push(id);
		} else if (whole.has(kind)) {
			if (slide.shown || slide.lines.length > 0) slide = begin(slide.title);
			slide.shown = html;
			slide.blocks.push(id);
		} else {
			const point = listed.has(kind);
			const lines = point ? linesOf(words) : [shorten(words, locale)].filter(Boolean);
			for (const text of lines) {
				if (slide.shown || slide.lines.length === linesAtMost) slide = begin(slide.title);
				if (slide.blocks.at(-1) !== id) slide.blocks.push(id);
				slide.lines.push({ text, point });
			}
		}
	}
	return slides;
}

const linesOf = (words: string) =>
	words
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');

/** A paragraph as one short line: all of it, else its first sentence, else as many of its words as fit. */
function shorten(words: string, locale: string): string {
	const line = words.replace(/\s+/g, ' ').trim();
	if (line.length <= lengthAtMost) return line;
	const [first] = new Intl.Segmenter(locale, { granularity: 'sentence' }).segment(line);
	const sentence = first?.segment.trim() ?? line;
	if (sentence.length <= lengthAtMost) return sentence;
	return `${sentence.slice(0, lengthAtMost).replace(/\s+\S*$/, '')} …`;
}
