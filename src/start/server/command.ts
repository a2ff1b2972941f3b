import type { ParseArgsConfig } from 'node:util';
import type { Env } from '#platform/server/env.ts';

export type Options = NonNullable<ParseArgsConfig['options']>;
export type Given = { values: Record<string, string | boolean | undefined>; words: string[] };

/** One thing the machine's shell can have done; what it returns is printed (as JSON with --json). */
export type Command = {
	words: string;
	usage: string;
	options?: Options;
	/** Its one further word is a path, as the asking shell's folder has it. */
	path?: boolean;
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
	return words[0]!;
}
