import { parseArgs } from 'node:util';
import { messageOf } from '#platform/errors.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import type { Command, Given } from './command.ts';
import { commands } from './command-list.ts';

/** A command by its name, and what it was given. */
export type Asked = { name: string; given: Given };
export type Answer = { result: unknown } | { error: string };

/** The command that a shell's words ask for. Throws when they are not as it wants them. */
export function parse(words: string[]): Asked {
	const command = commands.find(
		({ words: name }) => name === words.slice(0, name.split(' ').length).join(' ')
	);
	if (!command) throw new Error(`Commands: ${commands.map(({ usage }) => usage).join(' · ')}`);
	const { values, positionals } = parseArgs({
		args: words.slice(command.words.split(' ').length),
		options: { ...command.options, json: { type: 'boolean' } },
		allowPositionals: true
	});
	if (positionals.length !== (command.path ? 1 : 0)) throw new Error(`Write: ${command.usage}`);
	return {
		name: command.words,
		given: { values: { ...values } as Given['values'], words: positionals }
	};
}

export function commandOf({ name }: Asked): Command {
	return commands.find(({ words }) => words === name)!;
}

/** Does a command with the place open. */
export function run(asked: Asked): Promise<Answer> {
	return answer(() => {
		const { words, run: work } = commandOf(asked);
		if (!work) throw new Error(`Stop Junto first: ${words} needs the place to itself`);
		return work(asked.given);
	});
}

/** What `work` returns; an error or a refusal comes back as one clear line. */
export async function answer(work: () => Promise<unknown>): Promise<Answer> {
	try {
		return { result: await work() };
	} catch (error) {
		return { error: lineOf(error) };
	}
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
