import { buffer } from 'node:stream/consumers';
import { parseFeed } from 'podcast-partytime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	bytesOf,
	chaptersOf,
	readingIn,
	readParts,
	type Part
} from '#modules/audio/server/episodes.ts';
import { createFeed, feedBy, listFeeds, readFeed, soundIn } from '#modules/audio/server/feeds.ts';
import { setPosition } from '#modules/audio/server/listening.ts';
import { createPlaylist } from '#modules/audio/server/playlists.ts';
import { rssOf } from '#modules/audio/server/rss.ts';
import { beginSpoken, getSpoken } from '#modules/audio/server/spoken.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { getTrack, replaceTrack, withdrawTrack } from '#modules/audio/server/tracks.ts';
import { listUnheardTexts } from '#modules/audio/server/unheard-texts.ts';
import { publishSeries, publishTraining } from '#modules/series/server/publishing.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { readSound } from '#platform/server/storage/sounds.ts';
import { openUploadServer } from './sending.fixture.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let server: Awaited<ReturnType<typeof openUploadServer>>;
let darcy: Actor, mei: Actor, kofi: Actor, yaw: Actor;
let document: string;
let series: string;
const tracks = new Map<string, string>();

beforeAll(async () => {
	close = await openTestPlace();
	server = await openUploadServer([]);
	switchLimits('off');
	[darcy, mei] = [await person('Darcy'), await person('Mei')];
	[kofi, yaw] = [await person('Kofi'), await person('Yaw')];
	const { id, parts } = await createSeries(darcy, {
		title: 'Calm days',
		audience: `people:${mei.id},${kofi.id}`,
		expectation: { level: 'offered' },
		parts: [
			{
				...{ title: 'Before you go', opens: '2027-01-18', closes: '2027-01-31' },
				markdown: '## Begin\n\nCount the lanterns.\n\nThen wait.'
			}
		]
	});
	series = id;
	document = parts[0]!.training;
	await publishSeries(darcy, { series });
});
afterAll(async () => {
	await server.close();
	await close();
});

const wait = (minutes: number) => freezeAt(now().add({ minutes }));

async function read(words: string, seconds: number): Promise<void> {
	const { blocks } = await getSpoken(darcy, { document });
	const block = blocks.find((one) => one.words === words)!.id;
	const { track } = await beginSpoken(darcy, { document, block });
	const sound = await tone(seconds);
	const { recording } = await replaceTrack(darcy, { track, reads: words, bytes: sound.length });
	await sendAll(recording, sound);
	tracks.set(words, track);
}

const tokens = new Map<string, string>();

/** The feed of the series of somebody's app, and how the app's reader understands it. */
async function feedOf(who: Actor) {
	if (!tokens.has(who.id)) {
		const { path } = await createFeed(who, { label: 'Phone', series });
		tokens.set(who.id, path.split('/')[2]!);
	}
	const feed = await feedBy(tokens.get(who.id)!, 'AntennaPod');
	const { title, ...shown } = await readFeed(feed);
	const base = 'https://junto.test/feeds/x';
	const words = { title: title ?? '', language: 'en', link: 'https://junto.test', base };
	const { items = [] } = parseFeed(rssOf({ ...shown, ...words, ordered: true }))!;
	return { feed, items };
}

const wholeOf = async (parts: Part[]) =>
	new Uint8Array(await buffer(readParts(parts, { start: 0, end: bytesOf(parts) - 1 })));

test('a feed of a series waits until a text was read to its end, then has all of it as one episode, with a chapter for each part', async () => {
	await read('Begin', 1);
	await read('Count the lanterns.', 2);
	expect((await feedOf(mei)).items).toEqual([]);
	wait(40);
	await read('Then wait.', 1);
	wait(40);
	expect((await feedOf(mei)).items).toEqual([]);
	wait(40);
	const { feed, items } = await feedOf(mei);
	expect(items.map(({ title, duration }) => [title, duration])).toEqual([['Before you go', 4]]);
	const parts = await readingIn(feed, items[0]!.guid);
	expect(chaptersOf(parts)).toEqual({
		version: '1.2.0',
		chapters: [
			{ startTime: 0, title: 'Begin' },
			{ startTime: expect.closeTo(1, 0), title: 'Count the lanterns.' },
			{ startTime: expect.closeTo(3, 0), title: 'Then wait.' }
		]
	});
	expect(items[0]!.podcastChapters?.url).toBe(
		`https://junto.test/feeds/x/${items[0]!.guid}/chapters.json`
	);
});

test('its sound is one: as long as all parts, of the length that the feed says, and the same whichever range is asked for', async () => {
	const { feed, items } = await feedOf(mei);
	const parts = await readingIn(feed, items[0]!.guid);
	const whole = await wholeOf(parts);
	expect(whole.length).toBe(items[0]!.enclosure.length);
	const { seconds, type } = await readSound(whole);
	expect(type).toBe('audio/mpeg');
	expect(seconds).toBeGreaterThan(3.9);
	expect(seconds).toBeLessThan(4.5);
	const seam = parts[0]!.bytes - parts[0]!.from;
	for (const [start, end] of [
		[0, 0],
		[seam - 1, seam],
		[seam, seam],
		[10, whole.length - 10],
		[whole.length - 1, whole.length - 1]
	] as const)
		expect(new Uint8Array(await buffer(readParts(parts, { start, end })))).toEqual(
			whole.subarray(start, end + 1)
		);
});

test('whoever had it gets only what was read anew, with a line that says what; who comes later gets the whole', async () => {
	const before = (await feedOf(mei)).items;
	await publishTraining(darcy, {
		training: document,
		markdown: '## Begin\n\nCount all the lanterns.\n\nThen wait.'
	});
	await read('Count all the lanterns.', 3);
	wait(61);
	const { feed, items } = await feedOf(mei);
	expect(items[0]).toMatchObject({
		guid: before[0]!.guid,
		enclosure: before[0]!.enclosure
	});
	expect(items.slice(1).map(({ title, duration }) => [title, duration])).toEqual([
		['Before you go: what is new', 3]
	]);
	expect(items[1]!.description).toContain('Count all the lanterns.');
	const anew = await readingIn(feed, items[1]!.guid);
	expect((await readSound(await wholeOf(anew))).seconds).toBeCloseTo(3, 0);

	const later = await feedOf(kofi);
	expect(later.items.map(({ title, duration }) => [title, duration])).toEqual([
		['Before you go', 5]
	]);
	await expect(readingIn(later.feed, items[1]!.guid)).rejects.toThrow('nothing here');
	expect((await feedOf(mei)).items).toEqual(items);
});

test('what is withdrawn is in no episode any more, and no feed of a series opens anything else', async () => {
	const { feed, items } = await feedOf(mei);
	const take = (await getTrack(mei, { track: tracks.get('Then wait.')! })).take!.id;
	expect(await soundIn(tokens.get(mei.id)!, 'app', take)).toBeUndefined();
	await withdrawTrack(darcy, { track: tracks.get('Then wait.')! });
	const left = await readingIn(feed, items[0]!.guid);
	expect(left.map(({ title }) => title)).toEqual(['Begin', 'Count the lanterns.']);
	expect((await feedOf(mei)).items[0]!.enclosure.length).toBe(bytesOf(left));
	for (const guess of ['', '.', `${items[0]!.guid}0`, take, document])
		await expect(readingIn(feed, guess)).rejects.toThrow('nothing here');
});

test('who may not see the series makes no feed of it', async () => {
	await expect(createFeed(yaw, { label: 'Phone', series })).rejects.toThrow();
	await expect(createFeed(mei, { label: 'Phone', series, playlist: series })).rejects.toThrow(
		'Choose a playlist or a series'
	);
	expect((await listFeeds(mei, {})).items[0]).toMatchObject({
		series: { id: series, title: 'Calm days' }
	});
});

test('a part of another shape stands alone, as it is', async () => {
	const { blocks } = await getSpoken(darcy, { document });
	const block = blocks.find((one) => one.words === 'Then wait.')!.id;
	const { track } = await beginSpoken(darcy, { document, block });
	const sound = await tone(1, { rate: 48_000 });
	const { recording } = await replaceTrack(darcy, {
		...{ track, reads: 'Then wait.', bytes: sound.length }
	});
	await sendAll(recording, sound);
	wait(61);
	tokens.delete(kofi.id);
	const { feed, items } = await feedOf(kofi);
	expect(items.map(({ duration }) => duration)).toEqual([4, 1]);
	expect(await wholeOf(await readingIn(feed, items[1]!.guid))).toEqual(sound);
});

test('what is read of a text is new for its readers alone, part by part, until they heard it; what is read anew is new again', async () => {
	const unheard = async (who: Actor) =>
		(await listUnheardTexts(who, {})).items.map(({ title, parts }) => [title, parts]);
	const { blocks } = await getSpoken(mei, { document });
	const parts = blocks.flatMap(({ track }) => (track?.take ? [track] : []));
	for (const { id, take } of parts)
		await setPosition(kofi, { track: id, take: take!.number, seconds: 0, heard: true });
	expect(await unheard(mei)).toEqual([['Before you go', parts.length]]);
	expect(await unheard(kofi)).toEqual([]);
	expect(await unheard(yaw)).toEqual([]);
	expect(await unheard(darcy), 'his own voice is no news to him').toEqual([]);
	await read('Then wait.', 1);
	expect(await unheard(kofi)).toEqual([['Before you go', 1]]);
	freezeAt(now().add({ hours: 24 * 61 }));
	expect(await unheard(mei)).toEqual([]);
});

test('the feed of all that is new has what others read aloud lately as one sound, and then what they read anew; never one’s own voice, nor for whoever does not read the text', async () => {
	const feedOf = async (who: Actor) => {
		const { path } = await createFeed(who, { label: 'all' });
		return { path, feed: await feedBy(path.split('/')[2]!, 'app') };
	};
	await read('Begin', 1);
	const { path, feed } = await feedOf(mei);
	expect((await readFeed(feed)).readings, 'more of it may come').toEqual([]);
	await wait(61);
	const [whole, ...more] = (await readFeed(feed)).readings;
	expect(more).toEqual([]);
	expect(whole).toMatchObject({ title: 'Before you go', whole: true });
	expect(whole!.number).toBeUndefined();
	for (const who of [darcy, yaw])
		expect((await readFeed((await feedOf(who)).feed)).readings).toEqual([]);
	await read('Then wait.', 2);
	const then = now();
	await wait(90);
	const { readings, tracks } = await readFeed(feed);
	expect(readings.map(({ whole, parts }) => [whole, parts.length])).toEqual([
		[true, whole!.parts.length],
		[false, 1]
	]);
	expect(readings[1]!.at, 'when it could first be told').toBe(then.add({ minutes: 60 }).toString());
	const base = server.origin + path.replace('/feed.xml', '');
	const words = { title: 'New', about: '', language: 'en', link: base, base };
	const { items } = parseFeed(rssOf({ ...words, tracks, readings, ordered: false }))!;
	expect(items.map(({ title }) => title)).toEqual(['Before you go: what is new', 'Before you go']);
	for (const { enclosure, podcastChapters, podcastTranscripts } of items) {
		const sound = await fetch(enclosure.url);
		expect((await sound.arrayBuffer()).byteLength).toBe(enclosure.length);
		expect((await fetch(podcastChapters!.url)).status).toBe(200);
		expect((await fetch(podcastTranscripts![0]!.url)).status).toBe(200);
	}
	const { path: list } = await createFeed(mei, { label: 'list', playlist: await emptyList(mei) });
	const elsewhere = items[0]!.enclosure.url.replace(path.split('/')[2]!, list.split('/')[2]!);
	expect((await fetch(elsewhere)).status, 'a feed of a playlist opens no reading').toBe(404);
	expect((await fetch(`${base}/not-an-id/a.mp3`)).status).toBe(404);
});

const emptyList = async (who: Actor) =>
	(await createPlaylist(who, { title: 'Empty', audience: 'me' })).id;
