import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseBytes } from '#platform/server/backup/tables.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { freeBeside } from '#platform/server/room.ts';
import { storageFolder } from '#platform/server/storage/bytes.ts';
import { keptBackups } from './kept.ts';

/** Below this somebody should make room. */
const enough = 1024 ** 3;

export type Disk = {
	database: number;
	uploads: number;
	backups: number;
	free: number;
	/** Whether somebody should make room. */
	low: boolean;
};

/** How many bytes the place takes, by what they are for, and how many are free beside its folder. */
export async function weigh(tx: Tx, data: string, uploads: number): Promise<Disk> {
	return {
		database: await databaseBytes(tx),
		uploads,
		backups: keptBackups(data).reduce((sum, { bytes }) => sum + bytes, 0),
		...room(data)
	};
}

/** The bytes of all uploads on this machine's disks; counted there, since nobody may see all their rows. */
export async function uploadedBytes(): Promise<number> {
	const folder = storageFolder();
	if (!folder) return 0;
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	let bytes = 0;
	for (const entry of entries)
		if (entry.isFile())
			bytes += await stat(join(entry.parentPath, entry.name)).then(
				({ size }) => size,
				() => 0
			);
	return bytes;
}

export function room(data: string): Pick<Disk, 'free' | 'low'> {
	const free = freeBeside(data);
	return { free, low: free < enough };
}
