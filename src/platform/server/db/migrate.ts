import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { now } from '../clock.ts';
import { appRole, asSystem, type Tx } from './database.ts';

type Migration = { name: string; text: string; checksum: string };
type Applied = { name: string; checksum: string };

const folder = 'migrations';

/** Brings the database to the newest migration, or to those in `only`; refuses one that is newer than this build or was changed since. Returns the names applied. */
export async function migrate(only?: string[]): Promise<string[]> {
	return asSystem('migrating', async (tx) => {
		await takeTurns(tx);
		await sql`create table if not exists migration (
			name text primary key, checksum text not null, at timestamptz not null)`.execute(tx);
		const done = await appliedIn(tx);
		refuseStrange(done, 'The database');
		await makeRole(tx);
		const todo = read().filter(
			({ name }) => !done.some((row) => row.name === name) && (!only || only.includes(name))
		);
		for (const { name, text, checksum } of todo) {
			for (const statement of statements(text)) await sql.raw(statement).execute(tx);
			await sql`insert into migration values (${name}, ${checksum}, ${now().toString()})`.execute(
				tx
			);
		}
		await grant(tx);
		return todo.map(({ name }) => name);
	});
}

/** Waits, until this transaction ends, for other processes that change what the database consists of. */
export async function takeTurns(tx: Tx): Promise<void> {
	await sql`select pg_advisory_xact_lock(20261123)`.execute(tx);
}

/** The migrations that the database has had. */
export function applied(): Promise<Applied[]> {
	return asSystem('migrating', appliedIn);
}

/** The migrations that this build has and the database has not had. */
export async function missing(): Promise<string[]> {
	const done = new Set((await applied()).map(({ name }) => name));
	return read().flatMap(({ name }) => (done.has(name) ? [] : [name]));
}

/** Throws when `whose` migrations are not all among this build's, or not as they are here. */
export function refuseStrange(done: Applied[], whose: string): void {
	const migrations = read();
	for (const { name, checksum } of done) {
		const known = migrations.find((migration) => migration.name === name);
		if (!known) throw new Error(`${whose} is newer than this Junto: it has ${name}`);
		if (known.checksum !== checksum)
			throw new Error(`${whose} had another ${name} than this Junto has: it was changed since`);
	}
}

/** The same, in the caller's transaction. */
export async function appliedIn(tx: Tx): Promise<Applied[]> {
	const { rows: known } = await sql<{
		table: string | null;
	}>`select to_regclass('public.migration')::text as table`.execute(tx);
	if (!known[0]?.table) return [];
	const { rows } = await sql<Applied>`select name, checksum from migration order by name`.execute(
		tx
	);
	return rows;
}

function read(): Migration[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.sql'))
		.sort()
		.map((name) => {
			const text = readFileSync(join(folder, name), 'utf8');
			return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
		});
}

/** One statement at a time, because an embedded database prepares each; `;` inside quotes and function bodies does not end one. */
function statements(text: string): string[] {
	return text.match(/(?:\$\$[^]*?\$\$|'[^']*'|--[^\n]*|[^;$'-]|[$-])*;/g) ?? [];
}

async function makeRole(tx: Tx): Promise<void> {
	const role = appRole();
	const known = await sql`select from pg_roles where rolname = ${role}`.execute(tx);
	if (known.rows.length === 0) await sql`create role ${sql.id(role)} nologin`.execute(tx);
	await sql`grant ${sql.id(role)} to current_user`.execute(tx);
}

/** The role may try everything in `public`; row-level security, on for every table there, decides. */
async function grant(tx: Tx): Promise<void> {
	const role = sql.id(appRole());
	await sql`grant usage on schema public to ${role}`.execute(tx);
	await sql`grant select, insert, update, delete on all tables in schema public to ${role}`.execute(
		tx
	);
	await sql`grant usage on all sequences in schema public to ${role}`.execute(tx);
	await sql`revoke all on migration from ${role}`.execute(tx);
}
