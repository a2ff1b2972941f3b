import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { email } from '#modules/people/people.ts';
import { believed } from './believing.ts';
import type { Table } from './catalogue.ts';
import { addresses, dataFile, refusal, told, type Manifest } from './format.ts';
import type { Row } from './rows.ts';

const most = { rows: 200, characters: 8_000_000, line: 64_000_000 };

/** Throws Invalid unless each table that an archive names is one that an archive of its kind holds, with columns that it has. */
export function checkTables({ tables, files, holds }: Manifest, known: Map<string, Table>): void {
	const listed = new Set(tables.map(({ name }) => name));
	if (listed.size !== tables.length) throw refusal('It names a table twice');
	for (const { name, columns } of tables) {
		const own = name === addresses ? ['person_id', 'email'] : columnsOf(known, name);
		if (!own) throw refusal(`It holds ${name}, which no archive of a ${holds} holds`);
		const strange = columns.find((column) => !own.includes(column));
		if (strange) throw refusal(`It has ${name}.${strange}, which is unknown here`);
		if (!files[dataFile(name)]) throw refusal(`${dataFile(name)} is missing`);
		const needed = known
			.get(name)
			?.columns.find((each) => each.needed && !columns.includes(each.name));
		if (needed) throw refusal(`It is of an older Junto: ${name} has no ${needed.name} there`);
	}
	for (const path of Object.keys(files))
		if (path.startsWith('data/') && !listed.has(path.slice(5).replace(/\.jsonl$/, '')))
			throw refusal(`${path} is of no table`);
}

/** The rows of a table, a few at a time, as far as they can be believed. Throws Invalid. */
export async function* rowsIn(
	folder: string,
	{ name, columns, rows }: Manifest['tables'][number],
	table?: Table
): AsyncGenerator<Row[]> {
	const shape = new Set(columns);
	const ids = (table?.columns ?? []).flatMap((each) => (each.type === 'uuid' ? [each.name] : []));
	let batch: Row[] = [];
	let characters = 0;
	let count = 0;
	for await (const line of linesIn(join(folder, dataFile(name)))) {
		count += 1;
		try {
			batch.push(believed(name, parse(line, shape, ids)));
		} catch (error) {
			throw refusal(`${dataFile(name)}, line ${count}: ${told(error)}`);
		}
		characters += line.length;
		if (batch.length < most.rows && characters < most.characters) continue;
		yield batch;
		batch = [];
		characters = 0;
	}
	if (batch.length > 0) yield batch;
	if (count !== rows) throw refusal(`${dataFile(name)} has ${count} rows of ${rows}`);
}

const address = z.object({ person_id: z.uuid(), email });

/** Which address is whose. Throws Invalid where one is none, or two people's. */
export async function addressesIn(folder: string, about: Manifest): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	const table = about.tables.find(({ name }) => name === addresses);
	if (!table) throw refusal(`${dataFile(addresses)} is missing`);
	for await (const rows of rowsIn(folder, table))
		for (const row of rows) {
			const parsed = address.safeParse(row);
			if (!parsed.success) throw refusal(`${dataFile(addresses)} has something that is no address`);
			found.set(parsed.data.person_id, parsed.data.email);
		}
	if (new Set(found.values()).size !== table.rows)
		throw refusal(`${dataFile(addresses)} gives one address to two people`);
	return found;
}

function columnsOf(known: Map<string, Table>, table: string): string[] | undefined {
	return known.get(table)?.columns.map(({ name }) => name);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function parse(line: string, shape: Set<string>, ids: string[]): Row {
	let row: unknown;
	try {
		row = JSON.parse(line);
	} catch {
		throw new Error('this is no JSON');
	}
	if (typeof row !== 'object' || row === null || Array.isArray(row))
		throw new Error('this is no JSON object');
	const keys = Object.keys(row);
	if (keys.length !== shape.size || keys.some((key) => !shape.has(key)))
		throw new Error('this has other columns than its table');
	// Written in another way, the same id would be looked for and not found.
	for (const column of ids) {
		const id = (row as Row)[column] ?? null;
		if (id !== null && !uuid.test(String(id))) throw new Error(`its ${column} is no id`);
	}
	return row as Row;
}

/** Lines end with a line feed alone: a text may hold other separators. */
async function* linesIn(path: string): AsyncGenerator<string> {
	let rest = '';
	for await (const chunk of createReadStream(path, 'utf8')) {
		const parts = (rest + String(chunk)).split('\n');
		rest = parts.pop()!;
		if (rest.length > most.line) throw refusal('A line in it is longer than any row');
		yield* parts;
	}
	if (rest) yield rest;
}
