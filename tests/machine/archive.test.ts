import * as tar from 'tar';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { junto, runToEnd, serve, temporary, type Server, type Settings } from './process.ts';
import { startPostgres } from '../../scripts/postgres.ts';
import { copyOfPlace, liam } from './template.ts';

const folder = resolve('tests/machine/focus-and-talk');

describe.each(['stopped', 'running'])('a place that is %s', (state) => {
	const place = copyOfPlace();
	const { folder: files, remove } = temporary();
	const settings = { JUNTO_DATA: place.data };
	const [whole, part] = [join(files, 'place.tar.gz'), join(files, 'series.tar.gz')] as const;
	let server: Server | undefined;
	let id: string;

	beforeAll(async () => {
		if (state === 'running') server = await serve(settings);
		const words = ['--email', liam.email, '--audience', 'everyone', '--first-opens', '2027-01-21'];
		({ id } = await junto<{ id: string }>(settings, 'import', 'series', folder, ...words));
	});
	afterAll(async () => {
		await server?.stop();
		place.remove();
		remove();
	});

	async function refused(where: Settings, ...words: string[]): Promise<string> {
		const { code, out, error } = await runToEnd('junto', where, words);
		expect({ code, out, lines: error.trimEnd().split('\n').length }).toEqual({
			...{ code: 1, out: '', lines: 1 }
		});
		return error;
	}

	test('writes itself and one series to files that their owner alone reads', async () => {
		const told = await junto(settings, 'export', 'place', whole);
		expect(told).toMatchObject({ file: whole, texts: 4, media: 1 });
		expect(await junto(settings, 'export', 'series', id, part)).toMatchObject({ texts: 4 });
		expect([whole, part].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
	});

	test('comes back in an empty folder, where its steward gets in by a link', async () => {
		const there = { JUNTO_DATA: join(files, 'there') };
		expect(await junto(there, 'import', 'archive', whole)).toMatchObject({
			place: 'Lantern Street'
		});
		const { link } = await junto<{ link: string }>(there, 'person', 'link', '--email', liam.email);
		const again = await serve(there);
		const entered = await fetch(link.replace(/^https?:\/\/[^/]+/, again.origin), {
			redirect: 'manual'
		});
		expect(entered.status).toBeLessThan(400);
		expect((await fetch(`${again.origin}/healthz`)).status).toBe(200);
		await again.stop();
		expect(await refused(there, 'import', 'archive', whole)).toMatch(/already/);
		expect(await refused(there, 'import', 'archive', part)).toContain(
			'This series is here already'
		);
	});

	test('takes in a series of another place', async () => {
		const other = copyOfPlace();
		const there = { JUNTO_DATA: other.data };
		const running = state === 'running' ? await serve(there) : undefined;
		expect(await junto(there, 'import', 'archive', part)).toMatchObject({
			...{ series: id, people: 1, newPeople: 0 }
		});
		expect(await refused(there, 'import', 'archive', whole)).toMatch(
			running ? /stop Junto/ : /already/
		);
		await running?.stop();
		other.remove();
	});

	test('says in one line what is wrong, and writes nothing', async () => {
		const bad = join(files, 'bad.tar.gz');
		writeFileSync(bad, 'not an archive');
		expect(await refused(settings, 'import', 'archive', bad)).toContain('is not taken in');
		const empty = join(files, 'empty');
		mkdirSync(empty);
		await refused({ JUNTO_DATA: empty }, 'import', 'archive', bad);
		expect(() => statSync(join(empty, 'db'))).toThrow('ENOENT');
		await refused(settings, 'import', 'archive', join(files, 'nowhere.tar.gz'));
		await refused(settings, 'export', 'place', join(files, 'nowhere/place.tar.gz'));
		expect(await refused(settings, 'export', 'series', 'first', part)).toContain('is no id');
		const none = '01a332f8-c060-762a-989f-3b5b68c45d7f';
		expect(await refused(settings, 'export', 'series', none, part)).toContain('no such series');
		expect(await refused(settings, 'export', 'series', part)).toContain('Write: export series ID');
	});
});

test('an archive is the same whichever database it comes from and goes to', async () => {
	const place = copyOfPlace();
	const { folder: files, remove } = temporary();
	const { url, stop } = await startPostgres();
	const there = { JUNTO_DATA: join(files, 'there'), DATABASE_URL: url };
	const back = { JUNTO_DATA: join(files, 'back') };
	const [first, second, third] = ['1', '2', '3'].map((name) => join(files, name)) as [
		...[string, string, string]
	];
	const words = ['--email', liam.email, '--audience', 'everyone', '--first-opens', '2027-01-21'];
	await junto({ JUNTO_DATA: place.data }, 'import', 'series', folder, ...words);
	await junto({ JUNTO_DATA: place.data }, 'export', 'place', first);
	await junto(there, 'import', 'archive', first);
	await junto(there, 'export', 'place', second);
	await junto(back, 'import', 'archive', second);
	await junto(back, 'export', 'place', third);
	await stop();
	expect(await rowsIn(second)).toEqual(await rowsIn(first));
	expect(await rowsIn(third)).toEqual(await rowsIn(first));
	place.remove();
	remove();
});

/** What the tables of an archive hold, by path. */
async function rowsIn(file: string): Promise<Record<string, string>> {
	const rows: Record<string, string> = {};
	await tar.list({
		file,
		onReadEntry: (entry) => {
			if (!entry.path.startsWith('data/')) return;
			rows[entry.path] = '';
			entry.on('data', (chunk: Buffer) => (rows[entry.path] += chunk.toString('latin1')));
		}
	});
	return rows;
}
