import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { unpack, verify, type Manifest } from '#platform/server/backup/archive.ts';
import { load, loadJobs } from '#platform/server/backup/load.ts';
import { asSystem, closeDatabase, openDatabase } from '#platform/server/db/database.ts';
import { migrate, refuseStrange } from '#platform/server/db/migrate.ts';
import type { Env } from '#platform/server/env.ts';
import { startJobs, stopJobs } from '#platform/server/jobs.ts';
import { Conflict } from '#platform/errors.ts';
import { whereOf } from './app.ts';
import { kept } from './backup.ts';

/**
 * Makes the place of a backup where none is yet: an empty data folder, or one that was started and never set up.
 * Everything is checked and unpacked beside it before anything of it is touched. Throws Conflict where there is a place.
 */
export async function restore(file: string, env: Env) {
	const about = await verify(file);
	refuseStrange(about.migrations, 'The backup');
	const data = env.JUNTO_DATA;
	if (readdirIfAny(join(data, kept.files)).length > 0)
		throw new Conflict(`There are uploads in ${data} already: restore into an empty folder`);
	await refusePlace(env);
	const stage = join(data, 'restoring');
	rmSync(stage, { recursive: true, force: true });
	mkdirSync(stage, { mode: 0o700 });
	try {
		await unpack(file, stage);
		await fill(
			env.DATABASE_URL ? { url: env.DATABASE_URL } : { folder: join(stage, 'db') },
			stage,
			about
		);
		for (const entry of [kept.files, kept.secret, 'db']) {
			if (!existsSync(join(stage, entry))) continue;
			rmSync(join(data, entry), { recursive: true, force: true });
			renameSync(join(stage, entry), join(data, entry));
		}
	} finally {
		rmSync(stage, { recursive: true, force: true });
	}
	return {
		at: about.at,
		rows: about.tables.reduce((sum, { rows }) => sum + rows, 0),
		jobs: about.jobs
	};
}

async function fill(
	where: Parameters<typeof openDatabase>[0],
	stage: string,
	about: Manifest
): Promise<void> {
	const tables = join(stage, kept.tables);
	await openDatabase(where);
	try {
		await migrate(about.migrations.map(({ name }) => name));
		await load(tables, about.tables);
		await migrate();
		await startJobs({ work: false });
		await loadJobs(tables);
		await stopJobs();
	} finally {
		await closeDatabase();
	}
}

/** A database that was only migrated may be filled; one in which somebody set a place up may not. */
async function refusePlace(env: Env): Promise<void> {
	if (!env.DATABASE_URL && !existsSync(join(env.JUNTO_DATA, 'db'))) return;
	await openDatabase(whereOf(env));
	try {
		const taken = await asSystem('backing up', async (tx) => {
			const { rows } = await sql<{ place: string | null; any: boolean }>`
				select to_regclass('public.place')::text as place,
					exists (select from pg_tables where schemaname = 'public') as any`.execute(tx);
			if (!rows[0]?.place) return rows[0]?.any;
			return (await tx.selectFrom('place').select('name').execute()).length > 0;
		});
		if (taken)
			throw new Conflict(
				'There is a place here already: restore into an empty data folder or database'
			);
	} finally {
		await closeDatabase();
	}
}

function readdirIfAny(folder: string): string[] {
	return existsSync(folder) ? readdirSync(folder) : [];
}
