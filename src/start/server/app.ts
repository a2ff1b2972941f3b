import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openAuth } from '#platform/server/auth.ts';
import { travelTo } from '#platform/server/clock.ts';
import { closeDatabase, openDatabase } from '#platform/server/db/database.ts';
import { migrate } from '#platform/server/db/migrate.ts';
import type { Env } from '#platform/server/env.ts';
import { startJobs, stopJobs } from '#platform/server/jobs.ts';
import { switchLimitsOff } from '#platform/server/limits.ts';
import { lockFolder } from '#platform/server/lock.ts';
import { compose } from '#platform/server/module.ts';
import { modules } from './modules.ts';
import { secretOf } from './secret.ts';

compose(modules);

/** Opens everything a process of Junto needs; returns what closes it again. With `work`, jobs and letters are done here. */
export async function openApp(env: Env, { work }: { work: boolean }): Promise<() => Promise<void>> {
	if (env.JUNTO_NOW) travelTo(Temporal.Instant.from(env.JUNTO_NOW));
	if (env.JUNTO_RATE_LIMITS === 'off') switchLimitsOff();
	mkdirSync(env.JUNTO_DATA, { recursive: true, mode: 0o700 });
	const unlock = lockFolder(env.JUNTO_DATA);
	try {
		await openDatabase(
			env.DATABASE_URL ? { url: env.DATABASE_URL } : { folder: join(env.JUNTO_DATA, 'db') }
		);
		await migrate('migrations');
		openAuth(env.JUNTO_SECRET ?? secretOf(env.JUNTO_DATA), originOf(env));
		await startJobs({ work });
	} catch (error) {
		await closeDatabase();
		unlock();
		throw error;
	}
	return async () => {
		await stopJobs();
		await closeDatabase();
		unlock();
	};
}

/** The address people reach Junto by. */
export function originOf(env: Env): string {
	return env.ORIGIN ?? `http://${env.HOST === '0.0.0.0' ? 'localhost' : env.HOST}:${env.PORT}`;
}
