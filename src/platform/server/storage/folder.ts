import { createReadStream } from 'node:fs';
import { access, copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { newToken } from '../ids.ts';
import { needRoom } from '../room.ts';

/** Keeps bytes by paths. What was kept survives a power cut; reading what is not there fails with ENOENT. */
export type Storage = ReturnType<typeof openFolder>;

export type Range = { start: number; end: number };

/** So much is held for each who fetches: less reads more often, more takes longer to be had than it saves. */
const chunkAtMost = 160 * 1024;

/** A storage below a folder, which is made with its first file unless it is `mounted`: then it must be there. */
export function openFolder(folder: string, mounted = false) {
	const at = (path: string) => join(folder, path);
	return {
		/** What an operator calls it. */
		name: folder,
		/** Where it lies on a disk of this machine. */
		folder: folder as string | undefined,

		/** Throws, in one sentence, what to do about it where it is not to be had. */
		check: async (): Promise<void> => {
			if (!mounted) return;
			await access(folder).catch((error: unknown) => {
				const told = `There is no folder ${folder} for files: make it or mount it, or put STORAGE_URL right`;
				throw new Error(told, { cause: error });
			});
		},

		/** In the stead of what is there. */
		keep: async (path: string, bytes: Uint8Array): Promise<void> => {
			await putInPlace(at(path), (fresh) => writeThrough(fresh, bytes));
			await syncFolder(dirname(at(path)));
		},

		/** What lies at `from`; what is there already stays. */
		keepFile: async (path: string, from: string): Promise<void> => {
			await sync(from, 'r+');
			await linkOrCopy(from, at(path));
			await syncFolder(dirname(at(path)));
		},

		read: (path: string, range?: Range): Readable => createReadStream(at(path), range),

		/** The same, chunk by chunk; each is good until the next is asked for. */
		chunks: async function* (path: string, { start, end }: Range): AsyncGenerator<Uint8Array> {
			const handle = await open(at(path));
			try {
				const chunk = Buffer.allocUnsafeSlow(Math.min(chunkAtMost, end - start + 1));
				for (let from = start, read = 0; from <= end; from += read) {
					({ bytesRead: read } = await handle.read(
						chunk,
						0,
						Math.min(chunk.length, end - from + 1),
						from
					));
					if (read === 0) throw new Error(`${path} is shorter than was said`);
					yield chunk.subarray(0, read);
				}
			} finally {
				await handle.close();
			}
		},

		/** Everything below a path. */
		forget: (path: string): Promise<void> => rm(at(path), { recursive: true, force: true }),

		/** The path of everything that is kept. */
		list: async function* (): AsyncGenerator<string> {
			yield* await filesBelow(folder);
		},

		/** Lays what is kept at a path into a file of its own. */
		layOut: (path: string, to: string): Promise<void> => linkOrCopy(at(path), to)
	};
}

/** The paths of all files below a folder, with slashes; none where there is no such folder. */
export async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
		(error: NodeJS.ErrnoException) => {
			if (error.code !== 'ENOENT') throw error;
			return [];
		}
	);
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
}

/** What some file systems, and two disks, say of a link. */
const linkless = new Set(['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']);

async function linkOrCopy(from: string, to: string): Promise<void> {
	await mkdir(dirname(to), { recursive: true, mode: 0o700 });
	try {
		await link(from, to);
	} catch (error) {
		const { code = '' } = error as NodeJS.ErrnoException;
		if (code === 'EEXIST') return;
		if (!linkless.has(code)) throw error;
		needRoom(dirname(to), (await stat(from)).size, 'a copy of a file');
		await putInPlace(to, async (fresh) => {
			await copyFile(from, fresh);
			await sync(fresh, 'r+');
		});
	}
}

/** Has `write` make a file beside its place, which it takes once it is whole. */
async function putInPlace(path: string, write: (fresh: string) => Promise<void>): Promise<void> {
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	const fresh = `${path}.${newToken()}`;
	try {
		await write(fresh);
		await rename(fresh, path);
	} catch (error) {
		await rm(fresh, { force: true });
		throw error;
	}
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

async function sync(path: string, flags: string): Promise<void> {
	const handle = await open(path, flags);
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Windows cannot open a folder, and has no need to. */
async function syncFolder(path: string): Promise<void> {
	await sync(path, 'r').catch(() => undefined);
}
