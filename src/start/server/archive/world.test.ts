import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { myFollowUps } from '#modules/methods/server/follow-ups.ts';
import { myAsks } from '#modules/notices/server/asks.ts';
import { actorOf } from '#modules/people/server/actors.ts';
import { signInTokenHere } from '#modules/people/server/at-the-machine.ts';
import { getCircle } from '#modules/people/server/circles.ts';
import { depart } from '#modules/people/server/departing.ts';
import { getPerson } from '#modules/people/server/persons.ts';
import { find } from '#modules/search/server/find.ts';
import { getSeries, listSeries } from '#modules/series/server/reading.ts';
import { EVERYONE, peopleIn } from '#platform/server/audiences.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import type { Env } from '#platform/server/env.ts';
import { runDue } from '#platform/server/jobs.ts';
import { words, type World } from '../leaks/world.ts';
import { openTestPlace, person } from '../testing.ts';
import { archivedTables } from './catalogue.ts';
import { exportPlace, exportSeries } from './export.ts';
import { forge } from './forging.ts';
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
import { plantEverything, typed } from './whole-world.ts';

const { folder, remove } = temporary();
const placeFile = join(folder, 'place.tar.gz');
const hiddenFile = join(folder, 'hidden.tar.gz');
const namedFile = join(folder, 'named.tar.gz');
let world: World;
let moment: Temporal.Instant;
let secrets: string[];
let asRead: Awaited<ReturnType<typeof readSeries>>;

beforeAll(async () => {
	const close = await openTestPlace();
	world = await plantEverything();
	moment = now();
	secrets = await everySecret();
	asRead = await readSeries(world.people.mei, world.hidden.series);
	await exportPlace(placeFile);
	await exportSeries(world.hidden.series, hiddenFile);
	await exportSeries(world.named.series, namedFile);
	await close();
}, 120_000);
afterAll(remove);

/** Whatever opens a door or was written to one person: hashes of passwords and tokens, sessions, letters. */
function everySecret(): Promise<string[]> {
	return asSystem('at the machine', async (tx) => {
		const { rows } = await sql<{ secret: string | null }>`
			select password as secret from auth."account" union select token from auth."session"
			union select value from auth."verification" union select hash from token
			union select token_hash from invitation union select token_hash from address_change
			union select message_id from letter union select text from letter union select data::text from jobs.job`.execute(
			tx
		);
		return rows.flatMap(({ secret }) => secret ?? []).filter((secret) => secret.length > 10);
	});
}

describe('a place with something of everything', () => {
	let close: () => Promise<void>;

	beforeAll(async () => {
		const env = await emptyPlace(join(folder, 'data'));
		freezeAt(moment);
		await importClosed(placeFile, env);
		close = await openPlace(env);
	});
	afterAll(() => close());

	test('comes back without loss: it goes out again the same, file by file', async () => {
		const again = join(folder, 'again.tar.gz');
		await exportPlace(again);
		expect(changedBetween(await filesIn(placeFile), await filesIn(again))).toEqual([]);
	});

	test('is archived table by table; what was answered without a name is in the demo', async () => {
		const tables = await asSystem('at the machine', (tx) => archivedTables(tx, 'place'));
		const files = await filesIn(placeFile);
		const empty = [...tables.keys()].filter((name) => files.get(`data/${name}.jsonl`) === '');
		expect(empty).toEqual(['survey_bundle']);
	});

	test('took along what was typed a moment before', async () => {
		expect((await filesIn(placeFile)).get('data/draft.jsonl')).toContain(typed);
	});

	test('has no password, session, token, letter or job in it', async () => {
		expect(secrets.length).toBeGreaterThan(10);
		const all = [...(await filesIn(placeFile)).values()].join('\n');
		expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
	});
});

test('a series takes nothing of other series along, nor of the library, nor what people have for themselves', async () => {
	const files = await filesIn(hiddenFile);
	const all = [...files.values()].join('\n');
	const foreign = [words.request, words.named, words.me, words.plan, words.own, 'Open part'];
	expect(foreign.filter((word) => all.includes(word))).toEqual([]);
	expect(all).toContain(words.closed);
	const people = files.get('data/person.jsonl')!;
	const { darcy, kofi, siti } = world.people;
	expect([darcy, kofi, siti].map(({ id }) => people.includes(id))).toEqual([true, false, false]);
	expect(Object.keys(JSON.parse(people.split('\n')[0]!) as object)).toEqual(['id', 'name', 'zone']);
});

describe('a series for a closed circle, in a place with other people', () => {
	let close: () => Promise<void>;
	let env: Env;
	let mei: Actor;
	let olu: Actor;
	const renamed = (text: string) => text.replaceAll(world.people.mei.id, mei.id);

	beforeAll(async () => {
		close = await openTestPlace();
		env = await emptyPlace(join(folder, 'other'));
		freezeAt(moment);
		mei = await person('Mei', { zone: 'Asia/Bangkok' });
		olu = await person('Olu Balogun', { steward: true });
		await importOpen(hiddenFile, env);
	});
	afterAll(() => close());

	test('reads as it did for whoever is in it: words, credit, threads, versions, what became of them', async () => {
		const read = await readSeries(mei, world.hidden.series);
		// Her face here is another, too: none.
		const faceless = JSON.parse(JSON.stringify(asRead).replace(/"face":"[^"]*"/g, '"face":null'));
		const { mei: there } = world.people;
		expect(readAs(read, there, mei)).toEqual(readAs(faceless as object, there, mei));
		expect(read.read[0]!.submissions.length).toBeGreaterThan(0);
		expect(read.read[0]!.said.items.length).toBeGreaterThan(1);
	});

	test('goes out again the same', async () => {
		const again = join(folder, 'hidden again.tar.gz');
		await exportSeries(world.hidden.series, again);
		const before = new Map(
			[...(await filesIn(hiddenFile))].map(([path, text]) => [path, renamed(text)])
		);
		const changed = changedBetween(unordered(before), unordered(await filesIn(again)));
		// Lengths and hashes are of rows in the order of their ids, one of which is another here.
		expect(changed.filter((path) => path !== 'manifest.json')).toEqual([]);
	});

	test('is for its circle alone, which came closed, and is found by nobody else', async () => {
		await expect(getSeries(olu, { series: world.hidden.series })).rejects.toThrow('no such series');
		expect((await listSeries(olu, {})).items).toEqual([]);
		expect(await getCircle(mei, { circle: world.circle.closed })).toMatchObject({
			joining: 'closed'
		});
		await expect(getCircle(olu, { circle: world.circle.closed })).rejects.toThrow();
		expect((await find(mei, { q: words.closed })).items.length).toBeGreaterThan(3);
		expect((await find(olu, { q: words.closed })).items).toEqual([]);
	});

	test('brings nobody but by name: whoever was not here is in no audience and has no way in', async () => {
		const { darcy } = world.people;
		expect(await getPerson(olu, { person: darcy.id })).toMatchObject({
			name: 'Darcy',
			here: false
		});
		const here = await asSystem('at the machine', (tx) => peopleIn(tx, EVERYONE));
		expect(here.toSorted()).toEqual([mei.id, olu.id].toSorted());
		expect(await actorOf(darcy.id)).toBeNull();
	});

	test('tells nobody anything, and asks only for what is still to come', async () => {
		await runDue();
		const { notices, letters, asks } = await toldAndAsked();
		expect([notices, letters]).toEqual([[], []]);
		expect(asks.map(({ kind, person_id, offered_at }) => [kind, person_id, offered_at])).toEqual([
			['adoption', mei.id, null]
		]);
		expect(asks.every(({ opens_at }) => opens_at > moment.toString())).toBe(true);
		freezeAt(Temporal.Instant.from(asks[0]!.opens_at).add({ minutes: 1 }));
		await runDue();
		expect((await myAsks(mei, {})).items).toMatchObject([{ kind: 'adoption' }]);
		expect((await myFollowUps(mei, { due: true })).items.map(({ id }) => id)).toContain(
			asks[0]!.subject_id
		);
		freezeAt(moment);
	});

	test('comes in once: a second time it is refused, and nothing changes', async () => {
		const [before, after] = [join(folder, 'before.tar.gz'), join(folder, 'after.tar.gz')];
		await exportPlace(before);
		await expect(importOpen(hiddenFile, env)).rejects.toMatchObject({
			code: 'conflict',
			message: 'This series is here already'
		});
		await exportPlace(after);
		expect(changedBetween(await filesIn(before), await filesIn(after))).toEqual([]);
	});

	test('lets in whom somebody makes a link, and they go on with what is theirs', async () => {
		await signInTokenHere('darcy@example.org');
		const darcy = (await actorOf(world.people.darcy.id))!;
		expect((await getSeries(darcy, { series: world.hidden.series })).may.change).toBe(true);
		expect((await getPerson(olu, { person: darcy.id })).here).toBe(true);
	});

	test('leaves out the way back of those who left: no link brings them in', async () => {
		await depart(olu, { person: world.people.darcy.id });
		await expect(signInTokenHere('darcy@example.org')).rejects.toThrow('Nobody here');
		expect(await actorOf(world.people.darcy.id)).toBeNull();
	});

	test('of people by name goes to the same people, from an older Junto too', async () => {
		const archive = await forge(namedFile);
		const { manifest } = archive;
		manifest.migrations = manifest.migrations.filter(({ name }) => name < '0018');
		manifest.tables = manifest.tables.filter(({ name }) => name !== 'thread_closure');
		archive.files.delete('data/thread_closure.jsonl');
		archive.write(namedFile);
		await importOpen(namedFile, env);
		expect((await getSeries(mei, { series: world.named.series })).title).toContain(words.named);
		await expect(getSeries(olu, { series: world.named.series })).rejects.toThrow('no such series');
	});
});
