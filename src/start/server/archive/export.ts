import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type RawBuilder } from 'kysely';
import { NotFound } from '#platform/errors.ts';
import { foldDrafts } from '#modules/documents/server/folding.ts';
import { writeLines } from '#platform/server/backup/dump.ts';
import { writePlainly } from '#platform/server/backup/tables.ts';
import { now } from '#platform/server/clock.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { appliedIn } from '#platform/server/db/migrate.ts';
import { archivedTables, type Holds, type Table } from './catalogue.ts';
import { rowsFrom } from './closure.ts';
import { addresses, dataFile, names, type Manifest } from './format.ts';
import { layOut, type Medium } from './media.ts';
import { pack } from './pack.ts';
import { readMe } from './read-me.ts';
import type { Row, Rows } from './rows.ts';
import { writeTexts } from './texts.ts';

export type Exported = { file: string; bytes: number; rows: number; texts: number; media: number };

/** Writes the whole place, as it is at this moment, to one open archive; people go on meanwhile. Throws NotFound before there is a place. */
export function exportPlace(file: string): Promise<Exported> {
	return write(file, 'place', async (tx, tables, folder) => {
		const { rows } = await sql<{ name: string }>`select name from place`.execute(tx);
		if (!rows[0]) throw new NotFound('There is no place here yet');
		const counts: Record<string, number> = {};
		for (const { name, key, columns } of tables.values())
			counts[name] = await writeLines(
				tx,
				sql`select row_to_json(t)::text as line from (
					select ${sql.join(columns.map((column) => sql.id(column.name)))} from ${sql.id(name)}
					order by ${sql.join(key.map((column) => ordered(columns, column)))}) t`,
				join(folder, dataFile(name))
			);
		counts[addresses] = await writeLines(tx, addressLines(), join(folder, dataFile(addresses)));
		const { rows: media } = await sql<Medium>`
			select id, name, type, variants from file order by id`.execute(tx);
		return { title: rows[0].name, counts, media };
	});
}

/** Writes one series, with all that belongs to it, to an open archive. Throws NotFound. */
export function exportSeries(series: string, file: string): Promise<Exported> {
	return write(
		file,
		'series',
		async (tx, tables, folder) => {
			const rows = await rowsFrom(tx, tables, 'series', [series]);
			const [row] = rows.get('series') ?? [];
			if (!row) throw new NotFound('There is no such series');
			return writePart(tx, tables, folder, { rows, title: String(row.title) });
		},
		series
	);
}

/** Writes the library, every page with all that belongs to it, to an open archive. Throws NotFound while it has no page. */
export function exportLibrary(file: string): Promise<Exported> {
	return write(file, 'library', async (tx, tables, folder) => {
		const pages = await tx.selectFrom('page').select('id').execute();
		if (pages.length === 0) throw new NotFound('The library has no page yet');
		const ids = pages.map(({ id }) => id);
		const rows = await rowsFrom(tx, tables, 'page', ids);
		const { name } = await tx.selectFrom('place').select('name').executeTakeFirstOrThrow();
		return writePart(tx, tables, folder, { rows, title: name });
	});
}

async function writePart(
	tx: Tx,
	tables: Map<string, Table>,
	folder: string,
	{ rows, title }: { rows: Rows; title: string }
): Promise<Written> {
	const counts: Record<string, number> = {};
	for (const name of tables.keys()) counts[name] = await writeRows(folder, name, rows);
	const people = (rows.get('person') ?? []).map(({ id }) => String(id));
	counts[addresses] = await writeLines(tx, addressLines(people), join(folder, dataFile(addresses)));
	return { title, counts, media: (rows.get('file') ?? []) as unknown as Medium[] };
}

type Written = { title: string; counts: Record<string, number>; media: Medium[] };

async function write(
	file: string,
	holds: Holds,
	writeData: (tx: Tx, tables: Map<string, Table>, folder: string) => Promise<Written>,
	series?: string
): Promise<Exported> {
	await foldDrafts();
	const folder = await mkdtemp(`${file}-`);
	try {
		await mkdir(join(folder, 'data'));
		const { about, media, texts } = await asSystem('at the machine', async (tx) => {
			await sql`set transaction isolation level repeatable read, read only`.execute(tx);
			await writePlainly(tx);
			const tables = await archivedTables(tx, holds);
			const written = await writeData(tx, tables, folder);
			const about: Omit<Manifest, 'files'> = {
				format: 1,
				holds,
				...(series && { series }),
				title: written.title,
				at: now().toString({ smallestUnit: 'second' }),
				migrations: await appliedIn(tx),
				tables: tablesIn(tables, written.counts)
			};
			const texts = await writeTexts(tx, folder, written.media, { holds, series });
			return { about, texts, media: written.media };
		});
		await writeFile(join(folder, names.readMe), readMe(about.title, holds));
		const paths = [names.readMe, ...about.tables.map(({ name }) => dataFile(name)), ...texts];
		const laid = await layOut(folder, media);
		await pack(folder, [...paths, ...laid], about, file);
		const rows = about.tables.reduce((sum, table) => sum + table.rows, 0);
		const { size: bytes } = await stat(file);
		return { file, bytes, rows, texts: texts.length, media: media.length };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function tablesIn(tables: Map<string, Table>, counts: Record<string, number>): Manifest['tables'] {
	const listed = [...tables.values()].map(({ name, columns }) => ({
		name,
		columns: columns.map((column) => column.name),
		rows: counts[name]!
	}));
	return [
		...listed,
		{ name: addresses, columns: ['person_id', 'email'], rows: counts[addresses]! }
	];
}

/** Databases order texts by the habits of their country; an archive does not. */
function ordered(columns: Table['columns'], column: string): RawBuilder<unknown> {
	const { type } = columns.find(({ name }) => name === column)!;
	return type === 'text' ? sql`${sql.id(column)} collate "C"` : sql.id(column);
}

function addressLines(people?: string[]): RawBuilder<unknown> {
	return sql`select json_build_object('person_id', u.id, 'email', u.email)::text as line
		from auth."user" u join person p on p.id = u.id
		where ${people ? sql`u.id = any (${sql.lit(`{${people.join(',')}}`)}::uuid[])` : sql`true`} order by u.id`;
}

async function writeRows(folder: string, table: string, rows: Rows): Promise<number> {
	const lines = (rows.get(table) ?? []).map((row: Row) => `${JSON.stringify(row)}\n`);
	await writeFile(join(folder, dataFile(table)), lines.join(''));
	return lines.length;
}
