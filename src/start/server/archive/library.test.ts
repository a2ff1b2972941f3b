import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postComment } from '#modules/discussion/server/comments.ts';
import { listCommentsOn } from '#modules/discussion/server/reading.ts';
import { getPage, listPages } from '#modules/library/server/pages.ts';
import { createShelf, listShelves } from '#modules/library/server/shelves.ts';
import { evidence } from '#modules/methods/server/evidence.ts';
import { find } from '#modules/search/server/find.ts';
import { listSeries } from '#modules/series/server/reading.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import type { Env } from '#platform/server/env.ts';
import { runDue } from '#platform/server/jobs.ts';
import { words, type World } from '../leaks/world.ts';
import { openTestPlace, person } from '../testing.ts';
import { exportLibrary } from './export.ts';
import { newId } from '#platform/server/ids.ts';
import { forge, type Forgery } from './forging.ts';
import { importOpen } from './import.ts';
import {
	changedBetween,
	emptyPlace,
	filesIn,
	readAs,
	temporary,
	toldAndAsked,
	unordered
} from './testing.ts';
import { plantEverything } from './whole-world.ts';

const { folder, remove } = temporary();
const file = join(folder, 'library.tar.gz');
const forged = join(folder, 'forged.tar.gz');
let world: World;
let moment: Temporal.Instant;
let asRead: Awaited<ReturnType<typeof readLibrary>>;

beforeAll(async () => {
	const nothing = await openTestPlace();
	await expect(exportLibrary(file)).rejects.toThrow('no page yet');
	await nothing();
	const close = await openTestPlace();
	world = await plantEverything();
	await postComment(world.people.mei, {
		about: { kind: 'page', id: world.hidden.page },
		markdown: 'This is how we *do* it'
	});
	await runDue();
	moment = now();
	asRead = await readLibrary(world.people.mei);
	await exportLibrary(file);
	await close();
}, 120_000);
afterAll(remove);

/** The pages that somebody may see, as they read them: words, credit, what is said there and what became of it. */
async function readLibrary(reader: Actor) {
	const { items } = await listPages(reader, { most: 100 });
	const pages = [];
	for (const { id } of items) {
		// What it grew out of stays behind.
		const { training: _, sources: __, ...page } = await getPage(reader, { page: id });
		pages.push({
			page: { ...page, first: false, shelf: page.shelf?.name },
			said: await listCommentsOn(reader, { ids: id }),
			became: await evidence(reader, { documents: id })
		});
	}
	return pages;
}

test('the library takes nothing of series along, and of people their name and zone', async () => {
	const files = await filesIn(file);
	const all = [...files.values()].join('\n');
	expect([...files.keys()].filter((path) => path.startsWith('texts/series/'))).toEqual([]);
	expect([...files.keys()].filter((path) => path.startsWith('texts/library/')).length).toBe(
		asRead.length + 1
	);
	expect(all).toContain('Open page');
	expect(all).not.toContain(words.plan);
	expect(files.has('data/training.jsonl')).toBe(false);
	const people = files.get('data/person.jsonl')!;
	expect(Object.keys(JSON.parse(people.split('\n')[0]!) as object)).toEqual(['id', 'name', 'zone']);
	expect(JSON.parse(files.get('manifest.json')!)).toMatchObject({ holds: 'library' });
});

describe('in another place, which has a shelf of the same name', () => {
	let close: () => Promise<void>;
	let env: Env;
	let mei: Actor;
	let olu: Actor;
	let shelf: string;

	beforeAll(async () => {
		close = await openTestPlace();
		env = await emptyPlace(join(folder, 'other'));
		freezeAt(moment);
		mei = await person('Mei', { zone: 'Asia/Bangkok' });
		olu = await person('Olu Balogun', { steward: true });
		await createShelf(olu, { name: 'First steps here' });
		({ id: shelf } = await createShelf(olu, { name: 'Open shelf' }));
		expect(await importOpen(file, env)).toMatchObject({ title: 'Test place' });
	});
	afterAll(() => close());

	test('it reads as it did: words, credit, what was said and what came of it', async () => {
		const { mei: there } = world.people;
		const faceless = JSON.parse(JSON.stringify(asRead).replace(/"face":"[^"]*"/g, '"face":null'));
		expect(readAs(await readLibrary(mei), there, mei)).toEqual(
			readAs(faceless as object, there, mei)
		);
		expect(asRead.some(({ said }) => said.items.length > 0)).toBe(true);
	});

	test('pages stand on the shelf of that name, other shelves come after those that are here', async () => {
		const { items } = await listShelves(olu, {});
		expect(items.map(({ name }) => name).slice(0, 2)).toEqual(['First steps here', 'Open shelf']);
		expect((await listPages(mei, { shelf })).items.map(({ title }) => title)).toContain(
			'Open page'
		);
	});

	test('what only a circle may read is read by its people alone, and found by nobody else', async () => {
		expect((await find(mei, { q: words.closed })).items.length).toBeGreaterThan(0);
		expect((await find(olu, { q: words.closed })).items).toEqual([]);
		await expect(getPage(olu, { page: world.hidden.page })).rejects.toThrow('no such page');
		expect((await listSeries(mei, {})).items).toEqual([]);
	});

	test('nobody is told anything, and a second time it is refused', async () => {
		await runDue();
		const { notices, letters } = await toldAndAsked();
		expect([notices, letters]).toEqual([[], []]);
		await expect(importOpen(file, env)).rejects.toMatchObject({
			code: 'conflict',
			message: 'A page of this library is here already'
		});
	});
});

test('it goes out again the same from a place that had none', async () => {
	const close = await openTestPlace();
	const env = await emptyPlace(join(folder, 'second'));
	freezeAt(moment);
	const mei = await person('Mei', { zone: 'Asia/Bangkok' });
	await importOpen(file, env);
	const again = join(folder, 'again.tar.gz');
	await exportLibrary(again);
	const there = world.people.mei.id;
	const before = new Map(
		[...(await filesIn(file))].map(([path, text]) => [path, text.replaceAll(there, mei.id)])
	);
	const changed = changedBetween(unordered(before), unordered(await filesIn(again)));
	// Lengths and hashes are of rows in the order of their ids, one of which is another here.
	expect(changed).toEqual(['manifest.json']);
	await close();
});

describe('a forged archive of a library is refused, and nothing is written', () => {
	let close: () => Promise<void>;
	let env: Env;
	let olu: Actor;

	beforeAll(async () => {
		close = await openTestPlace();
		env = await emptyPlace(join(folder, 'third'));
		olu = await person('Olu Balogun', { steward: true });
		await createShelf(olu, { name: 'Ours' });
	});
	afterAll(() => close());

	test.each<[string, (archive: Forgery) => void, string]>([
		[
			'that has a training in it',
			(archive) => {
				archive.manifest.tables.push({ name: 'training', columns: ['id'], rows: 0 });
				archive.files.set('data/training.jsonl', '');
			},
			'which no archive of a library holds'
		],
		[
			'in which two shelves are one here',
			(archive) =>
				archive.change('shelf', (rows) =>
					[rows[0]!, { ...rows[0]!, id: newId() }].map((row, i) => ({
						...row,
						name: i ? 'ours' : 'OURS '
					}))
				),
			'Two shelves in it are one here'
		],
		[
			'that names a series',
			(archive) => void (archive.manifest.series = newId()),
			'does not hold the series'
		],
		[
			'in which a page is a shelf',
			(archive) =>
				archive.change('shelf', ([one, ...others]) => [
					{ ...one!, id: world.open.page },
					...others
				]),
			'is of a'
		],
		[
			'that makes somebody a steward',
			(archive) =>
				archive.change('event', ([one, ...others]) => [
					{ ...one!, id: newId(), verb: 'made steward', kind: 'person', subject_id: one!.actor_id },
					one!,
					...others
				]),
			'elsewhere than in it'
		]
	])('%s', async (_, change, reason) => {
		const archive = await forge(file);
		change(archive);
		archive.write(forged);
		await expect(importOpen(forged, env)).rejects.toThrow(reason);
		expect((await listPages(olu, {})).items).toEqual([]);
		expect((await listShelves(olu, {})).items.map(({ name }) => name)).toEqual(['Ours']);
	});
});
