import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '#platform/errors.ts';
import { InUse } from '#platform/server/lock.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import type { Asked, Ending } from './asking.ts';
import type { Command, Given } from './command.ts';
import { commands } from './command-list.ts';

/** Does with the place open what a shell's words ask for. */
export function run(asked: Asked): Promise<Ending> {
	return end(asked, async ({ words, run: work }, given) => {
		if (!work) throw new Error(`Stop Junto first: ${words} needs the place to itself`);
		return work(given);
	});
}

/** Has `work` do what a shell's words ask for, and says how that reads; an error or a refusal becomes one clear line. Throws InUse alone. */
export async function end(
	asked: Asked,
	work: (command: Command, given: Given) => Promise<unknown>
): Promise<Ending> {
	try {
		const { command, given } = parse(asked);
		const result = await work(command, given);
		const print = given.values.json === true ? JSON.stringify : (command.show ?? readable);
		return { out: print(result), error: command.wrong?.(result) };
	} catch (error) {
		if (error instanceof InUse) throw error;
		return { error: lineOf(error) };
	}
}

/** The command that a shell's words ask for. Throws when they are not as it wants them. */
function parse({ words, folder }: Asked): { command: Command; given: Given } {
	const command = commands.find(
		({ words: name }) => name === words.slice(0, name.split(' ').length).join(' ')
	);
	if (!command) throw new Error(`Commands: ${commands.map(({ usage }) => usage).join(' · ')}`);
	const { values, positionals } = parseArgs({
		args: words.slice(command.words.split(' ').length),
		options: { ...command.options, json: { type: 'boolean' } },
		allowPositionals: true
	});
	if (positionals.length !== Number(command.path ?? false) + Number(command.id ?? false))
		throw new Error(`Write: ${command.usage}`);
	// Whoever does it has a folder of its own, so that paths must not depend on that.
	if (command.path) positionals.push(resolve(folder, positionals.pop()!));
	return { command, given: { values: { ...values } as Given['values'], words: positionals } };
}

/** An error in one line. */
export function lineOf(error: unknown): string {
	const problem = problemOf(error);
	// Of a bad day of its own, the machine's shell hears as it is.
	if (problem && problem.status < 500)
		return (
			problem.fields
				?.map(({ field, message }) => (field ? `${field}: ${message}` : message))
				.join('; ') || problem.detail
		);
	return messageOf(error);
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
