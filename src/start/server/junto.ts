import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '#platform/errors.ts';
import { readEnv, type Env } from '#platform/server/env.ts';
import { InUse } from '#platform/server/lock.ts';
import { askRunning, type Asked, type Ending } from './asking.ts';

const patience = { tries: 60, pause: 250 };

try {
	const env = readEnv();
	const asked = { words: process.argv.slice(2), folder: resolve(env.INIT_CWD) };
	const { out, error } = await ask(asked, env);
	if (out !== undefined) console.log(out);
	if (error !== undefined) fail(error);
} catch (error) {
	fail(messageOf(error));
}

/** The running process does it where there is one; else this one does, which takes a while to get ready. */
async function ask(asked: Asked, env: Env): Promise<Ending> {
	for (let left = patience.tries; ; left--) {
		const done = await askRunning(env.JUNTO_DATA, asked);
		if (done) return done;
		try {
			const { doHere } = await import('./here.ts');
			return await doHere(asked, env);
		} catch (error) {
			// Whoever has the folder may be about to listen, or about to end.
			if (!(error instanceof InUse) || left === 0) throw error;
			await wait(patience.pause);
		}
	}
}

function fail(line: string): void {
	console.error(line);
	process.exitCode = 1;
}
