import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	createLink,
	forgetLinks,
	linkBy,
	listLinks,
	readLink,
	revokeLink
} from '#modules/audio/server/links.ts';
import {
	addTrack,
	changePlaylist,
	createPlaylist,
	withdrawPlaylist
} from '#modules/audio/server/playlists.ts';
import { beginSpoken, getSpoken } from '#modules/audio/server/spoken.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import {
	getTrack,
	replaceTrack,
	restoreTrack,
	withdrawTrack
} from '#modules/audio/server/tracks.ts';
import { putTranscript } from '#modules/audio/server/transcripts.ts';
import { comeBack, depart } from '#modules/people/server/departing.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { NotFound } from '#platform/errors.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId, newToken } from '#platform/server/ids.ts';
import { record } from './leaks/voices.ts';
import { openUploadServer } from './sending.fixture.ts';
import { hearersOfTrack } from '#modules/audio/server/hearers.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let server: Awaited<ReturnType<typeof openUploadServer>>;
let [darcy, mei, siti, liam] = [] as unknown as [Actor, Actor, Actor, Actor];
const closes = '2027-01-25';

beforeAll(async () => {
	close = await openTestPlace();
	server = await openUploadServer([]);
	liam = await person('Liam', { steward: true });
	darcy = await person('Darcy', { zone: 'Europe/Berlin' });
	[mei, siti] = [await person('Mei'), await person('Siti')];
});
afterAll(async () => {
	await server.close();
	await close();
});

const say = (who: Actor, title: string, audience = 'me', playlist?: string) =>
	record(who, title, { audience, playlist });
const takeOf = async (who: Actor, track: string) => (await getTrack(who, { track })).take!.id;
const tokenIn = ({ path }: { path: string }) => path.split('/')[2]!;

/** What a link lets be heard, or null once it opens nothing. */
async function heard(token: string): Promise<string[] | null> {
	const link = await linkBy(token, '::1').catch((error: unknown) => {
		if (error instanceof NotFound) return null;
		throw error;
	});
	return link && (await readLink(link)).tracks.map(({ title }) => title);
}

async function ask(token: string, path: string, how: RequestInit = {}) {
	const answer = await fetch(`${server.origin}/listen/${encodeURIComponent(token)}/${path}`, how);
	return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

test('whoever has the link hears a track that Darcy keeps for himself, until the last day of his is over, and nobody here hears more by it', async () => {
	const track = await say(darcy, 'How I hand over');
	await putTranscript(darcy, { track, text: 'WEBVTT\n\n00:00.000 --> 00:00.200\nAsk twice' });
	const { path, id } = await createLink(darcy, { track, closes });
	const link = await linkBy(tokenIn({ path }), '::1');
	const [shared] = (await readLink(link)).tracks;
	expect([shared!.title, shared!.cues[0]!.text]).toEqual(['How I hand over', 'Ask twice']);
	const take = await takeOf(darcy, track);
	const part = await ask(tokenIn({ path }), take, { headers: { range: 'bytes=0-9' } });
	expect([part.status, part.text.length > 0]).toEqual([206, true]);
	expect(part.headers.get('cache-control')).toContain('no-cache');
	expect(part.headers.get('content-disposition')).toBe('attachment');
	expect((await ask(tokenIn({ path }), `${take}/captions.vtt`)).text).toContain('Ask twice');
	await expect(getTrack(mei, { track })).rejects.toThrow('no such track');
	expect((await listLinks(darcy, { track })).items).toEqual([
		{
			...{ id, closes, at: now().toString({ smallestUnit: 'millisecond' }) },
			...{ of: { kind: 'track', id: track, title: 'How I hand over' }, tracks: 1 },
			heard: now().toString({ smallestUnit: 'millisecond' })
		}
	]);
	expect((await listLinks(mei, {})).items).toEqual([]);

	freezeAt(Temporal.Instant.from('2027-01-25T22:59:59Z'));
	expect(await heard(tokenIn({ path }))).toEqual(['How I hand over']);
	freezeAt(Temporal.Instant.from('2027-01-25T23:00:00Z'));
	expect(await heard(tokenIn({ path }))).toBeNull();
	expect((await ask(tokenIn({ path }), take)).status).toBe(404);
	expect((await listLinks(darcy, {})).items).toEqual([]);
	expect([await forgetLinks(now()), await forgetLinks(now())]).toEqual([1, 0]);
	freezeAt(Temporal.Instant.from('2027-01-18T12:00:00Z'));
});

test('what was withdrawn is silent at once, and what was ended, guessed, or made by somebody who left is told apart by nobody', async () => {
	const track = await say(darcy, 'Closing up');
	const take = await takeOf(darcy, track);
	const link = tokenIn(await createLink(darcy, { track, closes }));
	await withdrawTrack(darcy, { track });
	expect(await heard(link)).toEqual([]);
	expect((await ask(link, take)).status).toBe(404);
	await restoreTrack(darcy, { track });
	expect(await heard(link)).toEqual(['Closing up']);

	const ended = await createLink(darcy, { track, closes });
	await expect(revokeLink(mei, { link: ended.id })).rejects.toThrow('no such link');
	await revokeLink(darcy, { link: ended.id });
	const ofSiti = await say(siti, 'Of Siti');
	const left = tokenIn(await createLink(siti, { track: ofSiti, closes }));
	await depart(liam, { person: siti.id });
	const said = new Set<string>();
	for (const token of [tokenIn(ended), left, newToken(), '\0', 'x'.repeat(5_000), '’ or 1=1 --'])
		for (const path of [take, `${take}/captions.vtt`, newId(), '-'.repeat(36)]) {
			const { status, text } = await ask(token, path);
			said.add(`${status} ${text}`);
			expect(await heard(token)).toBeNull();
		}
	for (const path of [await takeOf(darcy, await say(darcy, 'Another')), newId(), '-'.repeat(36)]) {
		const { status, text } = await ask(link, path);
		said.add(`${status} ${text}`);
	}
	expect([...said]).toEqual(['404 There is nothing here\n']);
	expect((await ask(link, take, { method: 'HEAD' })).status).toBe(200);
});

test('a link to a playlist holds what its owner said in it, and nothing of what others said', async () => {
	const { id: playlist } = await createPlaylist(darcy, { title: 'Both', audience: 'everyone' });
	await say(darcy, 'First', 'everyone', playlist);
	const hers = await say(mei, 'Hers', 'everyone');
	await addTrack(darcy, { playlist, track: hers });
	await say(darcy, 'Last', 'everyone', playlist);
	const link = tokenIn(await createLink(darcy, { playlist, closes }));
	expect(await heard(link)).toEqual(['First', 'Last']);
	expect((await ask(link, await takeOf(mei, hers))).status).toBe(404);
	await say(darcy, 'Later', 'everyone', playlist);
	expect(await heard(link), 'nobody heard that again before it was shared').toEqual([
		'First',
		'Last'
	]);
	expect((await listLinks(darcy, { playlist })).items[0]!.tracks).toBe(2);
	await withdrawPlaylist(darcy, { playlist });
	expect(await heard(link)).toEqual([]);
});

test('of a playlist he shares by a link what he chooses, and nothing that is another’s or in no such list', async () => {
	const { id: playlist } = await createPlaylist(darcy, { title: 'Some', audience: 'everyone' });
	const one = await say(darcy, 'One', 'everyone', playlist);
	await say(darcy, 'Two', 'everyone', playlist);
	const hers = await say(mei, 'Of Mei', 'everyone');
	await addTrack(darcy, { playlist, track: hers });
	const link = tokenIn(await createLink(darcy, { playlist, closes, tracks: [one, one] }));
	expect(await heard(link)).toEqual(['One']);
	expect((await hearersOfTrack(darcy, { track: one })).linked).toBe(closes);
	const elsewhere = await say(darcy, 'Elsewhere');
	for (const track of [elsewhere, newId()])
		await expect(createLink(darcy, { playlist, closes, tracks: [one, track] })).rejects.toThrow();
	await expect(createLink(darcy, { playlist, closes, tracks: [hers] })).rejects.toThrow();
	await expect(createLink(darcy, { playlist, closes, tracks: [] })).rejects.toThrow('Choose');
});

test('before Darcy records anew he is told until when whoever has a link of his hears it, and nobody else is', async () => {
	const { id: playlist } = await createPlaylist(darcy, { title: 'Shared', audience: 'everyone' });
	const track = await say(darcy, 'In a list', 'me', playlist);
	const linked = async () => (await hearersOfTrack(darcy, { track })).linked;
	expect(await linked()).toBeNull();
	const whole = await createLink(darcy, { playlist, closes });
	expect(await linked()).toBe(closes);
	const longer = await createLink(darcy, { track, closes: '2027-01-28' });
	expect(await linked()).toBe('2027-01-28');
	await revokeLink(darcy, { link: longer.id });
	expect(await linked()).toBe(closes);
	await revokeLink(darcy, { link: whole.id });
	expect(await linked()).toBeNull();
});

test('what is recorded anew is heard instead of what was, and who gets the playlist of somebody who left says nothing by their link', async () => {
	const ama = await person('Ama');
	const { id: playlist } = await createPlaylist(ama, { title: 'Knots', audience: 'everyone' });
	const track = await say(ama, 'Bowline', 'everyone', playlist);
	const link = tokenIn(await createLink(ama, { playlist, closes }));
	const first = await takeOf(ama, track);
	const sound = await tone(0.4);
	const { recording } = await replaceTrack(ama, { track, bytes: sound.length });
	await sendAll(recording, sound);
	expect((await ask(link, first)).status).toBe(404);
	expect((await ask(link, `${first}/captions.vtt`)).status).toBe(404);
	expect((await ask(link, await takeOf(ama, track))).status).toBe(200);
	await depart(liam, { person: ama.id, to: darcy.id });
	await changePlaylist(darcy, { playlist, title: 'Of Darcy', about: 'His words' });
	await comeBack(liam, { person: ama.id });
	const { title, about, tracks } = await readLink(await linkBy(link, '::1'));
	expect([title, about, tracks]).toEqual([null, '', []]);
});

test('what is part of a text, or read aloud of one, is shared by no link', async () => {
	const { id: series, parts } = await createSeries(darcy, {
		...{ title: 'Calm days', audience: 'everyone', expectation: { level: 'offered' } },
		parts: [{ title: 'One', opens: '2027-01-18', closes: '2027-01-31', markdown: 'Count them.' }]
	});
	await publishSeries(darcy, { series });
	const document = parts[0]!.training;
	const { blocks } = await getSpoken(darcy, { document });
	const { track: read } = await beginSpoken(darcy, { document, block: blocks[0]!.id });
	const bytes = await tone(0.3);
	const { recording } = await replaceTrack(darcy, {
		...{ track: read, reads: blocks[0]!.words, bytes: bytes.length }
	});
	await sendAll(recording, bytes);
	const said = await record(darcy, 'Said for a text', { said: true });
	for (const track of [read, said])
		await expect(createLink(darcy, { track, closes })).rejects.toThrow('no part of a text');
	const { id: playlist } = await createPlaylist(darcy, { title: 'All', audience: 'me' });
	for (const track of [read, said, await say(darcy, 'By itself')])
		await addTrack(darcy, { playlist, track });
	expect(await heard(tokenIn(await createLink(darcy, { playlist, closes })))).toEqual([
		'By itself'
	]);
});

test('a link is made by the voice alone, of what is there, for a day that comes', async () => {
	const track = await say(darcy, 'Mine', 'everyone');
	const { id: playlist } = await createPlaylist(darcy, { title: 'Empty', audience: 'everyone' });
	await expect(createLink(mei, { track, closes })).rejects.toThrow('not yours');
	await expect(createLink(mei, { playlist, closes })).rejects.toThrow('not yours');
	await expect(createLink.ask(null, { track, closes })).rejects.toThrow('Sign in first');
	await expect(createLink(darcy, { playlist, closes })).rejects.toThrow('nothing such');
	for (const day of ['2027-01-17', '2029-01-01', 'tomorrow'])
		await expect(createLink(darcy, { track, closes: day })).rejects.toThrow('closes');
	await expect(createLink(darcy, { closes })).rejects.toThrow('track');
	await expect(createLink(darcy, { track, playlist, closes })).rejects.toThrow('track');
});
