import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { asSystem, type Tx } from '../db/database.ts';

/** A table with its columns and their types as SQL writes them; what the database makes by itself is left out. */
export type Table = { schema: string; name: string; columns: { name: string; type: string }[] };

/** Every table of ours and of sign-in. The job queue is not among them: what waits there is kept as jobs. */
export async function listTables(tx: Tx): Promise<Table[]> {
	const { rows } = await sql<Table>`
		select n.nspname as schema, c.relname as name,
			json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
		from pg_class c join pg_namespace n on n.oid = c.relnamespace
			join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and not c.relispartition
			and not (n.nspname = 'public' and c.relname = 'migration')
		group by n.nspname, c.relname order by n.nspname, c.relname`.execute(tx);
	return rows;
}

export const fileOf = ({ schema, name }: Table) => `${schema}.${name}.jsonl`;

export const nameOf = ({ schema, name }: Table) => sql.id(schema, name);

/** Has every value leave and come back as the same text, whatever the database's own habits. */
export async function writePlainly(tx: Tx): Promise<void> {
	await sql`select set_config('datestyle', 'ISO, YMD', true), set_config('intervalstyle', 'iso_8601', true),
		set_config('timezone', 'UTC', true), set_config('bytea_output', 'hex', true),
		set_config('extra_float_digits', '3', true)`.execute(tx);
}

/** The bytes of the database. */
export async function databaseBytes(tx: Tx): Promise<number> {
	const { rows } = await sql<{
		bytes: number;
	}>`select pg_database_size(current_database()) as bytes`.execute(tx);
	return rows[0]!.bytes;
}

/** A mark that is the same as long as nothing was written: of each table, how many rows it has and who wrote the newest. It reads no texts, and nothing of the tables in `without`. */
export async function markOf(without: Set<string>): Promise<string> {
	return asSystem('backing up', async (tx) => {
		const tables = (await listTables(tx)).filter(
			({ schema, name }) => !without.has(`${schema}.${name}`)
		);
		const each = tables.map(
			(table) =>
				sql`select count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) as mark from ${nameOf(table)}`
		);
		const { rows } = await sql<{ mark: string }>`${sql.join(each, sql` union all `)}`.execute(tx);
		return createHash('sha256')
			.update(rows.map(({ mark }) => mark).join('\n'))
			.digest('hex');
	});
}
