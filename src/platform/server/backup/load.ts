import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { asSystem, type Tx } from '../db/database.ts';
import { enqueue } from '../jobs.ts';
import { jobsFile, type Dumped } from './dump.ts';
import { fileOf, listTables, nameOf, writePlainly, type Table } from './tables.ts';

const rowsAtOnce = 200;

/** Puts what `dump` wrote in the place of what the migrated database holds, in one transaction. Throws when it does not fit. */
export async function load(folder: string, dumped: Dumped[]): Promise<void> {
	await asSystem('backing up', async (tx) => {
		await writePlainly(tx);
		const here = await listTables(tx);
		refuseMisfit(dumped, here);
		await fillAnew(tx, here, async () => {
			for (const table of dumped) await fill(tx, table, join(folder, fileOf(table)));
		});
	});
}

/** Empties the database and has `fillAll` fill it in any order: what its rows stand on is checked once all are there. */
export async function fillAnew(tx: Tx, here: Table[], fillAll: () => Promise<void>): Promise<void> {
	const links = await takeOffLinks(tx);
	await sql`truncate ${sql.join(here.map(nameOf))}`.execute(tx);
	await fillAll();
	await putBackLinks(tx, links);
	await moveSequences(tx);
}

/** Queues the jobs that `dump` found waiting. */
export async function loadJobs(folder: string): Promise<void> {
	for await (const lines of linesIn(join(folder, jobsFile)))
		await asSystem('backing up', async (tx) => {
			for (const line of lines) {
				const [queue, data] = JSON.parse(line) as [string, object];
				await enqueue(tx, queue, data);
			}
		});
}

function refuseMisfit(dumped: Dumped[], here: Table[]): void {
	for (const { schema, name, columns } of dumped) {
		const known = here.find((table) => table.schema === schema && table.name === name);
		const missing = columns.find(
			(column) => !known?.columns.some((own) => own.name === column.name)
		);
		if (!known || missing)
			throw new Error(
				`The backup does not fit: ${schema}.${name} ${missing ? `has no ${missing.name}` : 'is unknown'} here`
			);
	}
}

async function fill(tx: Tx, table: Dumped, path: string): Promise<void> {
	const { columns } = table;
	const names = columns.map(({ name }) => sql.id(name));
	const values = columns.map(({ type }, i) => sql`${sql.id(`c${i}`)}::${sql.raw(type)}`);
	const aliases = columns.map((_, i) => sql.id(`c${i}`));
	let count = 0;
	for await (const lines of linesIn(path)) {
		const rows = lines.map((line) => JSON.parse(line) as (string | null)[]);
		const texts = columns.map((_, i) => sql`${rows.map((row) => row[i])}::text[]`);
		await sql`insert into ${nameOf(table)} (${sql.join(names)}) overriding system value
			select ${sql.join(values)} from unnest(${sql.join(texts)}) as given (${sql.join(aliases)})`.execute(
			tx
		);
		count += rows.length;
	}
	if (count !== table.rows)
		throw new Error(`The backup is damaged: ${table.name} has ${count} rows of ${table.rows}`);
}

type Link = { owner: string; name: string; definition: string };

/** Foreign keys go round in circles: they are taken off while rows come in, and checked as they are put back. */
async function takeOffLinks(tx: Tx): Promise<Link[]> {
	const { rows } = await sql<Link>`
		select conrelid::regclass::text as owner, conname as name, pg_get_constraintdef(oid) as definition
		from pg_constraint where contype = 'f' and conparentid = 0
			and connamespace in ('public'::regnamespace, 'auth'::regnamespace)`.execute(tx);
	for (const { owner, name } of rows)
		await sql`alter table ${sql.raw(owner)} drop constraint ${sql.id(name)}`.execute(tx);
	return rows;
}

async function putBackLinks(tx: Tx, links: Link[]): Promise<void> {
	for (const { owner, name, definition } of links)
		await sql`alter table ${sql.raw(owner)} add constraint ${sql.id(name)} ${sql.raw(definition)}`.execute(
			tx
		);
}

/** Numbers that the database gives go on after the highest that came in. */
async function moveSequences(tx: Tx): Promise<void> {
	const { rows } = await sql<{ sequence: string; owner: string; column: string }>`
		select s.oid::regclass::text as sequence, d.refobjid::regclass::text as owner, a.attname as column
		from pg_class s join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
			join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
		where s.relkind = 'S' and s.relnamespace in ('public'::regnamespace, 'auth'::regnamespace)`.execute(
		tx
	);
	for (const { sequence, owner, column } of rows)
		await sql`select setval(${sequence}::regclass, coalesce(max(${sql.id(column)}), 0) + 1, false)
			from ${sql.raw(owner)}`.execute(tx);
}

/** Lines end with a line feed alone: a text may hold other separators. */
async function* linesIn(path: string): AsyncGenerator<string[]> {
	let lines: string[] = [];
	let rest = '';
	for await (const chunk of createReadStream(path, 'utf8')) {
		const parts = (rest + String(chunk)).split('\n');
		rest = parts.pop()!;
		for (const line of parts) if (lines.push(line) === rowsAtOnce) yield lines.splice(0);
	}
	if (lines.length > 0) yield lines;
}
