import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOf } from '#modules/people/server/actors.ts';
import { listDemoLetters } from '#modules/notices/server/demo.ts';
import { find } from '#modules/search/server/find.ts';
import { getSeries, listSeries } from '#modules/series/server/reading.ts';
import { at, freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import type { Env } from '#platform/server/env.ts';
import { runDue } from '#platform/server/jobs.ts';
import { demoBegins, seedDemo } from '../demo/seed.ts';
import { openTestPlace, person } from '../testing.ts';
import { exportPlace, exportSeries } from './export.ts';
import { importClosed, importOpen } from './import.ts';
import {
	changedBetween,
	emptyPlace,
	filesIn,
	openPlace,
	readAs,
	readSeries,
	temporary,
	toldAndAsked,
	unordered
} from './testing.ts';

const { folder, remove } = temporary();
const placeFile = join(folder, 'place.tar.gz');
const seriesFile = join(folder, 'series.tar.gz');
let agnes: Actor;
let series: string;
let asRead: Awaited<ReturnType<typeof readSeries>>;
let moment: Temporal.Instant;

beforeAll(async () => {
	const close = await openTestPlace();
	moment = now();
	agnes = await at(demoBegins(), () => person('Agnes Holm', { steward: true }));
	await seedDemo(agnes.id);
	const { items } = await listSeries(agnes, {});
	series = items.find(({ parts }) => parts.length === 4)!.id;
	asRead = await readSeries(agnes, series);
	await exportPlace(placeFile);
	await exportSeries(series, seriesFile);
	await close();
}, 600_000);
afterAll(remove);

describe('the demo place', () => {
	let env: Env;
	let close: () => Promise<void>;

	beforeAll(async () => {
		freezeAt(moment);
		env = await emptyPlace(join(folder, 'data'));
		await importClosed(placeFile, env);
		close = await openPlace(env);
	});
	afterAll(() => close());

	test('goes out again the same, file by file, after it came into an empty one', async () => {
		const again = join(folder, 'again.tar.gz');
		await exportPlace(again);
		expect(changedBetween(await filesIn(placeFile), await filesIn(again))).toEqual([]);
	});

	test('reads there as it did, and is found', async () => {
		const there = (await actorOf(agnes.id))!;
		expect(await readSeries(there, series)).toEqual(asRead);
		expect((await find(there, { q: 'ledger seven lines' })).items.length).toBeGreaterThan(0);
	});

	test('tells nobody by letter what they were told before', async () => {
		const { notices, asks } = await toldAndAsked();
		expect((await listDemoLetters((await actorOf(agnes.id))!, {})).items).toEqual([]);
		const old = new Set([...notices, ...asks.filter((ask) => ask.offered_at)].map(({ id }) => id));
		for (const days of [0, 1, 2, 3]) {
			freezeAt(moment.add({ hours: 24 * days }));
			await runDue();
		}
		const { letters } = await toldAndAsked();
		const written = letters.filter(({ key }) => !key.startsWith('archive:'));
		const told = written.flatMap(({ data }) =>
			Object.values(data as Record<string, string[]>).flat()
		);
		expect(told.filter((id) => old.has(id))).toEqual([]);

		freezeAt(moment);
	});

	test('is refused where there is a place already', async () => {
		await close();
		await expect(importClosed(placeFile, env)).rejects.toThrow('already');
		close = await openPlace(env);
		expect((await getSeries((await actorOf(agnes.id))!, { series })).title).toBe(asRead.page.title);
	});
});

describe('a series of it', () => {
	let close: () => Promise<void>;
	let local: Actor;
	let env: Env;

	beforeAll(async () => {
		close = await openTestPlace();
		local = await person('Agnes Holm');
		await person('Zuri Botha', { steward: true });
		env = await emptyPlace(join(folder, 'other'));
		await importOpen(seriesFile, env);
	});
	afterAll(() => close());

	const renamed = (text: string) => text.replaceAll(agnes.id, local.id);

	test('reads in another place as it did in its own: words, credit, threads, what became of it', async () => {
		const read = await readSeries(local, series);
		expect(readAs(read, agnes, local)).toEqual(readAs(asRead, agnes, local));
	});

	test('goes out again the same', async () => {
		const again = join(folder, 'series again.tar.gz');
		await exportSeries(series, again);
		const before = new Map(
			[...(await filesIn(seriesFile))].map(([path, text]) => [path, renamed(text)])
		);
		const changed = changedBetween(unordered(before), unordered(await filesIn(again)));
		expect(changed.filter((path) => path !== 'manifest.json')).toEqual([]);
	});
});
