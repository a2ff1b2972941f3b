import { join } from 'node:path';
import type { Where } from '#platform/server/db/database.ts';
import type { Env } from '#platform/server/env.ts';

/** The database that the settings name. */
export function whereOf(env: Env): Where {
	return env.DATABASE_URL ? { url: env.DATABASE_URL } : { folder: join(env.JUNTO_DATA, 'db') };
}
