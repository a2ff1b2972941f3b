import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { closeDatabase, asSystem, openDatabase } from '#platform/server/db/database.ts';
import { startJobs, stopJobs } from '#platform/server/jobs.ts';
import { migrate } from '#platform/server/db/migrate.ts';
import { junto, serve, temporary, type Settings } from './process.ts';
import { copyOfPlace } from './template.ts';

type Due = Record<string, number>;

test('every night the place is backed up and restored elsewhere; seven are kept, and a night that fails is told of', async () => {
	const { data, remove } = copyOfPlace();
	const on = (now: string): Settings => ({
		JUNTO_DATA: data,
		JUNTO_BACKUPS: 'on',
		JUNTO_NOW: now,
		JUNTO_ALLOW_CLOCK: '1'
	});
	const backups = join(data, 'backups');
	// Three in the morning in Brisbane, where Liam lives, is five in the afternoon of the day before in UTC.
	const night = on('2027-01-19T17:00:05Z');
	const server = await serve(night);
	await junto<Due>(night, 'run-due');
	expect(readdirSync(backups)).toEqual(['2027-01-20.tar.gz']);
	expect(await junto<Due>(night, 'run-due')).toMatchObject({ 'nightly backup': 0 });
	await server.stop();
	const { folder, remove: removeCopy } = temporary();
	const restored: Settings = { JUNTO_DATA: join(folder, 'data') };
	await junto(restored, 'restore', join(backups, '2027-01-20.tar.gz'));
	expect(existsSync(join(folder, 'data', 'db'))).toBe(true);
	removeCopy();

	for (const day of ['12', '13', '14', '15', '16', '17', '18', '19'])
		writeFileSync(join(backups, `2027-01-${day}.tar.gz`), 'an older one');
	const later = on('2027-01-21T17:00:05Z');
	const again = await serve(later);
	await junto(later, 'run-due');
	expect(readdirSync(backups)).toEqual(
		['15', '16', '17', '18', '19', '20', '22'].map((day) => `2027-01-${day}.tar.gz`)
	);
	// That the clock was moved is all that it finds.
	await expect(junto(later, 'doctor')).rejects.toThrow(/^Look at clock$/);
	await again.stop();

	// Something is in the way of the file that it writes.
	mkdirSync(join(backups, '2027-01-23.fresh', 'full'), { recursive: true });
	const bad = on('2027-01-22T17:00:05Z');
	const last = await serve(bad);
	await junto(bad, 'run-due');
	expect(readdirSync(backups).slice(-2)).toEqual(['2027-01-22.tar.gz', '2027-01-23.failed']);
	await expect(junto(bad, 'doctor')).rejects.toThrow('clock, backups');
	await last.stop();
	remove();
});

test('a place of an earlier version is backed up before it is brought up to date, and everything is there afterwards', async () => {
	const { folder, remove } = temporary();
	const data = join(folder, 'data');
	const earlier = readdirSync('migrations').sort().slice(0, 9);
	mkdirSync(data);
	await openDatabase({ folder: join(data, 'db') });
	await migrate(earlier);
	await startJobs({ work: false });
	await stopJobs();
	const id = '01980000-0000-7000-8000-000000000001';
	const at = '2027-01-01T00:00:00Z';
	await asSystem('setting up the place', async (tx) => {
		await sql`insert into place (name, set_up_at) values ('Old Street', ${at})`.execute(tx);
		await sql`insert into auth."user" values (${id}, 'Liam', 'liam@example.org', true, null, ${at}, ${at})`.execute(
			tx
		);
		await sql`insert into person (id, name, zone, week, joined_at)
			values (${id}, 'Liam', 'UTC', '{"days":{},"quiet":{"from":"20:00","to":"07:00"},"digestAt":"08:30"}', ${at})`.execute(
			tx
		);
		await sql`insert into audience (id, kind) values (${id}, 'me')`.execute(tx);
		await sql`insert into stewardship values (${id}, ${at})`.execute(tx);
		const hash = createHash('sha256').update('a-token').digest('hex');
		await sql`insert into token values (${id}, ${id}, ${hash}, 'old', ${at})`.execute(tx);
	});
	await closeDatabase();

	const settings: Settings = { JUNTO_DATA: data };
	const server = await serve(settings);
	const answer = await fetch(`${server.origin}/api/v1/place`, {
		headers: { authorization: 'Bearer a-token' }
	});
	expect(await answer.json()).toMatchObject({ name: 'Old Street' });
	await server.stop();
	const before = join(data, 'backups', `before-${earlier.at(-1)!.replace('.sql', '')}.tar.gz`);
	expect(existsSync(before)).toBe(true);
	const copy = { JUNTO_DATA: join(folder, 'copy') };
	await junto(copy, 'restore', before);
	const second = await serve(settings);
	await second.stop();
	expect(readdirSync(join(data, 'backups'))).toHaveLength(1);
	remove();
});
