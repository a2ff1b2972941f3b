import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { filesBelow, openFolder, type Range, type Storage } from './folder.ts';
import type { Bucket } from './s3.ts';

/** Where the bytes of files are kept: a folder, which must be there already when it is `mounted`, or a bucket. */
export type WhereBytes = { folder: string; mounted?: boolean } | Bucket;

let opened: Storage | undefined;

/** Opens what keeps the bytes of files. Throws, in one sentence, what to do where it is not to be had. */
export async function openStorage(where: WhereBytes): Promise<void> {
	if ('folder' in where) opened = openFolder(where.folder, where.mounted);
	else {
		// Few need it, and it weighs something.
		const { openBucket } = await import('./s3.ts');
		opened = openBucket(where);
	}
	await opened.check();
}

/** Asks what keeps the bytes whether it is there, and says what it is called. Throws what to do where it is not. */
export async function checkStorage(): Promise<string> {
	await storage().check();
	return storage().name;
}

/** The folder in which bytes are kept; undefined where that is not on this machine. */
export function storageFolder(): string | undefined {
	return storage().folder;
}

/** Keeps bytes as one part of a file; once this resolves they survive a power cut. */
export async function keepBytes(file: string, part: string, bytes: Uint8Array): Promise<void> {
	await storage().keep(pathOf(file, part), bytes);
}

/** Keeps what lies at `from` as one part of a file; once this resolves it survives a power cut. What is there already stays. */
export async function keepLinked(file: string, part: string, from: string): Promise<void> {
	await storage().keepFile(pathOf(file, part), from);
}

/** A part of a file from byte `start` to byte `end`, both included. */
export function readBytes(file: string, part: string, range?: Range): Readable {
	return storage().read(pathOf(file, part), range);
}

/** The same, chunk by chunk; each is good until the next is asked for. */
export function chunksOf(file: string, part: string, range: Range): AsyncIterable<Uint8Array> {
	return storage().chunks(pathOf(file, part), range);
}

/** Forgets every part of a file; a file that is not there is forgotten already. */
export async function forgetBytes(file: string): Promise<void> {
	await storage().forget(folderOf(file));
}

/** Whether the bytes of any file are kept. */
export async function keepsAny(): Promise<boolean> {
	for await (const _ of kept()) return true;
	return false;
}

/** Lays every part of every file below `folder`, as `takeIn` finds it there; what is forgotten meanwhile is left out. */
export async function layOut(folder: string): Promise<void> {
	for await (const path of kept())
		await storage()
			.layOut(path, join(folder, path))
			.catch((error: NodeJS.ErrnoException) => {
				if (error.code !== 'ENOENT') throw error;
			});
}

/** Keeps every part of every file that lies below `folder`. */
export async function takeIn(folder: string): Promise<void> {
	for (const path of await filesBelow(folder)) await storage().keepFile(path, join(folder, path));
}

/** Forgets what `takeIn` kept of it, as far as that can be done. */
export async function giveBack(folder: string): Promise<void> {
	const folders = new Set((await filesBelow(folder)).map((path) => dirname(path)));
	for (const path of folders)
		await storage()
			.forget(path)
			.catch(() => {});
}

/** The path of every part of every file; what others put there is not ours. */
async function* kept(): AsyncGenerator<string> {
	for await (const path of storage().list())
		if (/^[0-9a-f]{2}\/[0-9a-f-]{36}\/\w+$/.test(path)) yield path;
}

function pathOf(file: string, part: string): string {
	if (!/^\w+$/.test(part)) throw new Error('No such part');
	return `${folderOf(file)}/${part}`;
}

/** Ids begin with the time: their ends spread files over 256 folders. */
function folderOf(file: string): string {
	if (!/^[0-9a-f-]{36}$/.test(file)) throw new Error('No such file');
	return `${file.slice(-2)}/${file}`;
}

function storage(): Storage {
	if (!opened) throw new Error('The storage is not open');
	return opened;
}
