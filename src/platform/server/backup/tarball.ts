import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as tar from 'tar';

/** Writes the files at `paths` below `folder`, in this order, as one compressed archive for its owner alone, which is whole on the disk or not there at all. `check` may refuse it before it is. */
export async function writeTarball(
	folder: string,
	paths: string[],
	archive: string,
	check?: (part: string) => Promise<unknown>
): Promise<void> {
	const part = `${archive}.part`;
	try {
		await tar.create(
			{ gzip: true, portable: true, strict: true, file: part, mode: 0o600, cwd: folder },
			paths
		);
		await check?.(part);
		flush(part);
		await rename(part, archive);
		flush(dirname(archive));
	} finally {
		await rm(part, { force: true });
	}
}

/** The SHA-256 of a file. */
export async function hashOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
	return hash.digest('hex');
}

function flush(path: string): void {
	const handle = openSync(path, 'r');
	fsyncSync(handle);
	closeSync(handle);
}
