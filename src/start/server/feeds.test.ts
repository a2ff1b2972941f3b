import { parseFeed } from 'podcast-partytime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	createFeed,
	feedBy,
	listFeeds,
	readFeed,
	revokeFeed,
	soundIn
} from '#modules/audio/server/feeds.ts';
import { addTrack, createPlaylist, outlinePlaylist } from '#modules/audio/server/playlists.ts';
import { rssOf } from '#modules/audio/server/rss.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { createTrack, getTrack, withdrawTrack } from '#modules/audio/server/tracks.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { countingQueries } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { record } from './leaks/voices.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let kofi: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	[darcy, mei, kofi] = [await person('Darcy'), await person('Mei'), await person('Kofi')];
});
afterAll(() => close());

const tokenIn = (path: string) => path.split('/')[2]!;
const read = async (token: string) => {
	const feed = await feedBy(token, 'AntennaPod/3.4');
	const { title, ...rest } = await readFeed(feed);
	const base = `https://junto.test/feeds/${token}`;
	const xml = rssOf({
		...rest,
		...{ title: title ?? 'New', language: 'en', link: 'https://junto.test', base, ordered: false }
	});
	return parseFeed(xml)!;
};

test('a private feed of all that is new is read by another’s reader, with right lengths, types and durations', async () => {
	const sent = await tone(2);
	const title = 'A & B: "three" <things>';
	const { track, recording } = await createTrack(darcy, {
		...{ title, audience: 'everyone', bytes: sent.length }
	});
	await sendAll(recording, sent);
	const { path } = await createFeed(mei, { label: 'My phone' });
	const { items } = await read(tokenIn(path));
	const item = items.find(({ title }) => title?.includes('three'))!;
	expect(item.title).toBe(title);
	expect(item.duration).toBe(2);
	const { take } = await getTrack(mei, { track });
	const { result, statements } = await countingQueries(() =>
		soundIn(tokenIn(path), 'AntennaPod/3.4', item.guid)
	);
	const sound = result!;
	expect(statements.map((each) => /sound_in_feed|may_try/.exec(each)?.[0])).toEqual([
		'sound_in_feed',
		'may_try'
	]);
	const used = async () => (await listFeeds(mei, {})).items[0]!.used!.at;
	const before = await used();
	freezeAt(now().add({ minutes: 2 }));
	await soundIn(tokenIn(path), 'AntennaPod/3.4', item.guid);
	expect(await used()).not.toBe(before);
	await soundIn(tokenIn(path), '', item.guid);
	expect(item.enclosure).toMatchObject({ type: 'audio/mpeg', length: sound.bytes });
	const name = `A-B-three-things-${sound.id.slice(-6)}.mp3`;
	expect(item.enclosure.url).toBe(`https://junto.test/feeds/${tokenIn(path)}/${sound.id}/${name}`);
	expect(take!.src).toContain(sound.id);
	expect(items.every(({ title }) => !title?.includes('crew'))).toBe(true);
	const [mine] = (await listFeeds(mei, {})).items;
	expect(mine).toMatchObject({ label: 'My phone', used: { agent: '' } });
	expect((await listFeeds(kofi, {})).items).toEqual([]);
});

test('a private feed of a playlist opens its tracks and no other', async () => {
	const [inside, outside] = [
		await record(darcy, 'Inside', { audience: 'everyone' }),
		await record(darcy, 'Outside', { audience: 'everyone' })
	];
	const { id: playlist } = await createPlaylist(darcy, { title: 'List', audience: 'everyone' });
	await addTrack(darcy, { playlist, track: inside });
	const { path } = await createFeed(mei, { label: 'Car', playlist });
	const { items } = await read(tokenIn(path));
	expect(items.map(({ title }) => title)).toEqual(['Inside']);
	const idOf = async (track: string) =>
		(await getTrack(mei, { track })).take!.src.split('/').at(-1)!;
	const sound = async (track: string) => soundIn(tokenIn(path), '', await idOf(track));
	expect(await sound(inside)).toMatchObject({ type: 'audio/mpeg', reader: mei.id });
	expect(await sound(outside)).toBeUndefined();
	const take = await idOf(inside);
	await withdrawTrack(darcy, { track: inside });
	expect((await read(tokenIn(path))).items ?? []).toEqual([]);
	expect(await soundIn(tokenIn(path), '', take)).toBeUndefined();
});

test('a private feed of a playlist of one’s own is told nothing of what is still to be said', async () => {
	const { id: playlist } = await createPlaylist(darcy, { title: 'Mine', audience: 'everyone' });
	await outlinePlaylist(darcy, { playlist, titles: ['To be said later'] });
	await addTrack(darcy, { playlist, track: await record(darcy, 'Said', { audience: 'everyone' }) });
	const { path } = await createFeed(darcy, { label: 'Mine', playlist });
	const { tracks } = await readFeed(await feedBy(tokenIn(path), ''));
	expect(tracks.map(({ title }) => title)).toEqual(['Said']);
});

test('a private feed ends at once, and opens for no guess', async () => {
	const { id, path } = await createFeed(mei, { label: 'Lost phone' });
	await expect(revokeFeed(kofi, { feed: id })).rejects.toThrow('no such feed');
	await revokeFeed(mei, { feed: id });
	await expect(feedBy(tokenIn(path), '')).rejects.toThrow('nothing here');
	await expect(feedBy('guess', '')).rejects.toThrow('nothing here');
});
