import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textOf, type Content, type Node } from '../document.ts';
import { compare, type Word } from './changes.ts';

const paragraph = (id: string, text: string): Node => ({
	type: 'paragraph',
	attrs: { id },
	content: text ? [{ type: 'text', text }] : []
});
const doc = (...content: Node[]): Content => ({ type: 'doc', content });
const said = (words: Word[], without: Word['op']) =>
	words
		.filter(({ op }) => op !== without)
		.map(({ text }) => text)
		.join('');

const texts = fc.dictionary(
	fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
	fc.array(fc.constantFrom('read', 'at', 'nine', 'and', 'close', 'it', 'ünïcödé', '👩‍🚀'), {
		maxLength: 8
	})
);
const content = fc
	.tuple(texts, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })))
	.map(([blocks, order]) => {
		const shuffled = Object.entries(blocks).map(([id, words]) => ({
			node: paragraph(id, words.join(' ')),
			place: order.next().value as number
		}));
		return doc(...shuffled.sort((a, b) => a.place - b.place).map(({ node }) => node));
	});

test('from what is compared, either version can be read whole', () => {
	fc.assert(
		fc.property(content, content, (before, after) => {
			const compared = compare(before, after);
			const newer = compared.filter(({ kind }) => kind !== 'removed');
			expect(newer.map(({ id, words }) => [id, said(words, 'removed')])).toEqual(
				after.content.map((node) => [node.attrs!.id, textOf(node)])
			);
			const older = compared.filter(({ kind }) => kind !== 'added');
			expect(new Map(older.map(({ id, words }) => [id, said(words, 'added')]))).toEqual(
				new Map(before.content.map((node) => [String(node.attrs!.id), textOf(node)]))
			);
			const still = older.filter(({ moved, kind }) => !moved && kind !== 'removed');
			const places = still.map(({ id }) =>
				before.content.findIndex((node) => node.attrs!.id === id)
			);
			expect(places).toEqual([...places].sort((a, b) => a - b));
		})
	);
});

test('a text compared with itself has not changed', () => {
	fc.assert(
		fc.property(content, (same) => {
			for (const block of compare(same, same))
				expect([block.kind, block.moved]).toEqual(['same', false]);
		})
	);
});

test('what moved and was edited is said to be both; what went stands where it was', () => {
	const before = doc(
		paragraph('a', 'Read at nine'),
		paragraph('e', 'Answer at noon'),
		paragraph('b', 'Then close it'),
		paragraph('c', 'Go for a walk'),
		paragraph('d', 'Sleep')
	);
	const after = doc(
		paragraph('c', 'Go for a long walk'),
		paragraph('a', 'Read at nine'),
		paragraph('e', 'Answer at noon'),
		paragraph('d', 'Sleep'),
		paragraph('n', 'Begin anew')
	);
	expect(compare(before, after).map(({ id, kind, moved }) => [id, kind, moved])).toEqual([
		['c', 'changed', true],
		['a', 'same', false],
		['e', 'same', false],
		['b', 'removed', false],
		['d', 'same', false],
		['n', 'added', false]
	]);
	expect(compare(before, after)[0]!.words).toEqual([
		{ op: 'same', text: 'Go for a ' },
		{ op: 'added', text: 'long ' },
		{ op: 'same', text: 'walk' }
	]);
});

test('a table, a list or a picture that changed without a word of it is changed in form', () => {
	const heading = (level: number): Node => ({
		...paragraph('a', 'Mornings'),
		type: 'heading',
		attrs: { id: 'a', level }
	});
	const picture = (src: string): Node => ({
		type: 'image',
		attrs: { id: 'p', src, alt: 'A desk' }
	});
	const compared = compare(
		doc(heading(2), picture('/files/1')),
		doc(heading(3), picture('/files/2'))
	);
	expect(compared.map(({ kind, words }) => [kind, words.map(({ op }) => op)])).toEqual([
		['changed', ['same']],
		['changed', ['same']]
	]);
});

test('a picture whose size was looked up when it was published is the same picture', () => {
	const picture = (size: object): Node => ({
		type: 'image',
		attrs: { id: 'p', src: '/files/1', alt: 'A desk', ...size }
	});
	const sized = doc(picture({ width: 640, height: 480 }));
	expect(compare(sized, doc(picture({}))).map(({ kind }) => kind)).toEqual(['same']);
});
