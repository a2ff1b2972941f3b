import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as tar from 'tar';
import { z } from 'zod';
import { hashOf, writeTarball } from './tarball.ts';

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
	/** Whether it holds the uploads too, and not the database alone. */
	uploads: z.boolean().default(true),
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
	try {
		await writeFile(join(folder, manifestName), JSON.stringify(whole));
		await writeTarball(folder, [manifestName, ...Object.keys(files)], archive, verify);
	} finally {
		await rm(join(folder, manifestName), { force: true });
	}
	return whole;
}

/** Reads an archive to its end and returns its manifest and how much it unpacks to; throws when anything in it is not as it was written, or is not a backup's to hold. */
export async function verify(archive: string): Promise<Manifest & { unpacked: number }> {
	try {
		return await read(archive);
	} catch (error) {
		if (error instanceof Strange) throw new Error(`${archive} ${error.message}`, { cause: error });
		throw new Error(`${archive} is no backup, or is damaged: ${(error as Error).message}`, {
			cause: error
		});
	}
}

/** Unpacks a verified archive into `folder`: all of it, or what lies below `only`. */
export async function unpack(archive: string, folder: string, only?: string): Promise<void> {
	const wanted = (path: string) => !only || path.startsWith(`${only}/`);
	await tar.extract({
		file: archive,
		cwd: folder,
		strict: true,
		noMtime: true,
		filter: (path) => path !== manifestName && wanted(path)
	});
}

/** What is wrong with an archive, to be said after its name. */
class Strange extends Error {}

const notBackup = 'is not a backup of Junto';
const manifestAtMost = 256 * 1024 ** 2;

/** Where a backup may hold anything; no path in it climbs out of these. */
const ownPath = /^(tables|files)(\/(?!\.{1,2}(\/|$))[\w.-]+)+$|^secret$/;

/** The manifest comes first and names every file, so that the first entry that lies ends the reading. */
async function read(archive: string): Promise<Manifest & { unpacked: number }> {
	let about: Manifest | undefined;
	let unpacked = 0;
	let wrong: Strange | undefined;
	const seen = new Set<string>();
	const strange = (message: string) => (wrong ??= new Strange(message));

	function onReadEntry(entry: tar.ReadEntry): void {
		const { path, type } = entry;
		if (wrong || type === 'Directory') return void entry.resume();
		const hash = createHash('sha256');
		const chunks: Buffer[] = [];
		if (!about && (path !== manifestName || entry.size > manifestAtMost)) strange(notBackup);
		if (about && !(path in about.files)) strange(`holds ${path}, which its manifest does not name`);
		if (seen.has(path)) strange(`holds ${path} twice`);
		seen.add(path);
		if (wrong) return void entry.resume();
		entry.on('data', (chunk: Buffer) => {
			unpacked += chunk.length;
			hash.update(chunk);
			if (!about) chunks.push(chunk);
		});
		entry.on('end', () => {
			if (!about) about = manifestOf(Buffer.concat(chunks).toString(), strange);
			else if (type !== 'File' || hash.digest('hex') !== about.files[path])
				strange(`is damaged: ${path} is not as it was written`);
		});
	}

	const parser = new tar.Parser({ strict: true, onReadEntry });
	const ended = new Promise<void>((done, failed) => parser.on('end', done).on('error', failed));
	ended.catch(() => {});
	for await (const chunk of createReadStream(archive)) {
		if (wrong) throw wrong;
		if (!parser.write(chunk as Buffer)) await Promise.race([once(parser, 'drain'), ended]);
	}
	parser.end();
	await ended;
	if (wrong) throw wrong;
	if (!about) throw new Strange(notBackup);
	const missing = Object.keys(about.files).find((path) => !seen.has(path));
	if (missing) throw new Strange(`is damaged: ${missing} is not in it`);
	return { ...about, unpacked };
}

function manifestOf(text: string, strange: (message: string) => void): Manifest | undefined {
	const parsed = manifest.safeParse(jsonOf(text));
	if (!parsed.success) return void strange(notBackup);
	const outside = Object.keys(parsed.data.files).find((path) => !ownPath.test(path));
	if (outside !== undefined) strange(`is not a backup of Junto: it names ${outside.slice(0, 200)}`);
	return parsed.data;
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

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
