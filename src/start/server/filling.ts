import { join } from 'node:path';
import { sql } from 'kysely';
import type { Manifest } from '#platform/server/backup/archive.ts';
import { load, loadJobs } from '#platform/server/backup/load.ts';
import { asSystem, closeDatabase, openDatabase, type Where } from '#platform/server/db/database.ts';
import { migrate } from '#platform/server/db/migrate.ts';
import { startJobs, stopJobs } from '#platform/server/jobs.ts';
import { kept } from './backup.ts';

/** Fills a database with what a backup, unpacked into `stage`, holds, and brings it to the newest migration. Throws when it does not fit. */
export async function fill(where: Where, stage: string, about: Manifest): Promise<void> {
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

/** What the open database holds: nothing, our tables alone, a place that was set up, or something that is not ours. */
export async function holds(): Promise<'nothing' | 'tables' | 'place' | 'strange things'> {
	return asSystem('backing up', async (tx) => {
		const { rows } = await sql<{ place: string | null; any: boolean }>`
			select to_regclass('public.place')::text as place,
				exists (select from pg_tables where schemaname = 'public') as any`.execute(tx);
		if (!rows[0]?.place) return rows[0]?.any ? 'strange things' : 'nothing';
		const places = await tx.selectFrom('place').select('name').execute();
		return places.length > 0 ? 'place' : 'tables';
	});
}
