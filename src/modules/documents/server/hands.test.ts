import fc from 'fast-check';
import { updateYFragment } from '@tiptap/y-tiptap';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { fit } from '../editor/fit.ts';
import { fragmentName } from '../editor/schema.ts';
import { textOf, type Content, type Node } from '../document.ts';
import { type Credited } from './credit.ts';
import { type, type Known, type Typing } from './hands.ts';
import { contentOf, docOf, mendIds } from './ydoc.ts';

let made = 0;
const newId = () =>
	`block${(made += 1)
		.toString(32)
		.padStart(5, 'a')
		.replaceAll(/[0189]/g, 'z')}`;

const paragraph = (text: string, id = newId()): Node => ({
	type: 'paragraph',
	attrs: { id },
	...(text && { content: [{ type: 'text', text }] })
});
const content = (...blocks: Node[]): Content => ({ type: 'doc', content: blocks });

/** A draft as it is kept, with browsers that change it. */
function draft() {
	let state = Y.encodeStateAsUpdate(docOf([]));
	let known: Known = { credit: [], lost: [] };
	let waiting: Typing[] = [];
	let now: Content = content();

	function browser(person: string) {
		const doc = docOf([state, ...waiting.map(({ bytes }) => bytes)]);
		return {
			/** Makes the text what it shall be; others see it once it is sent. */
			change(to: Content) {
				const before = Y.encodeStateVector(doc);
				doc.transact(() =>
					updateYFragment(doc, doc.getXmlFragment(fragmentName), fit(to), {
						mapping: new Map(),
						isOMark: new Map()
					})
				);
				waiting.push({ person_id: person, bytes: Y.encodeStateAsUpdate(doc, before) });
			}
		};
	}

	return {
		browser,
		change: (person: string, to: Content) => browser(person).change(to),
		fold(pasted: Credited[] = []) {
			const doc = docOf([state]);
			const after = type(doc, known, waiting);
			mendIds(doc, newId);
			now = contentOf(doc);
			known = after(now, pasted);
			state = Y.encodeStateAsUpdate(doc);
			waiting = [];
			return known.credit.map(({ runs }) => runs.map(({ by, text }) => `${by}: ${text}`));
		},
		content: () => now,
		credit: () => known.credit
	};
}

test('two people who type in one line at once are each the author of their own signs', () => {
	const text = draft();
	text.change('darcy', content(paragraph('Three before a week.', 'aaaaaaaaaa')));
	text.fold();
	const darcy = text.browser('darcy');
	const mei = text.browser('mei');
	darcy.change(content(paragraph('Three lists before a week.', 'aaaaaaaaaa')));
	mei.change(content(paragraph('Three before a week off.', 'aaaaaaaaaa')));
	darcy.change(content(paragraph('Three long lists before a week.', 'aaaaaaaaaa')));
	expect(text.fold()).toEqual([['darcy: Three long lists before a week', 'mei:  off', 'darcy: .']]);
});

test('a sign within a word is credited as that sign', () => {
	const text = draft();
	text.change('darcy', content(paragraph('A list', 'aaaaaaaaaa')));
	text.change('mei', content(paragraph('A lists', 'aaaaaaaaaa')));
	expect(text.fold()).toEqual([['darcy: A list', 'mei: s']]);
	text.change('mei', content(paragraph('A listing', 'aaaaaaaaaa')));
	text.change('darcy', content(paragraph('A listing', 'aaaaaaaaaa')));
	expect(text.fold()).toEqual([['darcy: A list', 'mei: ing']]);
});

test('splitting a block, however short its end, keeps who wrote it', () => {
	const text = draft();
	text.change('darcy', content(paragraph('Write the last line first', 'aaaaaaaaaa')));
	text.fold();
	text.change(
		'mei',
		content(paragraph('Write the last ', 'aaaaaaaaaa'), paragraph('line first', 'bbbbbbbbbb'))
	);
	expect(
		text
			.fold()
			.flat()
			.every((run) => run.startsWith('darcy'))
	).toBe(true);
	text.change(
		'mei',
		content(
			paragraph('Write the last ', 'aaaaaaaaaa'),
			paragraph('line ', 'bbbbbbbbbb'),
			paragraph('first', 'cccccccccc')
		)
	);
	expect(
		text
			.fold()
			.flat()
			.every((run) => run.startsWith('darcy'))
	).toBe(true);
});

test('a paragraph made a heading stays with who wrote it', () => {
	const text = draft();
	text.change('darcy', content(paragraph('Three lists', 'aaaaaaaaaa')));
	text.fold();
	text.change('mei', content({ ...paragraph('Three lists', 'aaaaaaaaaa'), type: 'heading' }));
	expect(text.fold()).toEqual([['darcy: Three lists']]);
});

test('what is cut and put elsewhere later, or taken back, stays with who wrote it', () => {
	const text = draft();
	const first = paragraph('The first sitting is for reading.', 'aaaaaaaaaa');
	const second = paragraph('Not for answering.', 'bbbbbbbbbb');
	text.change('darcy', content(first, second));
	text.fold();
	text.change('mei', content(second));
	expect(text.fold()).toEqual([['darcy: Not for answering.']]);
	text.change('mei', content(second, paragraph('The first sitting is for reading.', 'cccccccccc')));
	expect(text.fold()).toEqual([
		['darcy: Not for answering.'],
		['darcy: The first sitting is for reading.']
	]);
	text.change('mei', content(second, paragraph('Another sitting.', 'cccccccccc')));
	expect(text.fold()[1]!.join()).toMatch(/^mei: Another/);
});

test('words pasted from another document of the place keep their authors', () => {
	const text = draft();
	text.change(
		'mei',
		content(paragraph('As Kofi says: no line without a name behind it.', 'aaaaaaaaaa'))
	);
	const kofis = {
		id: 'zzzzzzzzzz',
		runs: [{ by: 'kofi', text: 'There is no line without a name behind it.' }]
	};
	expect(text.fold([kofis])).toEqual([
		['mei: As Kofi says:', 'kofi:  no line without a name behind it.']
	]);
});

test('pictures and rules have an author too', () => {
	const text = draft();
	text.change('darcy', content({ type: 'horizontalRule', attrs: { id: 'aaaaaaaaaa' } }));
	text.change(
		'mei',
		content(
			{ type: 'horizontalRule', attrs: { id: 'aaaaaaaaaa' } },
			{ type: 'image', attrs: { id: 'bbbbbbbbbb', src: '/files/a', alt: 'The harbour' } }
		)
	);
	expect(text.fold()).toEqual([['darcy: \uFFFC'], ['mei: The harbour']]);
});

test('blocks that two people made one of at once come apart with ids of their own', () => {
	const text = draft();
	text.change('darcy', content(paragraph('Three lists', 'aaaaaaaaaa')));
	text.fold();
	const heading = content({ ...paragraph('Three lists', 'aaaaaaaaaa'), type: 'heading' });
	const [darcy, mei] = [text.browser('darcy'), text.browser('mei')];
	darcy.change(heading);
	mei.change(heading);
	text.fold();
	const ids = text.content().content.map((node) => node.attrs?.id);
	expect(new Set(ids).size).toBe(ids.length);
});

test('whatever three people type and take out, everybody is the author of exactly their own signs', () => {
	const people = ['d', 'm', 'k'];
	const edit = fc.record({
		who: fc.nat(2),
		block: fc.nat(3),
		at: fc.nat(30),
		remove: fc.nat(3),
		length: fc.nat(6)
	});
	fc.assert(
		fc.property(fc.array(edit, { maxLength: 25 }), (edits) => {
			const text = draft();
			const ids = ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc', 'dddddddddd'];
			text.change('d', content(...ids.map((id) => paragraph('d', id))));
			text.fold();
			for (const { who, block, at, remove, length } of edits) {
				const person = people[who]!;
				const before = text.content().content;
				const blocks = before.map((node, index) => {
					const old = textOf(node);
					const from = Math.min(at, old.length);
					const written =
						old.slice(0, from) + person.repeat(length) + old.slice(from + remove, old.length);
					return index === block ? paragraph(written, String(node.attrs!.id)) : node;
				});
				text.change(person, content(...blocks));
				text.fold();
			}
			text.content().content.forEach((node, index) => {
				const { runs } = text.credit()[index]!;
				const written = textOf(node);
				if (written === '') return;
				expect(runs.map((run) => run.text).join('')).toBe(written);
				for (const { by, text: own } of runs) expect(new Set(own)).toEqual(new Set([by]));
			});
		}),
		{ numRuns: 60 }
	);
});
