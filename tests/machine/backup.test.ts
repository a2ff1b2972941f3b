import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentsOf, type Contents } from './contents.ts';
import { junto, runToEnd, serve, temporary, type Settings } from './process.ts';
import { copyOfPlace, freshDatabase, liam, password } from './template.ts';

const place = copyOfPlace();
const { folder, remove } = temporary();
const archive = join(folder, 'junto.tar.gz');
const recording = 'files/ab/01a332f7-de72-7d81-83f0-1d39f60350ab/whole';
let before: Contents;

beforeAll(async () => {
	await write({ JUNTO_DATA: place.data }, place.token);
	mkdirSync(join(place.data, dirname(recording)), { recursive: true });
	writeFileSync(join(place.data, recording), Buffer.alloc(3_000_000, 'sound'));
	before = await contentsOf({ JUNTO_DATA: place.data });
	await junto({ JUNTO_DATA: place.data }, 'backup', archive);
});
afterAll(() => {
	place.remove();
	remove();
});

/** Some of everything: words in many scripts, a letter that waits, a job that nobody did. */
async function write(settings: Settings, token: string): Promise<void> {
	const server = await serve(settings);
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
	const body = JSON.stringify({
		title: "Fokus\u2028und “Ruhe” \\ 'quoted' 🜨",
		audience: 'everyone',
		expectation: { level: 'expected', atLeast: 1 },
		parts: [
			{
				title: 'Part\tone',
				markdown: 'Line\u2028separator, {braces}, "quotes", \\back\\slash and ಕನ್ನಡ\n\n- a\n- b',
				opens: '2027-01-21',
				closes: '2027-01-31'
			}
		]
	});
	const made = await fetch(`${server.origin}/api/v1/series`, { method: 'POST', headers, body });
	const { id } = (await made.json()) as { id: string };
	await fetch(`${server.origin}/api/v1/series/${id}/publication`, {
		method: 'POST',
		headers,
		body: '{}'
	});
	await server.stop('SIGKILL');
}

describe('restore', () => {
	test('makes an empty folder the same place, to the last value, and it works', async () => {
		const data = join(folder, 'again');
		const told = await junto({ JUNTO_DATA: data }, 'restore', archive);
		expect(told.rows).toBeGreaterThan(20);
		expect(await contentsOf({ JUNTO_DATA: data })).toEqual(before);
		const hash = (root: string) =>
			createHash('sha256')
				.update(readFileSync(join(root, recording)))
				.digest('hex');
		expect(hash(data)).toBe(hash(place.data));
		const server = await serve({ JUNTO_DATA: data });
		const me = await fetch(`${server.origin}/api/v1/me`, {
			headers: { authorization: `Bearer ${place.token}` }
		});
		expect(await me.json()).toMatchObject({ name: 'Liam' });
		const entered = await fetch(`${server.origin}/sign-in?/password`, {
			method: 'POST',
			redirect: 'manual',
			headers: {
				origin: server.origin,
				accept: 'text/html',
				'content-type': 'application/x-www-form-urlencoded'
			},
			body: new URLSearchParams({ email: liam.email, password, to: '/' })
		});
		expect(entered.status).toBe(303);
		await server.stop();
	});

	test('takes a place to PostgreSQL, and a backup made there back to a folder', async () => {
		const there = { JUNTO_DATA: join(folder, 'pg'), DATABASE_URL: await freshDatabase() };
		await junto(there, 'restore', archive);
		expect(await contentsOf(there)).toEqual(before);
		const second = join(folder, 'second.tar.gz');
		await junto(there, 'backup', second);
		await expect(junto(there, 'restore', second)).rejects.toThrow('There are uploads');
		await expect(
			junto({ ...there, JUNTO_DATA: join(folder, 'pg2') }, 'restore', second)
		).rejects.toThrow('There is a place here already');
		await junto({ JUNTO_DATA: join(folder, 'back') }, 'restore', second);
		expect(await contentsOf({ JUNTO_DATA: join(folder, 'back') })).toEqual(before);
	});

	test('fills a place that was started and never set up', async () => {
		const data = join(folder, 'started');
		await (await serve({ JUNTO_DATA: data })).stop();
		await junto({ JUNTO_DATA: data }, 'restore', archive);
		expect(await contentsOf({ JUNTO_DATA: data })).toEqual(before);
	});

	test('is refused where there is a place, and while Junto runs', async () => {
		await expect(junto({ JUNTO_DATA: place.data }, 'restore', archive)).rejects.toThrow('already');
		expect(await contentsOf({ JUNTO_DATA: place.data })).toEqual(before);
		const server = await serve({ JUNTO_DATA: place.data });
		await expect(junto({ JUNTO_DATA: place.data }, 'restore', archive)).rejects.toThrow(
			'Stop Junto first'
		);
		await server.stop();
	});

	const spoilt: [string, (whole: Buffer) => Buffer][] = [
		[
			'with one byte changed',
			(whole) => Buffer.from(whole.map((byte, i) => (i === whole.length >> 1 ? byte ^ 1 : byte)))
		],
		['that is something else', () => Buffer.from('not a backup')]
	];

	test.each(spoilt)('refuses a backup %s and writes nothing', async (name, spoil) => {
		const bad = join(folder, 'bad.tar.gz');
		writeFileSync(bad, spoil(readFileSync(archive)));
		const data = join(folder, `bad ${name}`);
		const { code, error } = await runToEnd('junto', { JUNTO_DATA: data }, ['restore', bad]);
		expect(code).toBe(1);
		expect(error.trimEnd().split('\n')).toEqual([
			expect.stringMatching(/damaged|not a backup|no backup/)
		]);
		expect(() => statSync(join(data, 'db'))).toThrow('ENOENT');
	});
});

describe('backup', () => {
	test('of a running place is the place at one moment, while people go on writing', async () => {
		const server = await serve({ JUNTO_DATA: place.data });
		const headers = { authorization: `Bearer ${place.token}`, 'content-type': 'application/json' };
		let writing = true;
		const writer = (async () => {
			while (writing)
				await fetch(`${server.origin}/api/v1/tokens`, {
					method: 'POST',
					headers,
					body: JSON.stringify({ label: 'a token' })
				});
		})();
		const file = join(folder, 'running.tar.gz');
		await junto({ JUNTO_DATA: place.data }, 'backup', file);
		writing = false;
		await writer;
		await server.stop();
		await junto({ JUNTO_DATA: join(folder, 'of running') }, 'restore', file);
	});

	test('of a night holds the database alone, and a place goes back to it with its uploads as they are', async () => {
		const settings = {
			JUNTO_DATA: place.data,
			JUNTO_BACKUPS: 'on',
			JUNTO_NOW: new Date(Date.now() + 2 * 86_400_000).toISOString(),
			JUNTO_ALLOW_CLOCK: '1'
		};
		expect(await junto(settings, 'run-due')).toMatchObject({ backups: 1 });
		const then = await contentsOf(settings);
		const kept = readdirSync(join(place.data, 'backups')).find((name) => name.endsWith('.gz'))!;
		renameSync(join(place.data, 'db'), join(place.data, 'db.before'));
		const told = await junto(settings, 'restore', join(place.data, 'backups', kept));
		expect(told.uploads).toBe(false);
		expect((await contentsOf(settings))['public."token"']).toEqual(then['public."token"']);
		expect(statSync(join(place.data, recording)).size).toBe(3_000_000);
		expect(await junto(settings, 'verify', archive)).toMatchObject({ rows: expect.any(Number) });
	});

	test('is readable by its owner alone, since it holds the secret', () => {
		expect(statSync(archive).mode & 0o777).toBe(0o600);
	});

	test('to a folder that is not there is one clear line', async () => {
		const { code, error } = await runToEnd('junto', { JUNTO_DATA: place.data }, [
			'backup',
			join(folder, 'nowhere/file')
		]);
		expect({ code, lines: error.trimEnd().split('\n').length }).toEqual({ code: 1, lines: 1 });
	});
});
