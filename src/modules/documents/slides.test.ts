import { expect, test } from 'vitest';
import { slidesOf } from './slides.ts';

let made = 0;
const block = (kind: string, words: string) => {
	made += 1;
	return { id: `b${made}`, kind, html: `<i>${words}</i>`, words };
};
const shown = (...blocks: ReturnType<typeof block>[]) =>
	slidesOf('Calm days', blocks, 'en').map(({ title, lines, shown }) => [
		title,
		...lines.map(({ text, point }) => (point ? `• ${text}` : text)),
		...(shown ? [shown] : [])
	]);

test('each heading begins a slide, and short lines stand below it', () => {
	expect(
		shown(
			block('paragraph', 'A word first.'),
			block('heading', 'Begin'),
			block('paragraph', 'Count the lanterns.'),
			block('bulletList', 'One\nTwo'),
			block('heading', 'End')
		)
	).toEqual([
		['Calm days', 'A word first.'],
		['Begin', 'Count the lanterns.', '• One', '• Two'],
		['End']
	]);
});

test('a picture, a table and code have a slide of their own; what follows begins the next', () => {
	expect(
		shown(
			block('heading', 'Begin'),
			block('image', 'A lantern'),
			block('paragraph', 'It burns.'),
			block('table', 'a\nb')
		)
	).toEqual([
		['Calm days'],
		['Begin', '<i>A lantern</i>'],
		['Begin', 'It burns.'],
		['Begin', '<i>a\nb</i>']
	]);
});

test('a long paragraph gives its first sentence, or as many whole words as fit', () => {
	const long = `Light one lantern. ${'Then wait a little. '.repeat(12)}`;
	const endless = 'and then '.repeat(40);
	const [slide] = shown(block('paragraph', long), block('paragraph', endless));
	expect(slide![1]).toBe('Light one lantern.');
	expect(slide![2]).toMatch(/^(and then )+and …$|^(and then )*and then …$/);
	expect(slide![2]!.length).toBeLessThanOrEqual(142);
});

test('no slide has more than five lines, and what does not fit goes on on the next', () => {
	const list = block('orderedList', 'a\nb\nc\nd\ne\nf\ng');
	const after = block('paragraph', 'Then rest.');
	const slides = slidesOf('Calm days', [block('paragraph', 'First.'), list, after], 'en');
	expect(slides.map(({ lines }) => lines.length)).toEqual([5, 4]);
	expect(slides[0]!.blocks.at(-1)).toBe(list.id);
	expect(slides[1]!.blocks).toEqual([list.id, after.id]);
});

test('what has neither words nor a picture makes no slide', () => {
	expect(shown(block('paragraph', ' '), block('horizontalRule', ''))).toEqual([['Calm days']]);
});
