import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as tar from 'tar';
import { names, type Manifest } from './format.ts';

/** Writes the files at `paths` below `folder` and their manifest as one compressed archive, which is whole on the disk or not there at all. */
export async function pack(
	folder: string,
	paths: string[],
	about: Omit<Manifest, 'files'>,
	archive: string
): Promise<Manifest> {
	const files: Manifest['files'] = {};
	for (const path of paths.toSorted()) files[path] = await measure(join(folder, path));
	const whole: Manifest = { ...about, files };
	const part = `${archive}.part`;
	try {
		await writeFile(join(folder, names.manifest), `${JSON.stringify(whole, null, '\t')}\n`);
		await tar.create(
			{ gzip: true, portable: true, strict: true, file: part, mode: 0o600, cwd: folder },
			// Whoever reads an archive knows from its first file what may follow.
			[names.manifest, ...Object.keys(files)]
		);
		flush(part);
		await rename(part, archive);
		flush(dirname(archive));
	} finally {
		await rm(part, { force: true });
	}
	return whole;
}

async function measure(path: string): Promise<{ sha256: string; bytes: number }> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
	return { sha256: hash.digest('hex'), bytes: (await stat(path)).size };
}

function flush(path: string): void {
	const handle = openSync(path, 'r');
	fsyncSync(handle);
	closeSync(handle);
}
