import type { ParseArgsConfig } from 'node:util';

export type Options = NonNullable<ParseArgsConfig['options']>;
export type Given = { values: Record<string, string | boolean | undefined>; words: string[] };

/** One thing the machine's shell can have done; `run` returns what is printed (as JSON with --json). */
export type Command = {
	words: string;
	usage: string;
	options?: Options;
	/** Refused while another process has the database. */
	alone?: boolean;
	/** Its words after the name are paths, as the asking shell's folder has them. */
	paths?: boolean;
	run: (given: Given) => Promise<unknown>;
};

/** The text of a required option. */
export function needed(given: Given, name: string): string {
	const value = given.values[name];
	if (typeof value !== 'string' || value === '') throw new Error(`--${name} is missing`);
	return value;
}
