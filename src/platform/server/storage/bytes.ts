import { createReadStream } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { newToken } from '../ids.ts';

let folder: string | undefined;

/** Says where the bytes of files are kept. */
export function openStorage(where: string): void {
	folder = where;
}

/** Where the bytes of files are kept. */
export function storageFolder(): string {
	if (!folder) throw new Error('The storage is not open');
	return folder;
}

/** Keeps bytes as one part of a file; once this resolves they survive a power cut. */
export async function keepBytes(file: string, part: string, bytes: Uint8Array): Promise<void> {
	const path = pathOf(file, part);
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	const fresh = `${path}.${newToken()}`;
	try {
		await writeThrough(fresh, bytes);
		await rename(fresh, path);
	} catch (error) {
		await rm(fresh, { force: true });
		throw error;
	}
	await syncFolder(dirname(path));
}

/** Keeps what lies at `from` as one part of a file; once this resolves it survives a power cut. What is there already stays. */
export async function keepLinked(file: string, part: string, from: string): Promise<void> {
	const path = pathOf(file, part);
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	const handle = await open(from, 'r+');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
	await link(from, path).catch((error: unknown) => {
		if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
	});
	await syncFolder(dirname(path));
}

/** A part of a file from byte `start` to byte `end`, both included. */
export function readBytes(
	file: string,
	part: string,
	range?: { start: number; end: number }
): Readable {
	return createReadStream(pathOf(file, part), range);
}

/** Forgets every part of a file; a file that is not there is forgotten already. */
export async function forgetBytes(file: string): Promise<void> {
	await rm(dirname(pathOf(file, 'whole')), { recursive: true, force: true });
}

/** Ids begin with the time: their ends spread files over 256 folders. */
function pathOf(file: string, part: string): string {
	if (!/^[0-9a-f-]{36}$/.test(file) || !/^\w+$/.test(part)) throw new Error('No such part');
	return join(storageFolder(), file.slice(-2), file, part);
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
	const handle = await open(path, 'wx', 0o600);
	try {
		await handle.writeFile(bytes);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

async function syncFolder(path: string): Promise<void> {
	// Windows cannot open a folder, and has no need to.
	const handle = await open(path, 'r').catch(() => undefined);
	await handle?.sync().catch(() => undefined);
	await handle?.close();
}
