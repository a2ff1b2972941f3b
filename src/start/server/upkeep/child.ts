import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentWith } from '#platform/server/env.ts';

/** The command line: beside the server in the build, beside this folder while working on it. */
const shell = import.meta.filename.endsWith('.ts')
	? join(import.meta.dirname, '../junto.ts')
	: join(dirname(process.argv[1]!), 'junto.js');

/** Tries a backup out in a process of its own, so that this one stays as small as it is; returns what that found in it. Throws what is wrong with the backup. */
export async function tryOutInChild(file: string, data: string): Promise<unknown> {
	const folder = join(data, 'verifying');
	const child = spawn(process.execPath, [shell, 'verify', file, '--json'], {
		env: environmentWith({ JUNTO_DATA: folder, DATABASE_URL: '' }),
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const endWithUs = () => void child.kill('SIGKILL');
	process.once('exit', endWithUs);
	let said = '';
	let found = '';
	child.stdout.on('data', (chunk) => (found += String(chunk)));
	child.stderr.on('data', (chunk) => (said = (said + String(chunk)).slice(-2_000)));
	try {
		const code = await new Promise((ended, failed) => {
			child.once('spawn', () => makeWay(child.pid!));
			child.once('error', failed);
			child.once('close', ended);
		});
		if (code !== 0) throw new Error(said.trim().split('\n').at(-1) || `verify ended with ${code}`);
		return JSON.parse(found);
	} finally {
		process.off('exit', endWithUs);
		rmSync(folder, { recursive: true, force: true });
	}
}

/** People come first. */
function makeWay(pid: number): void {
	try {
		setPriority(pid, 5);
	} catch {
		// It has ended already, or this system has no such thing.
	}
}
