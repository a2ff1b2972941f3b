import { parseFeed } from 'podcast-partytime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFeed, revokeFeed } from '#modules/audio/server/feeds.ts';
import { getTrack, withdrawTrack } from '#modules/audio/server/tracks.ts';
import { putTranscript } from '#modules/audio/server/transcripts.ts';
import { depart } from '#modules/people/server/departing.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId, newToken } from '#platform/server/ids.ts';
import * as feeds from '#routes/feeds/[token]/feed.xml/+server.ts';
import { record } from './leaks/voices.ts';
import { openUploadServer } from './sending.fixture.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let server: Awaited<ReturnType<typeof openUploadServer>>;
let [darcy, mei, siti, liam] = [] as unknown as Actor[];
let take: string;

beforeAll(async () => {
	close = await openTestPlace();
	server = await openUploadServer([]);
	liam = await person('Liam', { steward: true });
	[darcy, mei, siti] = [await person('Darcy'), await person('Mei'), await person('Siti')];
	const track = await record(darcy!, 'Closing up', { audience: 'everyone' });
	await putTranscript(darcy!, { track, text: 'Count the lanterns' });
	take = (await getTrack(mei!, { track })).take!.id;
});
afterAll(async () => {
	await server.close();
	await close();
});

/** An app asks below `/feeds/`, as the network brings it. */
async function ask(token: string, path: string, how: RequestInit = {}): Promise<Response> {
	const url = new URL(`${server.origin}/feeds/${encodeURIComponent(token)}/${path}`);
	const headers = { 'user-agent': 'AntennaPod/3.4', ...how.headers };
	if (path !== 'feed.xml') return fetch(url, { ...how, headers });
	const request = new Request(url, { ...how, headers });
	const event = { request, url, params: { token } };
	return (request.method === 'HEAD' ? feeds.HEAD : feeds.GET)(event as never);
}

const feedOf = async (who: Actor | undefined) => {
	const { id, path } = await createFeed(who!, { label: 'phone' });
	return { id, token: path.split('/')[2]! };
};
const sound = () => `${take}/Closing-up.mp3`;
const everything = () => ['feed.xml', sound(), `${take}/transcript.txt`, `${take}/transcript.vtt`];

test('a token that was guessed, ended, or is of somebody who left opens nothing, and each is told the same', async () => {
	const [live, ended, left] = [await feedOf(mei), await feedOf(mei), await feedOf(siti)];
	for (const path of everything())
		for (const { token } of [live, ended, left])
			expect((await ask(token, path)).status, path).toBe(200);
	await revokeFeed(mei!, { feed: ended.id });
	await depart(liam!, { person: siti!.id });
	const guesses = [newToken(), '', '../../files', '\0', 'x'.repeat(5_000), '’ or 1=1 --', live.id];
	const said = new Set<string>();
	for (const token of [ended.token, left.token, ...guesses])
		for (const path of everything())
			for (const method of ['GET', 'HEAD']) {
				const answer = await ask(token, path, { method });
				const told = ['cache-control', 'content-type'].map((name) => answer.headers.get(name));
				said.add(`${answer.status} ${told}`);
				if (method === 'GET') expect(await answer.text()).toBe('There is nothing here\n');
			}
	expect([...said]).toEqual(['404 no-store,text/plain']);
	expect((await ask(live.token, 'feed.xml')).status).toBe(200);
});

test('with a feed of one’s own nothing is heard but what it holds, whatever is asked for', async () => {
	const { token } = await feedOf(mei);
	const secret = await record(darcy!, 'For himself', { audience: 'me' });
	const gone = await record(darcy!, 'Withdrawn', { audience: 'everyone' });
	const takeOf = async (track: string) => (await getTrack(darcy!, { track })).take!.id;
	const takes = [await takeOf(secret), await takeOf(gone), newId(), 'x', '%00', `${take}x`];
	await withdrawTrack(darcy!, { track: gone });
	for (const one of takes)
		for (const name of ['a.mp3', 'transcript.txt']) {
			const answer = await ask(token, `${one}/${name}`);
			expect([answer.status, await answer.text()], one).toEqual([404, 'There is nothing here\n']);
		}
	const { items } = parseFeed(await (await ask(token, 'feed.xml')).text())!;
	expect(items.map(({ title }) => title)).toEqual(['Closing up']);
});

test('a part of a sound is that part, however oddly it is asked for', async () => {
	const { token } = await feedOf(mei);
	const whole = Buffer.from(await (await ask(token, sound())).arrayBuffer());
	const size = whole.length;
	const part = async (range: string, method = 'GET') => {
		const answer = await ask(token, sound(), { method, headers: { range } });
		const bytes = Buffer.from(await answer.arrayBuffer());
		return {
			status: answer.status,
			bytes,
			said: answer.headers.get('content-range'),
			headers: answer.headers
		};
	};
	const huge = '9'.repeat(30);
	const good: [range: string, from: number, to: number][] = [
		['bytes=0-0', 0, 0],
		['bytes=100-', 100, size - 1],
		[`bytes=100-${huge}`, 100, size - 1],
		['bytes=-1', size - 1, size - 1],
		[`bytes=-${huge}`, 0, size - 1],
		[`bytes=${size - 1}-${size}`, size - 1, size - 1]
	];
	for (const [range, from, to] of good) {
		const { status, said, bytes, headers } = await part(range);
		expect([status, said], range).toEqual([206, `bytes ${from}-${to}/${size}`]);
		expect(headers.get('content-length'), range).toBe(String(to - from + 1));
		expect(bytes.equals(whole.subarray(from, to + 1)), range).toBe(true);
	}
	for (const range of [`bytes=${size}-`, `bytes=${huge}-`, `bytes=${huge}-${huge}`, 'bytes=-0']) {
		const { status, said, bytes } = await part(range);
		expect([status, said, bytes.length], range).toEqual([416, `bytes */${size}`, 0]);
	}
	const odd = ['bytes=-5-10', 'bytes=5--10', 'bytes=9-3', 'bytes=0-10,5-20', 'bytes=', 'bytes=a-b'];
	for (const range of [...odd, 'bytes=0-1,1-2,'.repeat(500), 'seconds=1-2', '-', 'bytes=1.5-2'])
		expect([(await part(range)).status, (await part(range)).bytes.equals(whole)], range).toEqual([
			200,
			true
		]);
	const head = await part('bytes=10-19', 'HEAD');
	expect([head.status, head.said, head.bytes.length]).toEqual([206, `bytes 10-19/${size}`, 0]);
	const all = await ask(token, sound(), { method: 'HEAD' });
	expect([all.status, all.headers.get('content-length'), await all.text()]).toEqual([
		200,
		String(size),
		''
	]);
	const rss = await ask(token, 'feed.xml', { method: 'HEAD' });
	expect([rss.status, rss.headers.get('content-type'), await rss.text()]).toEqual([
		200,
		'application/rss+xml; charset=utf-8',
		''
	]);
});

test('an app that asks for Mei’s feed a thousand times in a minute is told to wait; Darcy’s goes on, and so does hers later', async () => {
	const moment = now();
	const [greedy, calm] = [await feedOf(mei), await feedOf(darcy)];
	const told = new Map<number, number>();
	for (let i = 0; i < 1_000; i += 1) {
		const { status, headers } = await ask(greedy.token, i % 3 ? sound() : 'feed.xml', {
			method: 'HEAD'
		});
		told.set(status, (told.get(status) ?? 0) + 1);
		if (status === 429) expect(headers.get('retry-after')).toBe('60');
		if (i % 100 === 0) expect((await ask(calm.token, 'feed.xml')).status).toBe(200);
	}
	expect([...told]).toEqual([
		[200, 300],
		[429, 700]
	]);
	const refused = await ask(greedy.token, 'feed.xml');
	expect(await refused.text()).toContain('Too many tries. Wait');
	expect((await ask((await feedOf(mei)).token, 'feed.xml')).status).toBe(200);
	freezeAt(moment.add({ seconds: 61 }));
	expect((await ask(greedy.token, 'feed.xml')).status).toBe(200);
	freezeAt(moment);
});
