// What a database holds, row by row, whichever engine it is.
import { join } from 'node:path';
import pg from 'pg';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import type { Settings } from './process.ts';

/** The rows of every table as sorted texts, and the jobs that wait. */
export type Contents = Record<string, string[]>;

type Query = (text: string) => Promise<Record<string, string>[]>;

/** Everything that the place of these settings holds; nobody may have it open. */
export async function contentsOf(settings: Settings): Promise<Contents> {
	return withDatabase(settings, async (query) => {
		await query(`set timezone to 'UTC'`);
		const tables = await query(`select schemaname || '."' || tablename || '"' as name from pg_tables
			where schemaname in ('public', 'auth') and tablename <> 'migration' order by 1`);
		const contents: Contents = {};
		for (const { name = '' } of tables)
			contents[name] = (await query(`select t::text as row from ${name} t order by 1`)).map(
				({ row }) => row!
			);
		contents.jobs = (
			await query(`select name || data::text as row from jobs.job
				where state in ('created', 'retry', 'active') and name not like '\\_\\_%' order by 1`)
		).map(({ row }) => row!);
		return contents;
	});
}

/** Runs SQL of a test's own on a closed place. */
export async function withDatabase<T>(
	settings: Settings,
	work: (query: Query) => Promise<T>
): Promise<T> {
	if (settings.DATABASE_URL) {
		const client = new pg.Client({ connectionString: settings.DATABASE_URL });
		await client.connect();
		try {
			return await work(async (text) => (await client.query<Record<string, string>>(text)).rows);
		} finally {
			await client.end();
		}
	}
	const db = await PGlite.create(join(settings.JUNTO_DATA!, 'db'), {
		extensions: { pg_trgm, unaccent }
	});
	try {
		return await work(async (text) => (await db.query<Record<string, string>>(text)).rows);
	} finally {
		await db.close();
	}
}
