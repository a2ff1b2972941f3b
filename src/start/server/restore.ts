import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { unpack, verify } from '#platform/server/backup/archive.ts';
import { closeDatabase, openDatabase } from '#platform/server/db/database.ts';
import { refuseStrange } from '#platform/server/db/migrate.ts';
import type { Env } from '#platform/server/env.ts';
import { needRoom } from '#platform/server/room.ts';
import {
	checkStorage,
	giveBack,
	keepsAny,
	openStorage,
	takeIn
} from '#platform/server/storage/bytes.ts';
import { Conflict } from '#platform/errors.ts';
import { kept } from './backup.ts';
import { fill, holds } from './filling.ts';
import { storageOf, whereOf } from './where.ts';

/** A database takes about this many times the room of the texts that it is filled with. */
const swelling = 2;

/** A scratch database of less than this does not need the disk. */
const fitsInMemory = 32 * 1024 ** 2;

/**
 * Makes the place of a backup where none is yet: an empty data folder, or one that was started and never set up.
 * Everything is checked and unpacked beside it before anything of it is touched. A backup of the database alone leaves the
 * uploads that are there. Throws Conflict where there is a place.
 */
export async function restore(file: string, env: Env) {
	const about = await verify(file);
	refuseStrange(about.migrations, 'The backup');
	const data = env.JUNTO_DATA;
	if (about.uploads) {
		await openStorage(storageOf(env));
		await refuseUploads();
	}
	await refusePlace(env);
	await inStage(data, 'restoring', async (stage) => {
		needRoom(data, about.unpacked * (1 + swelling), 'what the backup holds');
		await unpack(file, stage);
		const files = join(stage, kept.files);
		try {
			await takeIn(files);
			await fill(
				env.DATABASE_URL ? { url: env.DATABASE_URL } : { folder: join(stage, 'db') },
				stage,
				about
			);
		} catch (error) {
			await giveBack(files);
			throw error;
		}
		putInPlace(stage, data);
	});
	return { ...saidOf(about), uploads: about.uploads };
}

/** Reads a backup to its last value: every byte as it was written, every row into a scratch database below `data` and on to the newest migration. Throws what is wrong with it. */
export async function tryOut(file: string, data: string) {
	const about = await verify(file);
	refuseStrange(about.migrations, 'The backup');
	await inStage(data, 'trying', async (stage) => {
		needRoom(data, about.unpacked * (1 + swelling), 'trying the backup out');
		await unpack(file, stage, kept.tables);
		const small = about.unpacked < fitsInMemory;
		await fill(small ? { memory: true } : { folder: join(stage, 'db') }, stage, about);
	});
	return saidOf(about);
}

function saidOf({ at, tables, jobs }: Awaited<ReturnType<typeof verify>>) {
	return { at, rows: tables.reduce((sum, { rows }) => sum + rows, 0), jobs };
}

async function inStage(
	data: string,
	name: string,
	work: (stage: string) => Promise<void>
): Promise<void> {
	const stage = join(data, name);
	rmSync(stage, { recursive: true, force: true });
	mkdirSync(stage, { mode: 0o700 });
	try {
		await work(stage);
	} finally {
		rmSync(stage, { recursive: true, force: true });
	}
}

/** Puts the database and the secret that were made in `stage` into the data folder, in the stead of what is there. */
export function putInPlace(stage: string, data: string): void {
	for (const entry of [kept.secret, 'db']) {
		if (!existsSync(join(stage, entry))) continue;
		rmSync(join(data, entry), { recursive: true, force: true });
		renameSync(join(stage, entry), join(data, entry));
	}
}

/** Uploads that are there already would be nobody's. Throws Conflict. */
export async function refuseUploads(): Promise<void> {
	if (await keepsAny())
		throw new Conflict(
			`There are uploads in ${await checkStorage()} already: take this where there are none`
		);
}

/** A database that was only migrated may be filled; one in which somebody set a place up may not. */
export async function refusePlace(env: Env): Promise<void> {
	if (!env.DATABASE_URL && !existsSync(join(env.JUNTO_DATA, 'db'))) return;
	await openDatabase(whereOf(env));
	try {
		if (['place', 'strange things'].includes(await holds()))
			throw new Conflict(
				'There is a place here already: take this into an empty data folder or database'
			);
	} finally {
		await closeDatabase();
	}
}
