import { sql } from 'kysely';
import { databaseBytes } from '#platform/server/backup/tables.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { freeBeside } from '#platform/server/room.ts';
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
export async function weigh(tx: Tx, data: string): Promise<Disk> {
	return {
		database: await databaseBytes(tx),
		uploads: await uploadedBytes(tx),
		backups: keptBackups(data).reduce((sum, { bytes }) => sum + bytes, 0),
		...room(data)
	};
}

export function room(data: string): Pick<Disk, 'free' | 'low'> {
	const free = freeBeside(data);
	return { free, low: free < enough };
}

async function uploadedBytes(tx: Tx): Promise<number> {
	const { rows } = await sql<{ bytes: number }>`
		select coalesce(sum(bytes + coalesce((select sum((v ->> 'bytes')::bigint) from jsonb_array_elements(variants) v), 0)), 0)::bigint as bytes
		from file`.execute(tx);
	return rows[0]!.bytes;
}
