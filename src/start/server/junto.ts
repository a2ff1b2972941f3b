import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readEnv, type Env } from '#platform/server/env.ts';
import { InUse } from '#platform/server/lock.ts';
import { openApp, takeFolder } from './app.ts';
import { answer, commandOf, lineOf, parse, run, type Answer, type Asked } from './commands.ts';
import { askRunning } from './control.ts';

const patience = { tries: 60, pause: 250 };

try {
	const env = readEnv();
	const asked = parse(process.argv.slice(2));
	// The running process has a folder of its own, so that paths must not depend on ours.
	asked.given.words = asked.given.words.map((path) => resolve(env.INIT_CWD, path));
	finish(asked, await ask(asked, env));
} catch (error) {
	fail(lineOf(error));
}

/** The running process does it where there is one; else this one does. */
async function ask(asked: Asked, env: Env): Promise<Answer> {
	for (let left = patience.tries; ; left--) {
		const done = await askRunning(env.JUNTO_DATA, asked);
		if (done) return done;
		try {
			return await answerHere(asked, env);
		} catch (error) {
			// Whoever has the folder may be about to listen, or about to end.
			if (!(error instanceof InUse) || left === 0) throw error;
			await wait(patience.pause);
		}
	}
}

async function answerHere(asked: Asked, env: Env): Promise<Answer> {
	const { closed } = commandOf(asked);
	const close = closed ? takeFolder(env.JUNTO_DATA) : await openApp(env, { work: false });
	try {
		return closed ? await answer(() => closed(asked.given, env)) : await run(asked);
	} finally {
		await close();
	}
}

function finish(asked: Asked, done: Answer): void {
	if ('error' in done) return fail(done.error);
	const { show = readable, wrong } = commandOf(asked);
	const print = asked.given.values.json === true ? JSON.stringify : show;
	console.log(print(done.result));
	const found = wrong?.(done.result);
	if (found) fail(found);
}

function fail(line: string): void {
	console.error(line);
	process.exitCode = 1;
}

function readable(result: unknown): string {
	if (Array.isArray(result)) return result.map(readable).join('\n\n');
	if (typeof result !== 'object' || result === null) return String(result);
	return Object.entries(result)
		.map(
			([key, value]) =>
				`${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`
		)
		.join('\n');
}
