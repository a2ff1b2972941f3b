import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import {
	columnsOfParts,
	hiddenColumns,
	hiddenOfLibrary,
	leftOut,
	leftOutOf,
	type Part
} from './left-out.ts';

export type Column = { name: string; type: string; needed: boolean };
export type Link = { from: string; columns: string[]; to: string; targets: string[] };

/** A table as an archive knows it: its key says in which order its rows stand, its links what they stand on. */
export type Table = { name: string; columns: Column[]; key: string[]; links: Link[] };

/** What an archive is of. */
export type Holds = 'place' | Part;

/** The tables that an archive holds, as the database itself describes them; what is left out is not among their columns and links. */
export async function archivedTables(tx: Tx, holds: Holds): Promise<Map<string, Table>> {
	const tables = await everyTable(tx);
	const out = holds === 'place' ? leftOut : { ...leftOut, ...leftOutOf[holds] };
	const kept = tables.filter(({ name }) => !(name in out));
	return new Map(
		kept.map((table) => {
			const columns = table.columns.filter(({ name }) => isKept(holds, table.name, name));
			const links = table.links.filter(
				(link) =>
					link.columns.every((name) => isKept(holds, table.name, name)) &&
					kept.some(({ name }) => name === link.to)
			);
			return [table.name, { ...table, columns, links }];
		})
	);
}

/** Every table of ours, archived or not. Sign-in and the job queue have schemas of their own and are none. */
export async function everyTable(tx: Tx): Promise<Table[]> {
	const { rows } = await sql<Table>`
		select c.relname as name,
			(select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
					'needed', a.attnotnull and not a.atthasdef and a.attidentity = '') order by a.attnum)
				from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
			) as columns,
			coalesce((select json_agg(a.attname order by k.place)
				from pg_constraint p, unnest(p.conkey) with ordinality as k (num, place)
					join pg_attribute a on a.attnum = k.num
				where p.conrelid = c.oid and p.contype = 'p' and a.attrelid = c.oid), '[]') as key,
			coalesce((select json_agg(json_build_object('from', c.relname, 'to', f.confrelid::regclass::text,
					'columns', (select json_agg(a.attname order by k.place) from unnest(f.conkey) with ordinality as k (num, place)
						join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.num),
					'targets', (select json_agg(a.attname order by k.place) from unnest(f.confkey) with ordinality as k (num, place)
						join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.num)) order by f.conname)
				from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.conparentid = 0), '[]') as links
		from pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
			and c.relname <> 'migration'
		order by c.relname`.execute(tx);
	return rows;
}

/** The one column that is a row's own id, where its key is one. */
export function idColumn({ key, columns }: Table): string | undefined {
	const [only, ...more] = key;
	const type = columns.find(({ name }) => name === only)?.type;
	return more.length === 0 && type === 'uuid' ? only : undefined;
}

/** Columns that hold somebody's or something's id and that no foreign key watches over. */
export function looseColumns({ columns, links, key }: Table): string[] {
	const linked = new Set(links.flatMap((link) => link.columns));
	const own = key.length === 1 ? key[0] : undefined;
	return columns.flatMap(({ name, type }) =>
		type === 'uuid' && !linked.has(name) && name !== own ? [name] : []
	);
}

/** The tables in an order in which each comes after those that it stands on; a table may stand on itself. */
export function inOrder(tables: Map<string, Table>): Table[] {
	const ordered = new Map<string, Table>();
	const visit = (table: Table, above: string[]): void => {
		if (ordered.has(table.name)) return;
		if (above.includes(table.name)) throw new Error(`${above.join(' and ')} go round in a circle`);
		for (const { to } of table.links)
			if (to !== table.name) visit(tables.get(to)!, [...above, table.name]);
		ordered.set(table.name, table);
	};
	for (const table of tables.values()) visit(table, []);
	return [...ordered.values()];
}

function isKept(holds: Holds, table: string, column: string): boolean {
	if (hiddenColumns[table]?.includes(column)) return false;
	if (holds === 'place') return true;
	if (holds === 'library' && hiddenOfLibrary[table]?.includes(column)) return false;
	return columnsOfParts[table]?.includes(column) ?? true;
}
