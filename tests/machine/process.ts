// Junto's built processes as an operator meets them: settings in, lines and an exit code out.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export type Settings = Record<string, string>;
export type Ended = { code: number | null; out: string; error: string };

/** A folder of this test's own; `remove` takes it away. */
export function temporary(): { folder: string; remove: () => void } {
	const folder = mkdtempSync(join(tmpdir(), 'junto-machine-'));
	return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs a process of the build to its end. */
export async function runToEnd(
	entry: 'web' | 'junto',
	settings: Settings,
	words: string[] = [],
	cwd?: string
): Promise<Ended> {
	return launch(entry, settings, words, cwd).ended;
}

/** One command of the shell, as JSON; throws its line of error. */
export async function junto<Answer = Record<string, unknown>>(
	settings: Settings,
	...words: string[]
): Promise<Answer> {
	const { code, out, error } = await runToEnd('junto', settings, [...words, '--json']);
	if (code !== 0) throw new Error(error.trim());
	return JSON.parse(out) as Answer;
}

/** A server that answers, with the package's folder or another in its place; throws what it said when it ends instead. */
export async function serve(settings: Settings, cwd?: string) {
	const port = settings.PORT ?? String(await freePort());
	const origin = `http://127.0.0.1:${port}`;
	const { child, ended, said } = launch('web', { ...settings, PORT: port }, [], cwd);
	let over: Ended | undefined;
	void ended.then((how) => (over = how));
	while (!said().includes('Junto is at')) {
		if (over) throw new Error(over.error || over.out);
		await wait(30);
	}
	const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
		child.kill(signal);
		return ended;
	};
	return { origin, port, pid: child.pid!, stop, ended, said };
}

export type Server = Awaited<ReturnType<typeof serve>>;

export async function freePort(): Promise<number> {
	const probe = createServer();
	await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
	const address = probe.address();
	await new Promise((closed) => probe.close(closed));
	return typeof address === 'object' && address ? address.port : 0;
}

/** Where processes find what an earlier one compiled, so that they start sooner. */
const compiled = resolve('build/compiled');

const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

function launch(entry: string, settings: Settings, words: string[], cwd?: string) {
	const child = spawn(process.execPath, [resolve(`build/server/${entry}.js`), ...words], {
		cwd,
		env: {
			PATH: process.env.PATH,
			NODE_ENV: 'production',
			NODE_COMPILE_CACHE: compiled,
			// Nights pass quickly in tests; those of backups set this anew.
			JUNTO_BACKUPS: 'off',
			...settings
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	running.add(child);
	let out = '';
	let error = '';
	child.stdout.on('data', (chunk) => (out += String(chunk)));
	child.stderr.on('data', (chunk) => (error += String(chunk)));
	const ended = new Promise<Ended>((done) =>
		child.once('close', (code) => {
			running.delete(child);
			done({ code, out, error });
		})
	);
	return { child, ended, said: () => out + error };
}
