import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crossings } from '../../scripts/graph.ts';
import { strayWords } from '../../scripts/one-home.ts';

/** Files that break a rule, by the rule. */
const planted: Record<string, Record<string, string>> = {
	'search-calls-only-its-neighbours': {
		'src/modules/search/server/a.ts': `import type { B } from '#modules/people/server/b.ts';\nexport type A = B;`,
		'src/modules/people/server/b.ts': 'export type B = string;'
	},
	'own-business': {
		'src/modules/notices/server/a.ts': `import { q } from '../../people/server/db/q.ts';\nexport const a = q;`,
		'src/modules/people/server/db/q.ts': 'export const q = 1;'
	},
	'own-business-from-outside': {
		'src/routes/own/+page.server.ts': `import { q } from '#modules/people/server/db/q.ts';\nexport const load = () => q;`
	},
	'routes-know-no-sql': {
		'src/routes/sql/+page.server.ts': `import { sql } from 'kysely';\nexport const load = () => sql;`
	},
	'platform-knows-no-module': {
		'src/platform/server/a.ts': `export const later = () => import('#modules/people/server/c.ts');`,
		'src/modules/people/server/c.ts': 'export const c = 1;'
	},
	'ui-knows-itself-alone': {
		'src/ui/A.svelte': `<script lang="ts">\n\timport { t } from '#platform/time/t.ts';\n</script>\n\n{t}`,
		'src/platform/time/t.ts': 'export const t = 1;'
	},
	'modules-know-no-routes': {
		'src/modules/people/server/d.ts': `export { s } from '#start/server/s.ts';`,
		'src/start/server/s.ts': 'export const s = 1;'
	},
	'no-framework': {
		'src/modules/people/Form.svelte': `<script>\n\timport { enhance } from '$app/forms';\n</script>\n\n<form use:enhance></form>`
	},
	'forms-go-by-our-enhance': {
		'src/routes/form/+page.svelte': `<script>\n\timport { enhance } from '$app/forms';\n</script>\n\n<form use:enhance></form>`
	},
	'browser-never-reaches-server': {
		'src/modules/people/Face.svelte': `<script lang="ts">\n\timport { c } from './server/c.ts';\n</script>\n\n{c}`
	},
	'server-reaches-no-component': {
		'src/modules/people/server/e.ts': `export { f } from '../f.ts';`,
		'src/modules/people/f.ts': `import Face from './Plain.svelte';\nexport const f = Face;`,
		'src/modules/people/Plain.svelte': '<p>Hello</p>'
	},
	'no-cycles': {
		'src/modules/people/server/g.ts': `import type { H } from './h.ts';\nexport type G = H;`,
		'src/modules/people/server/h.ts': `import type { G } from './g.ts';\nexport type H = G;`
	},
	'everything-is-found': {
		'src/modules/people/server/i.ts': `export { nothing } from './nothing.ts';`
	}
};

const strays: Record<string, string> = {
	'src/modules/people/server/env.ts': 'export const port = process.env.PORT;',
	'src/modules/people/server/when.ts': 'export const when = new Date();',
	'src/modules/people/Now.svelte': '<p>{Date.now()}</p>',
	'src/modules/people/server/chance.ts': 'export const chance = Math.random();',
	'src/modules/people/server/id.ts': `import { randomUUID } from 'node:crypto';`,
	'src/modules/people/server/blind.ts': '// @ts-ignore\nexport const x = 1;',
	'src/modules/people/server/some.test.ts': `test.skip('later', () => {});`,
	'migrations/0002_people.sql': 'create table x (\n\tat timestamptz default now()\n);',
	'migrations/0003_documents.sql': 'create table y (\n\tis_open boolean\n);'
};

let house: string;
beforeAll(() => {
	house = mkdtempSync(join(tmpdir(), 'junto-house-'));
	for (const file of ['package.json', 'tsconfig.json']) cpSync(file, join(house, file));
	symlinkSync(resolve('node_modules'), join(house, 'node_modules'));
	for (const files of [...Object.values(planted), strays])
		for (const [file, text] of Object.entries(files)) {
			mkdirSync(dirname(join(house, file)), { recursive: true });
			writeFileSync(join(house, file), text);
		}
});
afterAll(() => rmSync(house, { recursive: true }));

test('each rule of the graph notices the import that breaks it', () => {
	const found = crossings(house);
	for (const [rule, files] of Object.entries(planted))
		expect(
			found.some((line) => line.startsWith(`${rule}: ${Object.keys(files)[0]}`)),
			rule
		).toBe(true);
});

test('each word away from its home is noticed', () => {
	const found = strayWords(house);
	for (const file of Object.keys(strays))
		expect(
			found.some((line) => line.startsWith(file)),
			file
		).toBe(true);
});
