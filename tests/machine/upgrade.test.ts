import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { contentsOf, withDatabase } from './contents.ts';
import { runToEnd, serve, temporary, type Settings } from './process.ts';
import { copyOfPlace, freshDatabase } from './template.ts';

const { folder, remove } = temporary();
afterAll(remove);

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const migrations = readdirSync('migrations').toSorted();
const last = migrations.at(-1)!;

/** The folder of a Junto with other migrations. */
function program(name: string, change: (migrations: string) => void): string {
	const home = join(folder, name);
	mkdirSync(home);
	cpSync('package.json', join(home, 'package.json'));
	cpSync('migrations', join(home, 'migrations'), { recursive: true });
	change(join(home, 'migrations'));
	return home;
}

const token = 'junto_of-the-version-before';

/** What people wrote before the new version came, in tables of the first migrations. */
const written = `
	insert into place (name, set_up_at) values ('Lantern Street', '2026-01-05T08:00:00Z');
	insert into auth."user" values
		('0190aaaa-0000-7000-8000-000000000001', 'Siti', 'siti@example.org', true, null, '2026-01-05', '2026-01-05');
	insert into person (id, name, zone, week, joined_at) values
		('0190aaaa-0000-7000-8000-000000000001', 'Siti', 'Asia/Brunei', '{}', '2026-01-05');
	insert into stewardship values ('0190aaaa-0000-7000-8000-000000000001', '2026-01-05');
	insert into token (id, person_id, label, hash, at) values
		('0190aaaa-0000-7000-8000-000000000002', '0190aaaa-0000-7000-8000-000000000001', 'a program',
		encode(sha256('${token}'), 'hex'), '2026-01-05');
	insert into audience values ('0190aaaa-0000-7000-8000-000000000003', 'circle', null);
	insert into circle values ('0190aaaa-0000-7000-8000-000000000003', 'Readers ಕನ್ನಡ', 'For all', 'open',
		'0190aaaa-0000-7000-8000-000000000001', '2026-01-05');`;

describe.each(['embedded', 'on PostgreSQL'])('a place %s', (where) => {
	test('of the version before is backed up, tried out and brought on, and everything is there', async () => {
		const settings: Settings = { JUNTO_DATA: join(folder, where), JUNTO_BACKUPS: 'on' };
		if (where !== 'embedded') settings.DATABASE_URL = await freshDatabase();
		const before = program(`before ${where}`, (home) => rmSync(join(home, last)));
		await (await serve(settings, before)).stop();
		await withDatabase(settings, async (query) => {
			for (const statement of written.split(';\n')) await query(statement);
		});

		const server = await serve(settings);
		const get = async (path: string) => {
			const headers = { authorization: `Bearer ${token}` };
			return (await fetch(`${server.origin}/api/v1${path}`, { headers })).json();
		};
		expect(await get('/me')).toMatchObject({ name: 'Siti', zone: 'Asia/Brunei', steward: true });
		expect(await get('/circles')).toMatchObject({ items: [{ name: 'Readers ಕನ್ನಡ' }] });
		const { items } = (await get('/backups')) as { items: { name: string; why: string }[] };
		expect(items).toMatchObject([
			{ why: 'upgrade', name: expect.stringContaining(`upgrade-${version}-`) }
		]);
		await server.stop();

		await (await serve(settings)).stop();
		expect(readdirSync(join(settings.JUNTO_DATA!, 'backups'))).toEqual([items[0]!.name]);
	});
});

test('a new version whose migration does not fit the place changes nothing, and the one before goes on', async () => {
	const place = copyOfPlace();
	const settings = { JUNTO_DATA: place.data, JUNTO_BACKUPS: 'on' };
	const before = await contentsOf(settings);
	const broken = program('broken', (home) =>
		writeFileSync(
			join(home, '9999_later.sql'),
			'create table later (id uuid primary key);\nalter table person add constraint nobody check (name = $$Nobody$$);'
		)
	);
	const { code, error } = await runToEnd('web', { ...settings, PORT: '0' }, [], broken);
	expect(code).toBe(1);
	expect(error.trimEnd().split('\n')).toEqual([
		expect.stringMatching(/^Nothing was upgraded, since the backup before it failed: .*nobody/)
	]);
	expect(await contentsOf(settings)).toEqual(before);
	await (await serve(settings)).stop();
	place.remove();
});
