import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { place } from '#modules/people/server/place.ts';
import { Conflict } from '#platform/errors.ts';
import { now } from '#platform/server/clock.ts';
import { closeDatabase, openDatabase } from '#platform/server/db/database.ts';
import type { Env } from '#platform/server/env.ts';
import { kept } from '../backup.ts';
import { whereOf } from '../where.ts';

/** Puts the demo aside, so that the next start sets up a place of one's own; says where the demo lies now. Throws Conflict where there is none, or where its database or its files are elsewhere. */
export async function endDemo(env: Env): Promise<{ aside: string }> {
	if (env.DATABASE_URL || env.STORAGE_URL !== 'file:')
		throw new Conflict(
			'Give DATABASE_URL and STORAGE_URL what is empty, and JUNTO_DATA an empty folder'
		);
	const data = env.JUNTO_DATA;
	if (!existsSync(join(data, 'db')) || !(await isDemo(env)))
		throw new Conflict(`There is no demo in ${data}`);
	const aside = join(
		data,
		`demo-${now().toString({ smallestUnit: 'second' }).replaceAll(':', '')}`
	);
	mkdirSync(aside, { mode: 0o700 });
	for (const entry of ['db', kept.files, kept.secret])
		if (existsSync(join(data, entry))) renameSync(join(data, entry), join(aside, entry));
	return { aside };
}

async function isDemo(env: Env): Promise<boolean> {
	await openDatabase(whereOf(env));
	try {
		return (await place())?.demo ?? false;
	} finally {
		await closeDatabase();
	}
}
