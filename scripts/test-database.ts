// Before the tests: one migrated database, which every test file copies, and one store that speaks S3.
// TEST_DATABASE=postgres runs them on a real PostgreSQL; TEST_STORAGE=s3 keeps all their files in that store, and
// TEST_STORAGE=s3://BUCKET in another, which is found by AWS_… as Junto finds it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { closeDatabase, openDatabase, underneath } from '../src/platform/server/db/database.ts';
import { migrate } from '../src/platform/server/db/migrate.ts';
import { startJobs, stopJobs } from '../src/platform/server/jobs.ts';
import { compose } from '../src/platform/server/module.ts';
import { startPostgres } from './postgres.ts';
import { startStore } from './s3.ts';

declare module 'vitest' {
	interface ProvidedContext {
		database: { template: string } | { url: string };
		/** The settings of the store, and whether every test keeps its files there. */
		store: { settings: Record<string, string>; everywhere: boolean };
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	compose([]);
	const { TEST_STORAGE } = process.env;
	const store = await startStore();
	project.provide('store', {
		settings: TEST_STORAGE?.startsWith('s3:')
			? settingsOf(TEST_STORAGE, process.env)
			: store.settings,
		everywhere: TEST_STORAGE !== undefined
	});
	const stopDatabase = await openDatabases(project);
	return async () => {
		await stopDatabase();
		await store.stop();
	};
}

function settingsOf(url: string, env: NodeJS.ProcessEnv): Record<string, string> {
	const own = Object.entries(env).filter(([name]) => name.startsWith('AWS_'));
	return { ...(Object.fromEntries(own) as Record<string, string>), STORAGE_URL: url };
}

async function openDatabases(project: TestProject): Promise<() => Promise<void>> {
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
