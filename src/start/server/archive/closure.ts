import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import { idColumn, looseColumns, type Table } from './catalogue.ts';
import { commonGround } from './left-out.ts';
import { dangling, idsAnywhere, keyOf, sorted, type Row, type Rows } from './rows.ts';

/**
 * Everything that a part of a place consists of: from the rows of a table with these `ids` to all that refers to them (a
 * series' trainings, their texts, what was said and tried there), from each of these on, and to whatever they name. It
 * goes from nobody, and from no audience, to what else they have or see. Empty where there are no such rows.
 */
export async function rowsFrom(
	tx: Tx,
	tables: Map<string, Table>,
	root: string,
	ids: string[]
): Promise<Rows> {
	const found = new Map<string, Map<string, Row>>();
	const waiting: [Table, Row[]][] = [];
	const take = async (name: string, columns: string[], values: unknown[][]): Promise<void> => {
		const table = tables.get(name)!;
		const known = found.get(name) ?? new Map<string, Row>();
		found.set(name, known);
		const fresh = (await fetch(tx, table, columns, values)).filter((row) => {
			const key = keyOf(row, table.key)!;
			return !known.has(key) && known.set(key, row);
		});
		if (fresh.length > 0) waiting.push([table, fresh]);
	};
	await take(
		root,
		['id'],
		ids.map((id) => [id])
	);
	for (let next = waiting.shift(); next; next = waiting.shift()) {
		const [table, rows] = next;
		for (const { columns, to, targets } of table.links)
			await take(to, targets, valuesOf(rows, columns));
		for (const { name, columns, targets } of belonging(tables, table))
			await take(name, columns, valuesOf(rows, targets));
		await take('person', ['id'], idsIn(rows));
	}
	return whole(tables, found);
}

/** By which columns of which tables rows belong to those of `table`. */
function belonging(tables: Map<string, Table>, table: Table) {
	const only = commonGround[table.name];
	const id = idColumn(table);
	return [...tables.values()].flatMap((other) => {
		if (only && !only.includes(other.name)) return [];
		const about =
			id && !only && looseColumns(other).includes('subject_id')
				? [{ name: other.name, columns: ['subject_id'], targets: [id] }]
				: [];
		const linked = other.links.filter((link) => link.to === table.name);
		return [...linked.map((link) => ({ name: other.name, ...link })), ...about];
	});
}

async function fetch(tx: Tx, table: Table, columns: string[], values: unknown[][]): Promise<Row[]> {
	if (values.length === 0) return [];
	const lists = columns.map((column, i) => {
		const { type } = table.columns.find(({ name }) => name === column)!;
		return sql`${values.map((each) => String(each[i]))}::text[]::${sql.raw(type)}[]`;
	});
	const { rows } = await sql<{ row: Row }>`
		select row_to_json(t) as row from (
			select ${sql.join(table.columns.map(({ name }) => sql.id(name)))} from ${sql.id(table.name)}
			where (${sql.join(columns.map((column) => sql.id(column)))}) in (select * from unnest(${sql.join(lists)}))
		) t`.execute(tx);
	return rows.map(({ row }) => row);
}

function valuesOf(rows: Row[], columns: string[]): unknown[][] {
	const values = new Map<string, unknown[]>();
	for (const row of rows) {
		const key = keyOf(row, columns);
		if (key) values.set(key, JSON.parse(key) as unknown[]);
	}
	return [...values.values()];
}

/** Texts and credit name people too. */
function idsIn(rows: Row[]): string[][] {
	return [...new Set(JSON.stringify(rows).match(idsAnywhere))].map((id) => [id]);
}

/** What names something that stays behind stays behind with it. */
function whole(tables: Map<string, Table>, found: Map<string, Map<string, Row>>): Rows {
	let rows: Rows = new Map(
		[...found].map(([name, known]) => [name, sorted([...known.values()], tables.get(name)!.key)])
	);
	for (;;) {
		const lost = dangling(tables, rows);
		if (lost.size === 0) return rows;
		rows = new Map(
			[...rows].map(([name, all]) => {
				const out = new Set(lost.get(name));
				return [name, all.filter((row) => !out.has(row))];
			})
		);
	}
}
