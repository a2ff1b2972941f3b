// Words that have one home, or none.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Rule = { word: RegExp; within: string; homes: string[]; why: string };

const clocks = ['src/platform/server/clock.ts', 'src/platform/device-clock.ts'];
/** The test that plants what these rules must notice. */
const planted = 'tests/machine/graph.test.ts';

const ids = ['src/platform/server/ids.ts', 'src/modules/documents/editor/ids.ts'];

const rules: Rule[] = [
	{
		word: /process\.env/,
		within: 'src/**/*.{ts,svelte}',
		homes: ['src/platform/server/env.ts'],
		why: 'settings are read in platform/server/env.ts alone'
	},
	{
		word: /\bDate\.now\b|\bnew Date\b|\bDate\(|\bTemporal\.Now\b|\bperformance\.now\b/,
		within: 'src/**/*.{ts,svelte}',
		homes: clocks,
		why: 'the clock is the only source of time'
	},
	{
		word: /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\brandomInt\b|\bgetRandomValues\b|\bnanoid\b/,
		within: 'src/**/*.{ts,svelte}',
		homes: ids,
		why: 'chance comes from ids.ts alone'
	},
	{
		word: /\b(now|clock_timestamp|statement_timestamp|gen_random_uuid|uuidv7|random)\(\)|\bcurrent_(timestamp|date|time)\b|\blocaltime/i,
		within: 'migrations/*.sql',
		homes: [],
		why: "instants and ids are passed in: the database's own are not Junto's"
	},
	{
		word: /^\s*is_\w+ /m,
		within: 'migrations/*.sql',
		homes: [],
		why: 'a state is a table with who and when'
	},
	{
		word: /eslint-disable|@ts-ignore|@ts-expect-error|@ts-nocheck/,
		within: '{src,scripts,tests}/**/*.{ts,svelte}',
		homes: ['scripts/one-home.ts', planted],
		why: 'no check is told to look away'
	},
	{
		word: /\b(test|it|describe)\.(skip|only|todo|fails)\b/,
		within: '{src,tests}/**/*.ts',
		homes: [planted],
		why: 'every test runs'
	}
];

/** Every line below `folder` that uses a word away from its home. */
export function strayWords(folder: string): string[] {
	return rules.flatMap(({ word, within, homes, why }) =>
		globSync(within, { cwd: folder })
			.filter((file) => !homes.includes(file) && !file.includes('/generated/'))
			.flatMap((file) =>
				readFileSync(join(folder, file), 'utf8')
					.split('\n')
					.flatMap((line, at) => (word.test(line) ? [`${file}:${at + 1}: ${why}`] : []))
			)
	);
}
