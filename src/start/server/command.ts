import type { ParseArgsConfig } from 'node:util';
import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import type { Env } from '#platform/server/env.ts';

export type Options = NonNullable<ParseArgsConfig['options']>;
export type Given = { values: Record<string, string | boolean | undefined>; words: string[] };

/** One thing the machine's shell can have done; what it returns is printed (as JSON with --json). */
export type Command = {
	words: string;
	usage: string;
	options?: Options;
	/** Its last word is a path, as the asking shell's folder has it. */
	path?: boolean;
	/** The word before that is an id. */
	id?: boolean;
	/** Does it with the place open, in the running process where there is one. */
	run?: (given: Given) => Promise<unknown>;
	/** Does it while the place is closed and this process has the data folder. Without `run`, refused while Junto runs. */
	closed?: (given: Given, env: Env) => Promise<unknown>;
	/** How a result reads without --json, where field by field would not do. */
	show?: (result: unknown) => string;
	/** What is wrong with a result that is printed all the same; the exit code tells. */
	wrong?: (result: unknown) => string | undefined;
};

export const text = { type: 'string' } as const;
export const flag = { type: 'boolean' } as const;

/** The text of a required option. */
export function needed(given: Given, name: string): string {
	const value = given.values[name];
	if (typeof value !== 'string' || value === '') throw new Error(`--${name} is missing`);
	return value;
}

/** The path that a command with one was given. */
export function pathIn({ words }: Given): string {
	return words.at(-1)!;
}

/** The id that a command with one was given. Throws Invalid when it is none. */
export function idIn({ words }: Given): string {
	const id = words[0]!;
	if (!z.uuid().safeParse(id).success)
		throw new Invalid([
			{ field: '', message: `${id} is no id. It stands in the address of its page` }
		]);
	return id;
}
