// Before the tests: one migrated database, which every test file copies. TEST_DATABASE=postgres runs them on a real PostgreSQL.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { closeDatabase, openDatabase, underneath } from '../src/platform/server/db/database.ts';
import { migrate } from '../src/platform/server/db/migrate.ts';
import { startJobs, stopJobs } from '../src/platform/server/jobs.ts';
import { compose } from '../src/platform/server/module.ts';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
	interface ProvidedContext {
		database: { template: string } | { url: string };
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	compose([]);
	if (process.env.TEST_DATABASE === 'postgres') {
		const { url, stop } = await startPostgres();
		await prepare({ url });
		project.provide('database', { url });
		return stop;
	}
	const folder = mkdtempSync(join(tmpdir(), 'junto-test-'));
	const template = join(folder, 'template.tar');
	await prepare({ memory: true }, async () => {
		const dump = await underneath().pglite!.dumpDataDir('none');
		writeFileSync(template, Buffer.from(await dump.arrayBuffer()));
	});
	project.provide('database', { template });
	return async () => rmSync(folder, { recursive: true });
}

async function prepare(
	where: Parameters<typeof openDatabase>[0],
	keep = async () => {}
): Promise<void> {
	await openDatabase(where);
	await migrate();
	await startJobs({ work: false });
	await stopJobs();
	await keep();
	await closeDatabase();
}
