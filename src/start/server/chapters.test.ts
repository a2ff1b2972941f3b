import { parseFeed } from 'podcast-partytime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chaptersIn, putChapters } from '#modules/audio/server/chapters.ts';
import { createFeed, feedBy, readFeed, revokeFeed } from '#modules/audio/server/feeds.ts';
import { rssOf } from '#modules/audio/server/rss.ts';
import { bringBackTake, listTakes } from '#modules/audio/server/takes.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { getTrack, replaceTrack } from '#modules/audio/server/tracks.ts';
import { find } from '#modules/search/server/find.ts';
import type { Actor } from '#platform/server/door.ts';
import { openUploadServer } from './sending.fixture.ts';
import { record } from './leaks/voices.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let server: Awaited<ReturnType<typeof openUploadServer>>;
let [darcy, mei, kofi] = [] as unknown as [Actor, Actor, Actor];

beforeAll(async () => {
	close = await openTestPlace();
	server = await openUploadServer([]);
	[darcy, mei, kofi] = [await person('Darcy'), await person('Mei'), await person('Kofi')];
});
afterAll(async () => {
	await server.close();
	await close();
});

const chaptersOf = async (who: Actor, track: string) =>
	(await getTrack(who, { track })).take!.chapters;
const two = [
	{ from: 0, title: 'Why we count' },
	{ from: 0.2, title: 'Lanterns & coins' }
];

test('its voice names the chapters of a track; whoever hears it sees and finds them, and they stay with that take', async () => {
	const track = await record(darcy, 'The till', { audience: `people:${mei.id}` });
	await putChapters(darcy, { track, chapters: two.toReversed() });
	expect(await chaptersOf(mei, track)).toEqual(two);
	expect((await find(mei, { q: 'lanterns' })).items.map(({ title }) => title)).toEqual([
		'The till'
	]);
	expect((await find(kofi, { q: 'lanterns' })).items).toEqual([]);
	await expect(putChapters(mei, { track, chapters: [] })).rejects.toThrow('not yours');
	await expect(putChapters(kofi, { track, chapters: [] })).rejects.toThrow('no such track');
	await expect(putChapters.ask(null, { track, chapters: [] })).rejects.toThrow('Sign in');

	const bytes = await tone(1);
	const { recording } = await replaceTrack(darcy, { track, bytes: bytes.length });
	await sendAll(recording, bytes);
	expect(await chaptersOf(mei, track)).toEqual([]);
	const { take } = (await listTakes(darcy, { track })).items[1]!.sound!;
	await bringBackTake(darcy, { track, take });
	expect(await chaptersOf(mei, track)).toEqual(two);
	await putChapters(darcy, { track, chapters: [] });
	expect(await chaptersOf(mei, track)).toEqual([]);
	expect((await find(mei, { q: 'lanterns' })).items).toEqual([]);
});

test('chapters beyond its end, two at one time, or without a title are refused, and those before stay', async () => {
	const track = await record(darcy, 'Short', { audience: 'everyone' });
	await putChapters(darcy, { track, chapters: two });
	const refused = (chapters: typeof two) => expect(putChapters(darcy, { track, chapters })).rejects;
	await refused([{ from: 9, title: 'Late' }]).toThrow('after the end');
	await refused([...two, { from: 0, title: 'Again' }]).toThrow('same time');
	await refused([{ from: 0, title: ' ' }]).toThrow('title');
	await refused([{ from: -1, title: 'Before' }]).toThrow();
	expect(await chaptersOf(mei, track)).toEqual(two);
	const waiting = await replaceTrack(darcy, { track, bytes: 50 });
	expect(waiting.track).toBe(track);
});

test('chapters are written one on each line', () => {
	expect(chaptersIn('0:00 Why\n\n 2:10 – Who asks\r\n1:02:03 Last: the end')).toEqual([
		{ from: 0, title: 'Why' },
		{ from: 130, title: 'Who asks' },
		{ from: 3723, title: 'Last: the end' }
	]);
	expect(chaptersIn(' \n')).toEqual([]);
	expect(() => chaptersIn('0:00 Why\nThen')).toThrow('Line 2');
	expect(() => chaptersIn('0:75 No such second')).toThrow('Line 1');
	expect(() => chaptersIn('2:10')).toThrow('Line 1');
});

test('a podcast app reads them from the feed that holds the track, as long as that is good', async () => {
	const track = await record(darcy, 'With chapters', { audience: 'everyone' });
	await putChapters(darcy, { track, chapters: two });
	const bare = await record(darcy, 'Without', { audience: 'everyone' });
	const { id, path } = await createFeed(mei, { label: 'phone' });
	const base = server.origin + path.replace('/feed.xml', '');
	const feed = await readFeed(await feedBy(path.split('/')[2]!, 'test'));
	const xml = rssOf({
		...{ ...feed, title: 'New', about: '', language: 'en', link: base, base, ordered: false }
	});
	const items = parseFeed(xml)!.items;
	const { podcastChapters } = items.find(({ title }) => title === 'With chapters')!;
	expect(podcastChapters).toEqual({
		url: `${base}/${(await getTrack(mei, { track })).take!.id}/chapters.json`,
		type: 'application/json+chapters'
	});
	expect(items.find(({ title }) => title === 'Without')!.podcastChapters).toBeUndefined();
	const answer = await fetch(podcastChapters!.url);
	expect(answer.headers.get('content-type')).toBe('application/json+chapters');
	expect(await answer.json()).toEqual({
		version: '1.2.0',
		chapters: two.map(({ from: startTime, title }) => ({ startTime, title }))
	});
	const { take } = await getTrack(mei, { track: bare });
	expect((await fetch(`${base}/${take!.id}/chapters.json`)).status).toBe(404);
	await revokeFeed(mei, { feed: id });
	expect((await fetch(podcastChapters!.url)).status).toBe(404);
});
