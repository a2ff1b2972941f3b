import { idColumn, looseColumns, type Table } from './catalogue.ts';

export type Row = Record<string, unknown>;

/** Ids, wherever in a text they stand. */
export const idsAnywhere = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The rows of each table. */
export type Rows = Map<string, Row[]>;

/** What names a row among those of its table, by these columns; undefined where one of them is empty. */
export function keyOf(row: Row, columns: string[]): string | undefined {
	const values = columns.map((column) => row[column]);
	return values.some((value) => value == null) ? undefined : JSON.stringify(values);
}

/** The rows that name something which is not among them, by a foreign key or without one, by table. */
export function dangling(tables: Map<string, Table>, rows: Rows): Map<string, Row[]> {
	const known = new Map<string, Set<string>>();
	const knownBy = (table: string, columns: string[]): Set<string> => {
		const name = `${table} ${columns.join(' ')}`;
		let keys = known.get(name);
		if (!keys)
			known.set(name, (keys = new Set((rows.get(table) ?? []).map((row) => keyOf(row, columns)!))));
		return keys;
	};
	const ids = new Set<unknown>();
	for (const table of tables.values()) {
		const id = idColumn(table);
		if (id) for (const row of rows.get(table.name) ?? []) ids.add(row[id]);
	}
	const found: Rows = new Map();
	for (const table of tables.values()) {
		const loose = looseColumns(table);
		const lost = (rows.get(table.name) ?? []).filter(
			(row) =>
				loose.some((column) => row[column] != null && !ids.has(row[column])) ||
				table.links.some(({ columns, to, targets }) => {
					const key = keyOf(row, columns);
					return key !== undefined && !knownBy(to, targets).has(key);
				})
		);
		if (lost.length > 0) found.set(table.name, lost);
	}
	return found;
}

/** Rows in the order of their keys, so that the same rows always stand in the same order. */
export function sorted(rows: Row[], key: string[]): Row[] {
	return rows.toSorted((a, b) => {
		for (const column of key) {
			const order = compare(a[column], b[column]);
			if (order !== 0) return order;
		}
		return 0;
	});
}

function compare(a: unknown, b: unknown): number {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}
