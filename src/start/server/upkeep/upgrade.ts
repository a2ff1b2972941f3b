import { readFileSync } from 'node:fs';
import { messageOf } from '#platform/errors.ts';
import { applied, missing, refuseStrange } from '#platform/server/db/migrate.ts';
import { log } from '#platform/server/log.ts';
import { holds } from '../filling.ts';
import { keep } from './kept.ts';

/**
 * Before a new version changes a database that holds a place: a backup, tried out up to this version's newest migration.
 * Throws, with the database untouched, when that fails or when the database is newer than this Junto.
 */
export async function backUpBeforeUpgrade(data: string): Promise<void> {
	const done = await applied();
	refuseStrange(done, 'The database');
	if (done.length === 0 || (await missing()).length === 0 || (await holds()) !== 'place') return;
	try {
		const { name, bytes } = await keep(data, 'upgrade', version());
		log.info({ name, bytes }, 'backed up before the upgrade');
	} catch (error) {
		throw new Error(
			`Nothing was upgraded, since the backup before it failed: ${messageOf(error)}`,
			{
				cause: error
			}
		);
	}
}

function version(): string {
	return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
}
