import { cpSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from '#platform/server/backup/archive.ts';
import { dump } from '#platform/server/backup/dump.ts';
import { databaseBytes } from '#platform/server/backup/tables.ts';
import { now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import { applied } from '#platform/server/db/migrate.ts';
import { layOut } from '#platform/server/storage/bytes.ts';
import { needRoom } from '#platform/server/room.ts';
import { Conflict } from '#platform/errors.ts';

/** The folders and files that a backup holds: what the tables say, uploads, and the secret. */
export const kept = { tables: 'tables', files: 'files', secret: 'secret' };

let underway = false;

/**
 * Writes the place, as it is at this moment, to one file that `restore` reads; the place goes on meanwhile. Without
 * `uploads` it holds the database and the secret alone. Throws Conflict while another is being written.
 */
export async function backUp(data: string, file: string, { uploads = true } = {}) {
	if (underway) throw new Conflict('A backup is being written already');
	underway = true;
	const stage = join(data, 'backing-up');
	try {
		needRoom(data, await asSystem('backing up', databaseBytes), 'a backup');
		rmSync(stage, { recursive: true, force: true });
		mkdirSync(join(stage, kept.tables), { recursive: true, mode: 0o700 });
		const at = now().toString();
		const { tables, jobs } = await dump(join(stage, kept.tables));
		if (uploads) await layOut(join(stage, kept.files));
		const secret = join(data, kept.secret);
		if (existsSync(secret)) cpSync(secret, join(stage, kept.secret), { preserveTimestamps: true });
		const about = { format: 1 as const, at, migrations: await applied(), tables, jobs, uploads };
		const { files } = await pack(stage, Object.values(kept), about, file);
		return {
			file,
			at,
			bytes: statSync(file).size,
			rows: tables.reduce((sum, { rows }) => sum + rows, 0),
			files: Object.keys(files).filter((path) => path.startsWith(`${kept.files}/`)).length
		};
	} finally {
		rmSync(stage, { recursive: true, force: true });
		underway = false;
	}
}
