import { sql } from 'kysely';
import type { Tx } from './db/database.ts';

/** Every column by which a row names a person, with its table. */
export async function personColumns(tx: Tx): Promise<{ table: string; column: string }[]> {
	const { rows } = await sql<{ table: string; column: string }>`
		select c.conrelid::regclass::text as table, a.attname as column
		from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
		where c.contype = 'f' and c.confrelid = 'person'::regclass and cardinality(c.conkey) = 1
		order by 1, 2`.execute(tx);
	return rows;
}

const most = 50_000;

/** Every row that names a person and that the transaction's person may see, by table; what opens doors (hashes of tokens) is left out. */
export async function rowsNaming(tx: Tx, person: string): Promise<Record<string, unknown[]>> {
	const columns = await personColumns(tx);
	const found: Record<string, unknown[]> = {};
	for (const [table, own] of Map.groupBy(columns, (each) => each.table)) {
		const names = own.map(({ column }) => sql`${sql.id(column)} = ${person}`);
		const { rows } = await sql<{ row: Record<string, unknown> }>`
			select to_jsonb(t) - array['hash', 'token_hash'] as row from ${sql.raw(table)} t
			where ${sql.join(names, sql` or `)} limit ${most}`.execute(tx);
		if (rows.length > 0) found[table] = rows.map(({ row }) => row);
	}
	return found;
}
