// Writes src/platform/server/db/tables.ts from the migrated database; with --check, fails when the file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import { format } from 'prettier';
import { asSystem, closeDatabase, openDatabase } from '../src/platform/server/db/database.ts';
import { migrate } from '../src/platform/server/db/migrate.ts';

const target = 'src/platform/server/db/tables.ts';
const types: Record<string, string> = {
	uuid: 'string',
	text: 'string',
	boolean: 'boolean',
	integer: 'number',
	bigint: 'number',
	'double precision': 'number',
	date: 'string',
	'timestamp with time zone': 'string',
	jsonb: 'Json',
	bytea: 'Uint8Array',
	'text[]': 'string[]',
	'uuid[]': 'string[]',
	'integer[]': 'number[]',
	tsvector: 'string'
};

type Column = {
	table: string;
	column: string;
	type: string;
	optional: boolean;
	fixed: boolean;
	null: boolean;
};

await openDatabase({ memory: true });
await migrate();
const { rows } = await asSystem('migrating', (tx) =>
	sql<Column>`
		select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
			a.atthasdef as optional, (a.attgenerated <> '' or a.attidentity = 'a') as fixed, not a.attnotnull as null
		from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped
			and c.relname <> 'migration'
		order by c.relname, a.attnum`.execute(tx)
);
await closeDatabase();

const written = await format(render(rows), {
	parser: 'typescript',
	...JSON.parse(readFileSync('.prettierrc', 'utf8')),
	plugins: []
});
if (!process.argv.includes('--check')) writeFileSync(target, written);
else if (readFileSync(target, 'utf8') !== written) {
	console.error(`${target} is not what the migrations make: run npm run tables`);
	process.exit(1);
}

function render(columns: Column[]): string {
	const tables = Map.groupBy(columns, (column) => column.table);
	const interfaces = [...tables].map(
		([table, own]) => `export interface ${pascal(table)} {\n${own.map(line).join('\n')}\n}`
	);
	const all = [...tables.keys()].map((table) => `\t${table}: ${pascal(table)};`).join('\n');
	const used = ['ColumnType', 'Generated', 'GeneratedAlways'].filter((name) =>
		`${interfaces.join()} ColumnType<`.includes(`${name}<`)
	);
	return `// Made by npm run tables from the migrations.
import type { ${used.join(', ')} } from 'kysely';

/** jsonb: read as what it holds, written as JSON text. */
export type Json = ColumnType<unknown, string, string>;

${interfaces.join('\n\n')}

export interface Tables {\n${all}\n}\n`;
}

function line({ column, type, optional, fixed, null: nullable }: Column): string {
	const base = types[type] ?? type;
	const plain =
		base === 'Json'
			? optional || nullable
				? 'ColumnType<unknown, string | undefined, string>'
				: 'Json'
			: nullable
				? `${base} | null`
				: base;
	const wrapped =
		base === 'Json'
			? plain
			: fixed
				? `GeneratedAlways<${plain}>`
				: optional
					? `Generated<${plain}>`
					: plain;
	return `\t${column}: ${wrapped};`;
}

function pascal(name: string): string {
	return name.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}
