import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createFeed } from '#modules/audio/server/feeds.ts';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { keepBytes, openStorage } from '#platform/server/storage/bytes.ts';
import { addFile } from '#platform/server/storage/files.ts';
import { serve } from './child.ts';
import { idOf } from './generate.ts';
import { load } from './load.ts';
import { pick, seeded, words } from './words.ts';

/** What somebody listens to: an hour at one address by their token, and by that of a feed with five hundred items. */
export type Spoken = { file: string; bytes: number; feed: string; enclosure: string };

const listeners = 200;
const items = 500;

/** Has voices say an hour five hundred times, for whom nobody needs to be told, into the place whose data lies in `data`; the last of them is there to be heard. */
export async function speak(reader: Actor, data: string, seed: number): Promise<Spoken> {
	const random = seeded(seed);
	const at = now().toString({ smallestUnit: 'millisecond' });
	const tenSeconds = Buffer.from(await tone(10));
	const hour = Buffer.concat(Array.from({ length: 360 }, () => tenSeconds));
	const bytes = hour.length;
	await openStorage({ folder: join(data, 'files') });
	const ids = Array.from({ length: items }, (_, i) => idOf('take', i));
	await asSystem('setting up the place', async (tx) => {
		for (const [i, id] of ids.entries()) {
			const track = idOf('track', i);
			const voice = idOf('person', 2 + (i % 40));
			const title = words(random, 5);
			const name = `${title}.mp3`;
			const file = { id, name, type: 'audio/mpeg', bytes, width: null, height: null, variants: [] };
			await tx
				.insertInto('track')
				.values({ id: track, voice_id: voice, title, audience_id: EVERYONE, at })
				.execute();
			await tx
				.insertInto('recording')
				.values({ id, track_id: track, person_id: voice, name, bytes, at })
				.execute();
			await addFile(tx, file, voice, at);
			await tx
				.insertInto('take')
				.values({ id, track_id: track, number: 1, file_id: id, seconds: 3600, at })
				.execute();
		}
		await sql`analyze track, take, file`.execute(tx);
	});
	const last = ids.at(-1)!;
	await keepBytes(last, 'whole', hour);
	const { path } = await createFeed(reader, { label: 'bench' });
	const enclosure = path.replace('feed.xml', `${last}/hour.mp3`);
	return { file: `/files/${last}`, bytes, feed: path, enclosure };
}

type Measuring = { seed: number; seconds: number; folder: string };
type Server = { port: number; pid: number };

/** Measures two hundred who listen to an hour at once, beside a bare server that streams the same file, and the feed; prints two tables. */
export async function listen(
	server: Server,
	token: string,
	spoken: Spoken,
	{ seed, seconds, folder }: Measuring
): Promise<void> {
	const random = seeded(seed);
	const headers = { authorization: `Bearer ${token}` };
	const path = join(folder, 'hour.mp3');
	writeFileSync(path, await whole(server.port, spoken.file, headers));
	const bare = await serve(['bench/bare-file.ts', path], {}, /^(\d+)/);
	const part = (bytes: number) => () => {
		const from = pick(random, spoken.bytes - bytes);
		return `bytes=${from}-${from + bytes - 1}`;
	};
	const ways = [
		['a file, ten minutes', spoken.file, part(4_800_000), 5],
		['a file, a minute', spoken.file, part(480_000), 40],
		['a feed, ten minutes', spoken.enclosure, part(4_800_000), 5],
		['a feed, a minute', spoken.enclosure, part(480_000), 40]
	] as const;
	console.log(
		'| an hour, 200 listeners, parts of | MB per second | bare | ratio | processor ms per MB | bare | more memory, MB | bare | not answered | bare |'
	);
	console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
	for (const [name, path, range, times] of ways) {
		const ask = { path, headers, range };
		await pull(server, ask, 1);
		const ours = await pull(server, ask, times);
		const best = await pull(bare, ask, times);
		const ratio = (ours.rate / best.rate).toFixed(2);
		console.log(
			`| ${name} | ${ours.rate} | ${best.rate} | ${ratio} | ${ours.worked} | ${best.worked} | ${ours.memory} | ${best.memory} | ${ours.broken} | ${best.broken} |`
		);
	}
	console.log('\n| a feed of 500 items | connections | p50 ms | p95 ms | per second | bytes |');
	console.log('| --- | --- | --- | --- | --- | --- |');
	const feed = () => ({ method: 'GET', path: spoken.feed, headers: { 'accept-encoding': 'gzip' } });
	await load(server.port, feed, 4, Math.min(2, seconds));
	for (const connections of [1, 8]) {
		const { p50, p95, perSecond, bytes } = await load(server.port, feed, connections, seconds);
		console.log(`| feed | ${connections} | ${p50} | ${p95} | ${perSecond} | ${bytes} |`);
	}
}

type Ask = { path: string; headers: Record<string, string>; range: () => string };

/** All listeners take so many parts, one after another; megabytes a second, and what it takes the server of the processor and of memory. */
async function pull({ port, pid }: Server, { path, headers, range }: Ask, times: number) {
	const before = { memory: held(pid), worked: worked(pid) };
	let most = before.memory;
	const watch = setInterval(() => (most = Math.max(most, held(pid))), 50);
	let taken = 0;
	let broken = 0;
	const one = (agent: Agent) =>
		new Promise<void>((done) => {
			const failed = () => {
				broken += 1;
				done();
			};
			const asked = {
				host: '127.0.0.1',
				port,
				path,
				agent,
				headers: { ...headers, range: range() }
			};
			const asking = request(asked, (answer) => {
				answer.resume();
				if (answer.statusCode !== 206) return failed();
				answer.on('data', (chunk: Buffer) => (taken += chunk.length));
				answer.on('error', failed).on('end', done);
			});
			asking.on('error', failed).end();
		});
	const begun = performance.now();
	await Promise.all(
		Array.from({ length: listeners }, async () => {
			// A connection of each one's own: one that waits for somebody else is ended meanwhile.
			const agent = new Agent({ keepAlive: true, maxSockets: 1 });
			for (let i = 0; i < times; i += 1) await one(agent);
			agent.destroy();
		})
	).finally(() => clearInterval(watch));
	const lasted = (performance.now() - begun) / 1000;
	const megabytes = taken / 1e6;
	return {
		rate: Math.round(megabytes / lasted),
		worked: Math.round((10 * (worked(pid) - before.worked)) / megabytes) / 10,
		memory: most - before.memory,
		broken
	};
}

/** Megabytes that a process holds. */
function held(pid: number): number {
	const kilobytes = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1];
	return Math.round(Number(kilobytes) / 1024);
}

/** Milliseconds of the processor that a process has used, all its threads together. */
function worked(pid: number): number {
	const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.split(') ')[1]!
		.split(' ')
		.slice(11, 13)
		.map(Number);
	return (user + system) * 10;
}

async function whole(port: number, path: string, headers: Record<string, string>): Promise<Buffer> {
	const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
	return Buffer.from(await answer.arrayBuffer());
}
