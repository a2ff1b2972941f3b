import { sql } from 'kysely';
import { Conflict, messageOf } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { dataFile, refusal } from './format.ts';
import type { Row } from './rows.ts';

/** Puts rows into a table. Throws Invalid where they do not fit, and Conflict where one of them is here already. */
export async function insertRows(
	tx: Tx,
	table: string,
	columns: string[],
	rows: Row[]
): Promise<void> {
	if (rows.length === 0) return;
	const named = sql.join(columns.map((column) => sql.id(column)));
	try {
		await sql`insert into ${sql.id(table)} (${named}) overriding system value
			select ${named} from jsonb_populate_recordset(null::${sql.id('public', table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
			tx
		);
	} catch (error) {
		if ((error as { code?: unknown }).code === '23505')
			throw new Conflict(`Something of ${dataFile(table)} is here already`);
		throw refusal(`${dataFile(table)} does not fit: ${messageOf(error)}`);
	}
}
