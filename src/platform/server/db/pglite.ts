import { fdatasyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { NodeFS } from '@electric-sql/pglite/nodefs';

const extensions = { pg_trgm, unaccent };

/** PostgreSQL inside this process. With a folder, a commit is on the disk before it is acknowledged; without one it lives in memory. */
export async function openPGlite(folder?: string, loadDataDir?: Blob): Promise<PGlite> {
	if (!folder) return PGlite.create({ extensions, loadDataDir });
	return PGlite.create({
		fs: new DurableFS(folder),
		extensions,
		loadDataDir,
		startParams: [
			...PGlite.defaultStartParams.filter((param) => param !== '-F'),
			'-c',
			'fsync=on',
			'-c',
			'wal_sync_method=fsync'
		]
	});
}

/** The file system as shipped drops fsync; this one passes it to the disk. */
class DurableFS extends NodeFS {
	override async init(...[pg, options]: Parameters<NodeFS['init']>) {
		const { emscriptenOpts } = await super.init(pg, options);
		type Stream = { nfd: number };
		type WithNodeFS = { NODEFS: { stream_ops: { fsync?: (stream: Stream) => number } } };
		const preRun = (module: unknown) => {
			(module as WithNodeFS).NODEFS.stream_ops.fsync = (stream) => {
				fdatasyncSync(stream.nfd);
				return 0;
			};
		};
		const before = [emscriptenOpts.preRun ?? []].flat();
		return { emscriptenOpts: { ...emscriptenOpts, preRun: [...before, preRun] } };
	}
}
