import { sql } from 'kysely';
import { Conflict } from '#platform/errors.ts';
import { askForTrials } from '#modules/methods/server/taking-up.ts';
import { addAbsent } from '#modules/people/server/absent.ts';
import { indexThings } from '#modules/search/server/indexing.ts';
import { askForWhatComes } from '#modules/series/server/asking.ts';
import { writePlainly } from '#platform/server/backup/tables.ts';
import { instant } from '#platform/server/clock.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { subjectKinds } from '#platform/server/subjects.ts';
import { placeAudiences } from './audiences.ts';
import { archivedTables, idColumn, inOrder, type Table } from './catalogue.ts';
import { addresses, refusal, type Manifest } from './format.ts';
import { insertRows } from './inserting.ts';
import { filesOf, forgetFiles, keepFiles } from './keeping.ts';
import { commonGround, type Part } from './left-out.ts';
import { matchPeople } from './people.ts';
import { addressesIn, checkTables, rowsIn } from './reading.ts';
import { placeShelves } from './shelves.ts';
import { dangling, idsAnywhere, type Row, type Rows } from './rows.ts';

export type Imported = { title: string; people: number; newPeople: number } & (
	{ series: string } | { pages: number }
);

/**
 * Takes the series or the library of an unpacked archive into this place, all of it or nothing. Whoever is here by the
 * same address is whom it names; others come by name alone. Throws Invalid, or Conflict where it is here already or there
 * is no place.
 */
export async function importPart(
	folder: string,
	about: Manifest & { holds: Part }
): Promise<Imported> {
	const { tables, rows } = await readAll(folder, about);
	const series = rows.get('series') ?? [];
	const one = about.holds === 'series' ? about.series : undefined;
	if (series.length !== (one ? 1 : 0) || series[0]?.id !== one || about.series !== one)
		throw refusal('It does not hold the series that it names');
	refuseDouble(tables, rows);
	const [lost] = dangling(tables, rows).keys();
	if (lost) throw refusal(`Something of its ${lost} names what is not in it`);
	const files = filesOf(rows.get('file') ?? [], about);
	await refuseKnown(rows, files);
	await keepFiles(folder, files);
	try {
		const addressOf = await addressesIn(folder, about);
		return await asSystem('at the machine', (tx) => put(tx, tables, rows, addressOf, about));
	} catch (error) {
		await forgetFiles(files);
		throw error;
	}
}

async function readAll(folder: string, about: Manifest & { holds: Part }) {
	const tables = await asSystem('at the machine', (tx) => archivedTables(tx, about.holds));
	checkTables(about, tables);
	const rows: Rows = new Map();
	for (const table of about.tables) {
		if (table.name === addresses) continue;
		const all: Row[] = [];
		for await (const some of rowsIn(folder, table, tables.get(table.name))) all.push(...some);
		rows.set(table.name, all);
	}
	return { tables, rows };
}

/** An audience may bear the id of whose it is. */
const alike = new Set(['audience', 'circle', 'person']);

/** Throws Invalid where one id is two things, or where an archive tells of somebody's or of a circle's own doings. */
function refuseDouble(tables: Map<string, Table>, rows: Rows): void {
	const of = new Map<unknown, string>();
	for (const table of tables.values()) {
		const id = idColumn(table);
		// A row about another bears its id, and stands on it by a foreign key.
		if (!id || table.links.some(({ columns }) => columns.includes(id))) continue;
		for (const row of rows.get(table.name) ?? []) {
			const other = of.get(row[id]);
			if (other && !(alike.has(other) && alike.has(table.name)))
				throw refusal(`One id in it is of a ${other} and of a ${table.name}`);
			of.set(row[id], table.name);
		}
	}
	const own = new Set(Object.keys(commonGround));
	const foreign = (rows.get('event') ?? []).find(({ subject_id: id }) => own.has(of.get(id) ?? ''));
	if (foreign) throw refusal('It tells what somebody did elsewhere than in it');
}

/** Before any byte is kept: those of a file that is here already must stay as they are. */
async function refuseKnown(given: Rows, files: { id: string }[]): Promise<void> {
	const idsOf = (table: string) => (given.get(table) ?? []).map(({ id }) => String(id));
	const ids = files.map(({ id }) => id);
	const { rows } = await asSystem('at the machine', (tx) =>
		sql<{ place: boolean; series: boolean; page: boolean; file: boolean }>`select
			exists (select from place) as place,
			exists (select from series where id = any (${idsOf('series')}::uuid[])) as series,
			exists (select from page where id = any (${idsOf('page')}::uuid[])) as page,
			exists (select from file where id = any (${ids}::uuid[])) as file`.execute(tx)
	);
	if (!rows[0]!.place) throw new Conflict('Set the place up first: junto setup');
	if (rows[0]!.series) throw new Conflict('This series is here already');
	if (rows[0]!.page) throw new Conflict('A page of this library is here already');
	if (rows[0]!.file) throw new Conflict('A file of it is here already');
}

async function put(
	tx: Tx,
	tables: Map<string, Table>,
	given: Rows,
	addressOf: Map<string, string>,
	about: Manifest & { holds: Part }
): Promise<Imported> {
	await writePlainly(tx);
	const at = instant();
	const people = await matchPeople(tx, given.get('person') ?? [], addressOf);
	await addAbsent(tx, people.fresh, at);
	const { rows, here } = await placeAudiences(tx, renamed(given, people.here));
	const shelves = await placeShelves(tx, rows.get('shelf') ?? []);
	rows.set('shelf', shelves.fresh);
	const events = rows.get('event') ?? [];
	rows.set(
		'event',
		events.filter(({ kind, subject_id: id }) => kind !== 'shelf' || !shelves.here.has(String(id)))
	);
	const placed = renamed(rows, new Map([...here, ...shelves.here]));
	for (const { name } of inOrder(tables)) {
		const columns = about.tables.find((table) => table.name === name)?.columns ?? [];
		const made = name === 'circle' ? [...columns, 'joining'] : columns;
		if (name !== 'person') await insertRows(tx, name, made, placed.get(name) ?? []);
	}
	await makeFindable(tx, placed.get('event') ?? []);
	const { series, title } = about;
	if (series) await askForWhatComes(tx, series, at);
	await askForTrials(
		tx,
		(placed.get('adoption') ?? []).map(({ id }) => String(id)),
		at
	);
	const count = people.here.size + people.fresh.length;
	const told = { title, people: count, newPeople: people.fresh.length };
	return series ? { series, ...told } : { pages: placed.get('page')?.length ?? 0, ...told };
}

/** Rows that call things by their ids here, in texts and in credit too. */
function renamed(rows: Rows, here: Map<string, string>): Rows {
	const changed = new Map([...here].filter(([there, own]) => there !== own));
	if (changed.size === 0) return rows;
	return new Map(
		[...rows].map(([table, all]) => {
			const text = JSON.stringify(all).replace(idsAnywhere, (id) => changed.get(id) ?? id);
			return [table, JSON.parse(text) as Row[]];
		})
	);
}

async function makeFindable(tx: Tx, events: Row[]): Promise<void> {
	const things = Map.groupBy(events, ({ kind }) => String(kind));
	for (const kind of subjectKinds()) {
		const ids = (things.get(kind) ?? []).map((event) => String(event.subject_id));
		if (ids.length > 0) await indexThings(tx, kind, [...new Set(ids)]);
	}
}
