import { parseFeed } from 'podcast-partytime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFeed, listFeeds, revokeFeed } from '#modules/audio/server/feeds.ts';
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
	const guesses = [newToken(), '', '../../files', '\0', 'x'.repeat(5_000), '’ or 1=1 --'];
	const said = new Set<string>();
	for (const token of [ended.token, left.token, ...guesses, live.id])
		for (const path of everything().filter((path) => token !== live.id || path !== 'feed.xml'))
			for (const method of ['GET', 'HEAD']) {
				const answer = await ask(token, path, { method });
				const told = ['cache-control', 'content-type'].map((name) => answer.headers.get(name));
				said.add(`${answer.status} ${told}`);
				if (method === 'GET') expect(await answer.text()).toBe('There is nothing here\n');
			}
	expect([...said]).toEqual(['404 no-store,text/plain']);
	expect((await ask(live.token, 'feed.xml')).status).toBe(200);
});

const basic = (sent: string) => `Basic ${Buffer.from(sent).toString('base64')}`;
const sending = (authorization: string, from = '::1') => ({
	headers: { authorization, 'x-junto-address': from }
});

test('by its id a feed opens for its own token alone, whatever name stands before it, and says then where it is and plays by links that need no password', async () => {
	const { id, token } = await feedOf(mei);
	for (const name of ['junto', '', 'Zoë', '夜', 'x'.repeat(5_000)])
		for (const scheme of ['Basic', 'basic', 'BASIC']) {
			const sent = basic(`${name}:${token}`).replace('Basic', scheme);
			expect((await ask(id, 'feed.xml', sending(sent))).status, name).toBe(200);
		}
	const how = sending(basic(`junto:${token}`));
	const answer = await ask(id, 'feed.xml', how);
	expect(answer.headers.get('vary')).toBe('Authorization');
	expect(answer.headers.get('cache-control')).toBe('private, no-cache');
	const xml = await answer.text();
	expect(xml).toContain(`<atom:link href="${server.origin}/feeds/${id}/feed.xml" rel="self"`);
	const { items, itunesImage } = parseFeed(xml)!;
	expect(itunesImage).toBe(`${server.origin}/feeds/${token}/cover.png`);
	const [{ enclosure, podcastTranscripts }] = items as [(typeof items)[0]];
	for (const { url } of [enclosure, ...podcastTranscripts!]) {
		const played = await fetch(url);
		expect([played.status, (await played.arrayBuffer()).byteLength > 0], url).toEqual([200, true]);
	}
	const head = await ask(id, 'feed.xml', { method: 'HEAD', ...how });
	expect([head.status, await head.text()]).toEqual([200, '']);
	const etag = answer.headers.get('etag')!;
	const again = await ask(id, 'feed.xml', { headers: { ...how.headers, 'if-none-match': etag } });
	expect([again.status, again.headers.get('vary')]).toEqual([304, 'Authorization']);
	const blind = await ask(id, 'feed.xml', { headers: { 'if-none-match': etag } });
	expect(blind.status, 'what is unchanged is told to nobody without the password').toBe(401);
});

test('whatever else is sent, the id of a feed answers as the id of none does, and no feed counts as asked for', async () => {
	const rosa = await person('Rosa');
	const [live, ended, left] = [await feedOf(mei), await feedOf(mei), await feedOf(rosa)];
	const other = await feedOf(darcy);
	await revokeFeed(mei!, { feed: ended.id });
	await depart(liam!, { person: rosa.id });
	const right = basic(`junto:${live.token}`);
	const passwords = [
		...[other.token, ended.token, left.token, newToken(), live.id, `${live.token}x`, '', ':', '\0'],
		...[` ${live.token}`, live.token.toUpperCase(), '’ or 1=1 --', 'ü', 'x'.repeat(7_000)]
	];
	const wrong = [
		...passwords.map((password) => basic(`junto:${password}`)),
		...['', 'Basic', 'Basic =', 'Basic ====', 'Basic %%%', 'Basic \u00ff\u00e4', basic(live.token)],
		...[`Basic ${live.token}`, `Basic junto:${live.token}`, `${right}, x`, right.slice(6)],
		...[`Bearer ${live.token}`, `Digest ${live.token}`, `Basic ${'Zm9v'.repeat(2_500)}`]
	];
	const tries: [id: string, sent: string][] = [
		...[live.id, ended.id, left.id, newId()].flatMap((id) =>
			wrong.map((sent): [string, string] => [id, sent])
		),
		...[ended.id, left.id, other.id, newId()].map((id): [string, string] => [id, right])
	];
	const said = new Set<string>();
	for (const [nth, [id, sent]] of tries.entries())
		for (const method of ['GET', 'HEAD']) {
			const answer = await ask(id, 'feed.xml', { method, ...sending(sent, `address ${nth}`) });
			const headers = Object.fromEntries(answer.headers);
			said.add(JSON.stringify([method, answer.status, await answer.text(), headers]));
		}
	const headers = {
		...{ 'cache-control': 'no-store', 'content-type': 'text/plain', vary: 'Authorization' },
		'www-authenticate': 'Basic realm="Junto", charset="UTF-8"'
	};
	expect([...said].map((each) => JSON.parse(each) as unknown)).toEqual([
		['GET', 401, 'A name and a password are wanted here\n', headers],
		['HEAD', 401, '', headers]
	]);
	for (const who of [mei!, darcy!])
		for (const { id, used } of (await listFeeds(who, {})).items)
			if ([live.id, other.id].includes(id)) expect(used).toBeNull();
	expect((await ask(live.id, 'feed.xml', sending(right))).status).toBe(200);
});

test('whoever guesses passwords without end is told to wait, of any id; who asks without one, from elsewhere, or with the right one from there, is not', async () => {
	const { id, token } = await feedOf(mei);
	const status = async (id: string, sent: string, from: string) =>
		(await ask(id, 'feed.xml', sending(sent, from))).status;
	const guess = (from: string, id = newId()) => status(id, basic(`junto:${newToken()}`), from);
	const told = [];
	for (let i = 0; i < 62; i += 1) told.push(await guess('guesser', i % 2 ? id : newId()));
	expect(told).toEqual([...Array<number>(60).fill(401), 429, 429]);
	for (const one of [id, newId()]) expect(await guess('guesser', one)).toBe(429);
	expect(await status(id, '', 'guesser')).toBe(401);
	expect(await guess('somebody', id)).toBe(401);
	expect(await status(id, basic(`junto:${token}`), 'guesser')).toBe(200);
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
