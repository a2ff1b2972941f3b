import { createHash } from 'node:crypto';
import { closeSync, createReadStream, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { manifest, names, refusal, told, type Manifest } from './format.ts';

/** Text shrinks to a tenth, seldom to a hundredth: what grows more than this was made to fill a disk. */
const most = { growth: 200, small: 64_000_000, whole: 50_000_000_000, manifest: 50_000_000 };

/**
 * Unpacks what an archive's manifest promises, and nothing else, into an empty `folder`; returns the manifest. It ends at
 * the first thing that is not as promised: another file, a link, other bytes, more of them. Throws Invalid.
 */
export async function unpack(archive: string, folder: string): Promise<Manifest> {
	const taking = taker(folder);
	try {
		const bound = Math.min(most.whole, Math.max(most.small, statSync(archive).size * most.growth));
		const parser = new Parser({ strict: true, zstd: false, onReadEntry: taking.take });
		let wrong: unknown;
		let over = false;
		parser.on('eof', () => (over = true));
		parser.on('error', (error) => (wrong ??= error));
		parser.on('ignoredEntry', ({ path }: ReadEntry) => (wrong ??= refusal(`${path} is no file`)));
		await pipeline(createReadStream(archive), createGunzip(), async (chunks) => {
			let bytes = 0;
			for await (const chunk of chunks as AsyncIterable<Buffer>) {
				bytes += chunk.length;
				if (bytes > bound) throw refusal('it grows far beyond its size');
				// What comes behind the end is counted, and read by nobody.
				if (!over) parser.write(chunk);
				if (wrong) throw wrong;
			}
			parser.end();
			if (wrong) throw wrong;
		});
		return taking.whole();
	} catch (error) {
		throw refusal(`${archive} is not taken in: ${told(error)}`);
	} finally {
		taking.end();
	}
}

/** Takes an archive's files one after the other, and says at the end whether they were all that was promised. */
function taker(folder: string) {
	let about: Manifest | undefined;
	let handle: number | undefined;
	const end = (): void => {
		if (handle !== undefined) closeSync(handle);
		handle = undefined;
	};
	/** Writes what is needed for taking the archive in; of what is only there to be read, the bytes are proved alone. */
	const keep = (entry: ReadEntry, sha256: string): void => {
		const path = join(folder, entry.path);
		if (/^(data|media)\//.test(entry.path)) {
			mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
			handle = openSync(path, 'wx', 0o600);
		}
		const hash = createHash('sha256');
		entry.on('data', (chunk: Buffer) => {
			hash.update(chunk);
			if (handle !== undefined) writeSync(handle, chunk);
		});
		entry.on('end', () => {
			end();
			if (hash.digest('hex') !== sha256) throw refusal(`${entry.path} is not as it was written`);
		});
	};
	const seen = new Set<string>();
	const take = (entry: ReadEntry): void => {
		const { path, type, size } = entry;
		if (type !== 'File' && type !== 'OldFile') throw refusal(`${path} is no file`);
		if (!about) {
			if (path !== names.manifest || size > most.manifest)
				throw refusal(`it does not begin with ${names.manifest}`);
			collect(entry, (bytes) => (about = read(bytes)));
			return;
		}
		const promised = Object.hasOwn(about.files, path) ? about.files[path] : undefined;
		if (!promised || seen.has(path)) throw refusal(`${path} is not in its manifest`);
		if (promised.bytes !== size) throw refusal(`${path} is not as long as it was`);
		seen.add(path);
		keep(entry, promised.sha256);
	};
	const whole = (): Manifest => {
		if (!about) throw refusal(`it does not begin with ${names.manifest}`);
		const missing = Object.keys(about.files).find((path) => !seen.has(path));
		if (missing) throw refusal(`${missing} is missing`);
		return about;
	};
	return { take, whole, end };
}

function collect(entry: ReadEntry, done: (bytes: Buffer) => void): void {
	const chunks: Buffer[] = [];
	entry.on('data', (chunk: Buffer) => chunks.push(chunk));
	entry.on('end', () => done(Buffer.concat(chunks)));
}

function read(bytes: Buffer): Manifest {
	let given: unknown;
	try {
		given = JSON.parse(bytes.toString());
	} catch {
		throw refusal(`its ${names.manifest} is no JSON`);
	}
	const { format } = (given ?? {}) as { format?: unknown };
	if (typeof format === 'number' && format > manifest.shape.format.value)
		throw refusal(`its format ${format} is newer than this Junto`);
	const parsed = manifest.safeParse(given);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw refusal(`its ${names.manifest} is not one: ${issue!.path.join('.')} ${issue!.message}`);
}
