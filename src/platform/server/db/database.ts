import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as letOthersIn } from 'node:timers/promises';
import { Kysely, PGliteDialect, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { PGlite } from '@electric-sql/pglite';
import { log } from '../log.ts';
import { Forbidden } from '../../errors.ts';
import { shortOfRoom } from '../room.ts';
import { awayOrSame } from './away.ts';
import { InstantsAsText } from './instants.ts';
import { openPGlite } from './pglite.ts';
import { ListsAsArrays, PreparingClient } from './prepared.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

type Open = {
	db: Db;
	plain: Db;
	pglite?: PGlite;
	url?: string;
	role: string;
	/** Where the embedded database lies, and whether it only reads for want of room. */
	folder?: string;
	short?: boolean;
};

let open: Open | undefined;
const transaction = new AsyncLocalStorage<string>();

/** Where the database is: a PostgreSQL by its address, a folder for the embedded one, or memory for tests. */
export type Where = { url: string } | { folder: string } | { memory: true; template?: Blob };

/** Opens the database for this process; `closeDatabase` ends it. */
export async function openDatabase(where: Where): Promise<void> {
	if (open) throw new Error('The database is open already');
	pg.types.setTypeParser(pg.types.builtins.DATE, String);
	pg.types.setTypeParser(pg.types.builtins.INT8, Number);
	let pglite: PGlite | undefined;
	let dialect;
	if ('url' in where) {
		const pool = new pg.Pool({
			Client: PreparingClient,
			connectionString: where.url,
			max: 10,
			connectionTimeoutMillis: 10_000,
			keepAlive: true
		});
		// A connection that ends is replaced at the next query; unheard, in use or idle, it would end the process.
		pool.on('error', (error) => log.warn(error, 'an idle database connection ended'));
		pool.on('connect', (client) => client.on('error', () => {}));
		dialect = new PostgresDialect({ pool });
	} else {
		pglite =
			'folder' in where
				? await openPGlite(where.folder)
				: await openPGlite(undefined, where.template);
		pglite.parsers[pg.types.builtins.DATE] = String;
		pglite.parsers[pg.types.builtins.INT8] = Number;
		dialect = new PGliteDialect({ pglite });
	}
	const plain = new Kysely<Tables>({
		dialect,
		log: ({ query }) => {
			if (!/^(begin|commit|rollback)/.test(query.sql)) queries.getStore()?.push(query.sql);
		}
	});
	const db = plain.withPlugin(new InstantsAsText()).withPlugin(new ListsAsArrays());
	const named = await sql<{ name: string }>`select current_database() as name`.execute(plain);
	const url = 'url' in where ? where.url : undefined;
	const folder = 'folder' in where ? where.folder : undefined;
	open = { db, plain, pglite, url, folder, role: `${named.rows[0]!.name}_junto_app` };
}

export async function closeDatabase(): Promise<void> {
	const closing = open;
	open = undefined;
	await closing?.plain.destroy();
}

/** The role that answers people; it owns nothing. */
export function appRole(): string {
	return opened().role;
}

/** The embedded database itself, or the address of the PostgreSQL: for backups and the job queue. */
export function underneath(): { pglite?: PGlite; url?: string } {
	return opened();
}

/** Runs `work` in one transaction that sees what `person` may see, or what a stranger may see when there is none. Throws Forbidden for somebody who is not here (any more). */
export function as<T>(person: string | null, work: (tx: Tx) => Promise<T>): Promise<T> {
	return inTransaction('as a person', async (tx) => {
		const { rows } = await sql<{ here: boolean }>`select see_as(${person}) as here`.execute(tx);
		if (person && !rows[0]?.here) throw new Forbidden('You are not here any more');
		return work(tx);
	});
}

/** Runs `work` in one transaction that sees everything. `reason` says why no person can be asked. */
export function asSystem<T>(reason: SystemReason, work: (tx: Tx) => Promise<T>): Promise<T> {
	return inTransaction(reason, work);
}

/** Runs `work` as `asSystem` does, but in no transaction: each of its statements stands alone, or asks a function that sees as somebody. */
export function lookUp<T>(reason: SystemReason, work: (db: Db) => Promise<T>): Promise<T> {
	return outsideOthers(reason, work);
}

/** Every place that may read without asking on somebody's behalf. */
export type SystemReason =
	| 'migrating'
	| 'setting up the place'
	| 'signing in'
	| 'inviting people'
	| 'a directory says who comes and goes'
	| 'joining a circle'
	| 'naming an audience'
	| 'bringing out questions'
	| 'telling people'
	| 'sending letters'
	| 'answering a letter'
	| 'asking people'
	| 'keeping counts'
	| 'keeping the index'
	| 'searching'
	| 'fetching a file'
	| 'receiving a recording'
	| 'reading a feed'
	| 'following a link'
	| 'keeping live drafts'
	| 'seeding the demo'
	| 'somebody leaves'
	| 'looking after reports'
	| 'backing up'
	| 'at the machine';

/** The database outside any transaction, for the sign-in library and the job queue alone. */
export function outsideTransactions(): Db {
	if (transaction.getStore())
		throw new Error('The outer database was asked for inside a transaction');
	return opened().plain;
}

const queries = new AsyncLocalStorage<string[]>();

/** The SQL statements that `work` sends, with its result: pages and doors pin their number by it. */
export async function countingQueries<T>(
	work: () => Promise<T>
): Promise<{ result: T; statements: string[] }> {
	const statements: string[] = [];
	const result = await queries.run(statements, work);
	return { result, statements };
}

function inTransaction<T>(name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
	return outsideOthers(name, (db) => db.transaction().execute(work));
}

/** Throws Away where the database cannot be reached. */
async function outsideOthers<T>(name: string, work: (db: Db) => Promise<T>): Promise<T> {
	const outer = transaction.getStore();
	if (outer) throw new Error(`A transaction (${name}) was begun inside another (${outer})`);
	const { db, pglite } = opened();
	// The embedded database answers without a turn of the event loop: long work would keep every page waiting until it ends.
	if (pglite) await letOthersIn();
	await mindRoom();
	try {
		return await transaction.run(name, () => work(db));
	} catch (error) {
		throw awayOrSame(error);
	}
}

/** Whether the embedded database only reads at present: it is told to while there is hardly any room, and to write again afterwards. */
export async function mindRoom(): Promise<boolean> {
	const { folder, pglite, short = false } = opened();
	if (!folder || shortOfRoom(folder) === short) return short;
	opened().short = !short;
	log.warn({ folder, readsAlone: !short }, 'room on the disk');
	await pglite!.exec(`set default_transaction_read_only = ${short ? 'off' : 'on'}`);
	return !short;
}

function opened(): Open {
	if (!open) throw new Error('The database is not open');
	return open;
}
