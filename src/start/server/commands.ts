import { parseArgs } from 'node:util';
import { problemOf } from '#platform/server/web/problems.ts';
import type { Command, Given } from './command.ts';
import { commands } from './command-list.ts';

export type Answer = { result: unknown; json: boolean } | { error: string };

/** Finds and runs the command that `words` name; a wrong call or a refusal comes back as one clear line. */
export async function runCommand(words: string[]): Promise<Answer> {
	try {
		const command = find(words);
		const { values, positionals } = parseArgs({
			args: words.slice(command.words.split(' ').length),
			options: { ...command.options, json: { type: 'boolean' } },
			allowPositionals: true
		});
		const result = await command.run({ values: values as Given['values'], words: positionals });
		return { result, json: values.json === true };
	} catch (error) {
		return { error: lineOf(error) };
	}
}

export function find(words: string[]): Command {
	const named = commands.find(
		({ words: name }) => name === words.slice(0, name.split(' ').length).join(' ')
	);
	if (named) return named;
	throw new Error(`Commands: ${commands.map(({ usage }) => usage).join(' · ')}`);
}

function lineOf(error: unknown): string {
	const problem = problemOf(error);
	if (problem)
		return (
			problem.fields?.map(({ field, message }) => `${field}: ${message}`).join('; ') ||
			problem.detail
		);
	return (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ');
}
