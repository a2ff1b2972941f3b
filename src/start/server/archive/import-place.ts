import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { messageOf } from '#platform/errors.ts';
import { countAsTold } from '#modules/notices/server/told.ts';
import { reindex } from '#modules/search/server/indexing.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { addAccount } from '#platform/server/auth.ts';
import { fillAnew } from '#platform/server/backup/load.ts';
import { listTables, writePlainly } from '#platform/server/backup/tables.ts';
import { instant } from '#platform/server/clock.ts';
import { asSystem, closeDatabase, openDatabase, type Tx } from '#platform/server/db/database.ts';
import { migrate, missing } from '#platform/server/db/migrate.ts';
import type { Env } from '#platform/server/env.ts';
import { startJobs, stopJobs } from '#platform/server/jobs.ts';
import { giveBack, openStorage, takeIn } from '#platform/server/storage/bytes.ts';
import { kept } from '../backup.ts';
import { putInPlace, refusePlace, refuseUploads } from '../restore.ts';
import { storageOf } from '../where.ts';
import { archivedTables } from './catalogue.ts';
import { addresses, refusal, type Manifest } from './format.ts';
import { insertRows } from './inserting.ts';
import { filesOf, keepFiles } from './keeping.ts';
import { addressesIn, checkTables, rowsIn } from './reading.ts';
import type { Row } from './rows.ts';

/** Makes the place of an unpacked archive where none is yet, beside what is there until all of it is. Throws Conflict where there is a place. */
export async function importPlace(folder: string, about: Manifest, env: Env) {
	const data = env.JUNTO_DATA;
	await openStorage(storageOf(env));
	await refuseUploads();
	await refusePlace(env);
	const stage = join(folder, 'place');
	await mkdir(stage, { mode: 0o700 });
	const files = join(stage, kept.files);
	await openStorage({ folder: files });
	await openDatabase(env.DATABASE_URL ? { url: env.DATABASE_URL } : { folder: join(stage, 'db') });
	try {
		await fill(folder, about, async () => {
			await openStorage(storageOf(env));
			await takeIn(files);
		});
		await startJobs({ work: false });
		await stopJobs();
	} catch (error) {
		await giveBack(files);
		throw error;
	} finally {
		await closeDatabase();
	}
	putInPlace(stage, data);
	const rows = about.tables.reduce((sum, table) => sum + table.rows, 0);
	return { place: about.title, at: about.at, rows };
}

/** All of it at once where the archive is of this Junto; one of an older Junto is brought up to date in between. `takeFiles` is asked last before what is loaded stands. */
async function fill(
	folder: string,
	about: Manifest,
	takeFiles: () => Promise<void>
): Promise<void> {
	await migrate(about.migrations.map(({ name }) => name));
	const older = (await missing()).length > 0;
	await asSystem('at the machine', async (tx) => {
		await load(tx, folder, about);
		if (!older) await finish(tx);
		await takeFiles();
	});
	if (!older) return;
	await migrate();
	await asSystem('at the machine', finish);
}

async function load(tx: Tx, folder: string, about: Manifest): Promise<void> {
	await writePlainly(tx);
	const tables = await archivedTables(tx, 'place');
	checkTables(about, tables);
	const addressOf = await addressesIn(folder, about);
	const files: Row[] = [];
	const loading = fillAnew(tx, await listTables(tx), async () => {
		for (const table of about.tables) {
			if (table.name === addresses) continue;
			for await (const rows of rowsIn(folder, table, tables.get(table.name))) {
				await insertRows(tx, table.name, table.columns, rows);
				if (table.name === 'file') files.push(...rows);
				if (table.name === 'person') await addAccounts(tx, rows, addressOf);
			}
		}
	});
	await loading.catch((error: unknown) => {
		// Rows may come in any order, so that what they stand on is looked at once all are in.
		const dangling = (error as { code?: unknown }).code === '23503';
		throw dangling
			? refusal(`Something in it names what is not there: ${messageOf(error)}`)
			: error;
	});
	const [stranger] = addressOf.keys();
	if (stranger) throw refusal('It has an address of nobody in it');
	const { rows } = await sql<{ places: number; everyone: number }>`
		select (select count(*) from place)::integer as places,
			(select count(*) from audience where id = ${EVERYONE} and kind = 'everyone')::integer as everyone`.execute(
		tx
	);
	if (rows[0]?.places !== 1 || rows[0].everyone !== 1) throw refusal('There is no place in it');
	await keepFiles(folder, filesOf(files, about));
}

/** An address by which its person asks for a link; passwords did not come along. */
async function addAccounts(tx: Tx, people: Row[], addressOf: Map<string, string>): Promise<void> {
	for (const { id, name, joined_at } of people) {
		const email = addressOf.get(String(id));
		if (!email) continue;
		addressOf.delete(String(id));
		await addAccount(tx, { id: String(id), email, name: String(name), at: String(joined_at) });
	}
}

async function finish(tx: Tx): Promise<void> {
	await reindex(tx);
	await countAsTold(tx, instant());
}
