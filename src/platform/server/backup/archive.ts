import { createHash } from 'node:crypto';
import { createReadStream, existsSync, fsyncSync, openSync, closeSync } from 'node:fs';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import * as tar from 'tar';
import { z } from 'zod';

const manifestName = 'manifest.json';

/** What a backup says of itself. */
export const manifest = z.object({
	format: z.literal(1),
	at: z.string(),
	migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
	tables: z.array(
		z.object({
			schema: z.string(),
			name: z.string(),
			columns: z.array(z.object({ name: z.string(), type: z.string() })),
			rows: z.number()
		})
	),
	jobs: z.number(),
	/** The SHA-256 of every file in it. */
	files: z.record(z.string(), z.string())
});

export type Manifest = z.infer<typeof manifest>;

/** Writes `entries` (files and folders below `folder`) and their manifest as one compressed archive, which is whole on the disk or not there at all. */
export async function pack(
	folder: string,
	entries: string[],
	about: Omit<Manifest, 'files'>,
	archive: string
): Promise<Manifest> {
	const there = entries.filter((entry) => existsSync(join(folder, entry)));
	const files: Manifest['files'] = {};
	for (const path of (await Promise.all(there.map((entry) => filesIn(folder, entry)))).flat())
		files[path] = await hashOf(join(folder, path));
	const whole: Manifest = { ...about, files };
	const part = `${archive}.part`;
	try {
		await writeFile(join(folder, manifestName), JSON.stringify(whole));
		await tar.create(
			{ gzip: true, portable: true, strict: true, file: part, mode: 0o600, cwd: folder },
			[manifestName, ...Object.keys(files)]
		);
		await verify(part);
		flush(part);
		await rename(part, archive);
		flush(dirname(archive));
	} finally {
		await rm(join(folder, manifestName), { force: true });
		await rm(part, { force: true });
	}
	return whole;
}

/** Reads an archive to its end and returns its manifest; throws when anything in it is not as it was written. */
export async function verify(archive: string): Promise<Manifest> {
	const found: Record<string, string> = {};
	let text = '';
	try {
		await tar.list({
			file: archive,
			strict: true,
			onReadEntry: (entry) => {
				if (entry.type === 'Directory') return;
				const hash = createHash('sha256');
				entry.on('data', (chunk: Buffer) => {
					hash.update(chunk);
					if (entry.path === manifestName) text += chunk.toString('latin1');
				});
				entry.on(
					'end',
					() => (found[entry.path] = entry.type === 'File' ? hash.digest('hex') : entry.type)
				);
			}
		});
	} catch (error) {
		throw new Error(`${archive} is no backup, or is damaged: ${(error as Error).message}`, {
			cause: error
		});
	}
	delete found[manifestName];
	const read = manifest.safeParse(jsonOf(Buffer.from(text, 'latin1').toString()));
	if (!read.success) throw new Error(`${archive} is not a backup of Junto`);
	const paths = new Set([...Object.keys(found), ...Object.keys(read.data.files)]);
	for (const path of paths)
		if (found[path] !== read.data.files[path])
			throw new Error(`${archive} is damaged: ${path} is not as it was written`);
	return read.data;
}

/** Unpacks a verified archive into `folder`. */
export async function unpack(archive: string, folder: string): Promise<void> {
	await tar.extract({ file: archive, cwd: folder, strict: true, noMtime: true });
	await rm(join(folder, manifestName));
}

async function filesIn(folder: string, entry: string): Promise<string[]> {
	const from = join(folder, entry);
	try {
		const below = await readdir(from, { recursive: true, withFileTypes: true });
		return below
			.filter((each) => each.isFile())
			.map((each) => relative(folder, join(each.parentPath, each.name)));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [entry];
		throw error;
	}
}

async function hashOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
	return hash.digest('hex');
}

function flush(path: string): void {
	const handle = openSync(path, 'r');
	fsyncSync(handle);
	closeSync(handle);
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
