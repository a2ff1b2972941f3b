import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { addPerson } from '#modules/people/server/persons.ts';
import { openAuth, addAccount } from '#platform/server/auth.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { asSystem, closeDatabase, openDatabase } from '#platform/server/db/database.ts';
import { migrate } from '#platform/server/db/migrate.ts';
import type { Actor } from '#platform/server/door.ts';
import { readEnv, type Env } from '#platform/server/env.ts';
import { newId } from '#platform/server/ids.ts';
import { startJobs, stopJobs } from '#platform/server/jobs.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { openStorage } from '#platform/server/storage/bytes.ts';
import { openUploads } from '#platform/server/storage/uploads.ts';
import './modules.ts';
import { openUpkeep } from './upkeep/module.ts';
import { storageOf } from './where.ts';

/** Opens an empty place on a fresh migrated database, at noon UTC of Monday 18 January 2027; returns what closes it. */
export async function openTestPlace(): Promise<() => Promise<void>> {
	freezeAt(Temporal.Instant.from('2027-01-18T12:00:00Z'));
	const database = inject('database');
	if ('template' in database)
		await openDatabase({ memory: true, template: new Blob([readFileSync(database.template)]) });
	else {
		await openDatabase({ url: await freshDatabase(database.url) });
		await migrate();
	}
	openAuth('a secret for tests that is long enough', 'http://junto.test');
	const files = mkdtempSync(join(tmpdir(), 'junto-files-'));
	await openStorage(storageOf(testSettings(files)));
	openUploads(join(files, 'uploads'));
	openUpkeep(files);
	await startJobs({ work: false });
	await asSystem('setting up the place', (tx) =>
		tx.insertInto('place').values({ name: 'Test place', set_up_at: now().toString() }).execute()
	);
	return async () => {
		await stopJobs();
		await closeDatabase();
		rmSync(files, { recursive: true });
		freezeAt();
		switchLimits('on');
	};
}

/** Settings of a place of a test's own, whose files lie where this run keeps them. */
export function testSettings(data: string, { onS3 = inject('store').everywhere } = {}): Env {
	const { settings } = inject('store');
	const there = { ...settings, STORAGE_URL: `${settings.STORAGE_URL}/${newId()}` };
	return readEnv({ JUNTO_DATA: data, ...(onS3 && there) });
}

/** Somebody new, with an address made of their name. */
export async function person(
	name: string,
	{ zone = 'Europe/Berlin', steward = false }: { zone?: string; steward?: boolean } = {}
): Promise<Actor> {
	const id = newId();
	const at = now().toString();
	await asSystem('setting up the place', async (tx) => {
		await addAccount(tx, {
			id,
			email: `${name.toLowerCase().replaceAll(' ', '.')}@example.org`,
			name,
			at
		});
		await addPerson(tx, { id, name, zone, at });
		if (steward) await tx.insertInto('stewardship').values({ person_id: id, since: at }).execute();
	});
	return { id, name, zone, locale: 'en', steward };
}

/** A copy of a PostgreSQL database in which nothing happened yet; its address. */
export async function freshDatabase(template: string): Promise<string> {
	const { default: pg } = await import('pg');
	const admin = new URL(template);
	admin.pathname = '/postgres';
	const client = new pg.Client({ connectionString: admin.href });
	await client.connect();
	const name = `t_${newId().replaceAll('-', '')}`;
	await client.query(`create database ${name} template ${new URL(template).pathname.slice(1)}`);
	await client.end();
	const fresh = new URL(template);
	fresh.pathname = `/${name}`;
	return fresh.href;
}
