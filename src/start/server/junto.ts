import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnv } from '#platform/server/env.ts';
import { openApp } from './app.ts';
import type { Command } from './command.ts';
import { find, runCommand, type Answer } from './commands.ts';
import { askRunning } from './control.ts';

const words = process.argv.slice(2);

try {
	finish(await answer());
} catch (error) {
	finish({ error: error instanceof Error ? error.message : String(error) });
}

/** The running process does it where there is one; else this one opens the database itself. */
async function answer(): Promise<Answer> {
	const env = readEnv();
	const command = find(words);
	if (command.paths) makeAbsolute(command);
	const running = await askRunning(env.JUNTO_DATA, command.alone ? [] : words);
	if (running && command.alone) throw new Error(`${command.words} needs Junto to be stopped first`);
	if (running) return running;
	const close = await openApp(env, { work: false });
	const done = await runCommand(words);
	await close();
	return done;
}

/** The running process has a folder of its own, so that paths must not depend on ours. */
function makeAbsolute({ words: name, options }: Command): void {
	const given = parseArgs({ args: words, options, strict: false, tokens: true });
	const paths = given.tokens.filter(({ kind }) => kind === 'positional');
	for (const { index } of paths.slice(name.split(' ').length))
		words[index] = resolve(words[index]!);
}

function finish(done: Answer): void {
	if ('error' in done) {
		console.error(done.error);
		process.exit(1);
	}
	console.log(done.json ? JSON.stringify(done.result) : readable(done.result));
	process.exit(0);
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
