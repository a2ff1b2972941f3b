import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { asSystem, type Tx } from '../db/database.ts';
import { listTables, nameOf, fileOf, writePlainly, type Table } from './tables.ts';

export type Dumped = Table & { rows: number };

const rowsAtOnce = 200;
const jobs = 'jobs.jsonl';

/** Writes every table as it is at one moment into `folder`: a JSON array of texts for each row, a row a line. Jobs that wait are written too. */
export async function dump(folder: string): Promise<{ tables: Dumped[]; jobs: number }> {
	return asSystem('backing up', async (tx) => {
		await sql`set transaction isolation level repeatable read, read only`.execute(tx);
		await writePlainly(tx);
		const tables: Dumped[] = [];
		for (const table of await listTables(tx)) {
			const columns = table.columns.map(({ name }) => sql`${sql.id(name)}::text`);
			const rows = await writeLines(
				tx,
				sql`select array_to_json(array[${sql.join(columns)}]::text[])::text as line from ${nameOf(table)}`,
				join(folder, fileOf(table))
			);
			tables.push({ ...table, rows });
		}
		const waiting = sql`select json_build_array(name, data)::text as line from jobs.job
			where state in ('created', 'retry', 'active') and name not like '\\_\\_pgboss%' order by created_on`;
		return { tables, jobs: await writeLines(tx, waiting, join(folder, jobs)) };
	});
}

export const jobsFile = jobs;

/** Writes the lines that a query gives, a few at a time, so that a large table never sits in memory. */
export async function writeLines(
	tx: Tx,
	query: ReturnType<typeof sql>,
	path: string
): Promise<number> {
	const file = openSync(path, 'w', 0o600);
	try {
		await sql`declare dump no scroll cursor for ${query}`.execute(tx);
		let count = 0;
		for (;;) {
			const { rows } = await sql<{
				line: string;
			}>`fetch ${sql.lit(rowsAtOnce)} from dump`.execute(tx);
			if (rows.length === 0) break;
			writeSync(file, rows.map(({ line }) => `${line}\n`).join(''));
			count += rows.length;
		}
		await sql`close dump`.execute(tx);
		fsyncSync(file);
		return count;
	} finally {
		closeSync(file);
	}
}
