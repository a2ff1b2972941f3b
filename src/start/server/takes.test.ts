import { afterAll, beforeAll, expect, test } from 'vitest';
import { setPosition } from '#modules/audio/server/listening.ts';
import {
	addTrack,
	createPlaylist,
	listPlaylists,
	withdrawPlaylist
} from '#modules/audio/server/playlists.ts';
import { beginSpoken, getSpoken } from '#modules/audio/server/spoken.ts';
import { bringBackTake, listTakes } from '#modules/audio/server/takes.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { listsWith, listTracks } from '#modules/audio/server/track-list.ts';
import { getTrack, replaceTrack, withdrawTrack } from '#modules/audio/server/tracks.ts';
import { getTranscript, putTranscript } from '#modules/audio/server/transcripts.ts';
import { getFile } from '#modules/documents/server/files.ts';
import { depart } from '#modules/people/server/departing.ts';
import { erasePerson } from '#modules/people/server/erasing.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { find } from '#modules/search/server/find.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import type { Actor } from '#platform/server/door.ts';
import { record } from './leaks/voices.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let [darcy, mei, kofi, siti] = [] as unknown as [Actor, Actor, Actor, Actor];

beforeAll(async () => {
	close = await openTestPlace();
	siti = await person('Siti', { steward: true });
	[darcy, mei, kofi] = [await person('Darcy'), await person('Mei Ōe'), await person('Kofi')];
});
afterAll(() => close());

/** Says a track of somebody's anew, so long. */
async function again(who: Actor, track: string, more: { words?: string; reads?: string } = {}) {
	const bytes = await tone(1.5);
	const { recording } = await replaceTrack(who, { track, bytes: bytes.length, ...more });
	await sendAll(recording, bytes);
}
const takesOf = (who: Actor, track: string) => listTakes(who, { track });
const titles = async (who: Actor, input: Parameters<typeof listTracks>[1]) =>
	(await listTracks(who, input)).items.map(({ title }) => title).toSorted();

test('what was said before is brought back by its voice, with its words; whoever heard the take between has it new', async () => {
	const track = await record(darcy, 'Counting the till', { audience: 'everyone' });
	await putTranscript(darcy, { track, text: 'Begin with the coins.' });
	await again(darcy, track, { words: 'With notes first' });
	await putTranscript(darcy, { track, text: 'Begin with the notes.' });
	await setPosition(mei, { track, take: 2, seconds: 1, heard: true });

	const [later, first] = (await takesOf(darcy, track)).items;
	expect([later!.number, later!.words, first!.number]).toEqual([2, 'With notes first', 1]);
	expect(later!.seconds).toBeGreaterThan(first!.seconds);
	expect(
		await bringBackTake(darcy, { track, take: first!.sound!.take, words: 'As in May' })
	).toEqual({
		number: 3
	});

	const { take, mine } = await getTrack(mei, { track });
	expect(take).toMatchObject({ number: 3, words: 'As in May', src: first!.sound!.src });
	expect(take!.seconds).toBe(first!.seconds);
	expect(mine!.take).toBe(2);
	expect((await getTranscript(mei, { track })).transcript!.text).toBe('Begin with the coins.');
	expect((await find(mei, { q: 'coins' })).items.map(({ title }) => title)).toEqual([
		'Counting the till'
	]);
	expect((await find(mei, { q: 'notes' })).items).toEqual([]);
	await expect(bringBackTake(darcy, { track, take: take!.id })).rejects.toThrow(
		'the take that is heard'
	);
	await expect(
		bringBackTake(darcy, { track, take: first!.sound!.take }),
		'a second tap'
	).rejects.toThrow('the take that is heard');
	expect((await takesOf(darcy, track)).items.map(({ number }) => number)).toEqual([3, 2, 1]);
});

test('whoever listens learns when a track was said anew, and hears none but the latest; a stranger to it learns nothing', async () => {
	const track = await record(darcy, 'A slip of mine', { audience: `people:${mei.id}` });
	await again(darcy, track);
	const own = await takesOf(darcy, track);
	expect(own.may.bringBack).toBe(true);
	expect(own.items.every(({ sound }) => sound?.src.startsWith('/files/'))).toBe(true);
	const { items, may } = await takesOf(mei, track);
	expect(items.map(({ number, sound }) => [number, sound !== null])).toEqual([
		[2, true],
		[1, false]
	]);
	expect(may.bringBack).toBe(false);
	const { take } = own.items[1]!.sound!;
	await expect(bringBackTake(mei, { track, take })).rejects.toThrow();
	await expect(bringBackTake(kofi, { track, take })).rejects.toThrow('no such track');
	await expect(takesOf(kofi, track)).rejects.toThrow('no such track');
	const other = await record(darcy, 'Another', { audience: 'everyone' });
	await expect(bringBackTake(darcy, { track: other, take })).rejects.toThrow('no such take');
});

test('a block of a text whose earlier reading comes back is stale again where its words were others', async () => {
	const { id: series, parts } = await createSeries(darcy, {
		title: 'Nights',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'Rest', markdown: 'Sleep first.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	await publishSeries(darcy, { series });
	const document = parts[0]!.training;
	const blocks = async () => (await getSpoken(mei, { document })).blocks;
	const { id: block } = (await blocks()).find(({ words }) => words === 'Sleep first.')!;
	const { track } = await beginSpoken(darcy, { document, block });
	await again(darcy, track, { reads: 'Sleep last.' });
	await again(darcy, track, { reads: 'Sleep first.' });
	const stale = async () => (await blocks()).find(({ id }) => id === block)!.stale;
	expect(await stale()).toBe(false);
	const earlier = (await takesOf(darcy, track)).items[1]!.sound!;
	await bringBackTake(darcy, { track, take: earlier.take });
	expect(await stale()).toBe(true);
	expect(await titles(mei, { q: 'Sleep' })).toEqual([]);
});

test('my own tracks are listed with those that wait or are withdrawn; of others I find what I may hear, by title and by voice', async () => {
	const { id: circle } = await createCircle(mei, { name: 'Quay', joining: 'closed', members: [] });
	await record(mei, 'Tide tables', { audience: 'everyone' });
	await record(mei, 'Quay gossip', { audience: `circle:${circle}` });
	const gone = await record(mei, 'Old tides', { audience: 'everyone' });
	await withdrawTrack(mei, { track: gone });
	await record(mei, 'Part of a comment', { said: true });
	expect(await titles(mei, { mine: true })).toEqual(['Old tides', 'Quay gossip', 'Tide tables']);
	expect(await titles(mei, { q: 'tide' })).toEqual(['Tide tables']);
	expect(await titles(kofi, { q: 'oe' })).toEqual(['Tide tables']);
	expect(await titles(kofi, { q: '100%' })).toEqual([]);
	expect(await titles(kofi, { mine: true })).toEqual([]);
});

test('a playlist is found by what is heard in it and by whose voice; where a track is, those learn who see the list', async () => {
	const tide = (await listTracks(kofi, { q: 'tide tables' })).items[0]!.id;
	const gossip = (await listTracks(mei, { q: 'gossip' })).items[0]!.id;
	const { id: open } = await createPlaylist(mei, { title: 'By the sea', audience: 'everyone' });
	const { id: own } = await createPlaylist(kofi, { title: 'For me', audience: 'me' });
	for (const track of [tide, gossip]) await addTrack(mei, { playlist: open, track });
	await addTrack(kofi, { playlist: own, track: tide });
	const lists = async (who: Actor, q: string) =>
		(await listPlaylists(who, { q })).items.map(({ title }) => title).toSorted();
	expect(await lists(kofi, 'tide')).toEqual(['By the sea', 'For me']);
	expect(await lists(darcy, 'Mei')).toEqual(['By the sea']);
	expect(await lists(mei, 'gossip')).toEqual(['By the sea']);
	expect(await lists(kofi, 'gossip')).toEqual([]);
	const holding = async (who: Actor) =>
		(await listsWith(who, { track: tide })).items.map(({ title }) => title).toSorted();
	expect(await holding(kofi)).toEqual(['By the sea', 'For me']);
	expect(await holding(darcy)).toEqual(['By the sea']);
	await expect(listsWith(kofi, { track: gossip })).rejects.toThrow('no such track');
	await withdrawPlaylist(mei, { playlist: open });
	expect(await holding(mei)).toEqual([]);
});

test('a voice that is erased takes along what it brought back, and its one file', async () => {
	const track = await record(kofi, 'Twice the same', { audience: 'everyone' });
	await again(kofi, track);
	const { take, src } = (await takesOf(kofi, track)).items[1]!.sound!;
	await bringBackTake(kofi, { track, take });
	await depart(siti, { person: kofi.id });
	const wishes = { submissions: 'stay', comments: 'stay', pages: 'stay' } as const;
	await erasePerson(siti, { person: kofi.id, ...wishes });
	await expect(getTrack(mei, { track })).rejects.toThrow('no such track');
	await expect(getFile(mei, { file: src.split('/').at(-1)! })).rejects.toThrow();
});
