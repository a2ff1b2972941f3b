import { statfsSync } from 'node:fs';
import { sayBytes } from '../size.ts';

/**
 * What is kept free for the embedded database. Once its journal cannot grow any further it ends at once, and does not start
 * again before there is room; so it only reads while less than this is left.
 */
const reserve = 64 * 1024 ** 2;

/** No more of the disk is left for what somebody wants to write. */
export class NoRoom extends Error {}

/** The bytes that are free beside `folder`. */
export function freeBeside(folder: string): number {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
}

/** Whether so little is left beside `folder` that the database there may only read. */
export function shortOfRoom(folder: string): boolean {
	return freeBeside(folder) < reserve;
}

/** How many bytes more beside `folder` leave what the database needs. */
export const roomBeside = (folder: string) => Math.max(0, freeBeside(folder) - reserve);

/** Throws NoRoom when `bytes` more beside `folder` would leave less than the database needs. */
export function needRoom(folder: string, bytes: number, what: string): void {
	const free = freeBeside(folder);
	if (free - bytes >= reserve) return;
	throw new NoRoom(
		`No room for ${what}: about ${sayBytes(bytes + reserve, 'en')} must be free, ${sayBytes(free, 'en')} are`
	);
}

/** Whether an error says that the disk, ours or the database's, is full. */
export function saysNoRoom(error: unknown): boolean {
	if (error instanceof NoRoom) return true;
	const { code } = (error ?? {}) as { code?: unknown };
	return ['ENOSPC', 'EDQUOT', '53100', '25006'].includes(String(code));
}
