import { sql } from 'kysely';
import type { Tx } from './db/database.ts';

/**
 * Puts `instead` in the place of every one of `names` in every text of the database, where they stand as words of their own.
 * Names of several words and addresses are found whatever their case; a single word as it is written, since it may mean
 * something else as well. Returns how many rows it changed.
 */
export async function scrub(tx: Tx, names: string[], instead: string): Promise<number> {
	let changed = 0;
	for (const { pattern, flags, matches } of patternsOf(names))
		for (const { owner, column, type } of await textColumns(tx)) {
			const name = sql.id(column);
			const { numAffectedRows = 0n } = await sql`update ${sql.raw(owner)}
				set ${name} = regexp_replace(${name}::text, ${pattern}, ${instead}, ${flags})::${sql.raw(type)}
				where ${name}::text ${matches} ${pattern}`.execute(tx);
			changed += Number(numAffectedRows);
		}
	return changed;
}

/** The same for one text that is not in a column. */
export async function scrubText(
	tx: Tx,
	text: string,
	names: string[],
	instead: string
): Promise<string> {
	let clean = text;
	for (const { pattern, flags } of patternsOf(names)) {
		const { rows } = await sql<{ clean: string }>`
			select regexp_replace(${clean}::text, ${pattern}, ${instead}, ${flags}) as clean`.execute(tx);
		clean = rows[0]!.clean;
	}
	return clean;
}

function patternsOf(names: string[]) {
	const { single = [], several = [] } = Object.groupBy(names, (name) =>
		/[\s@]/.test(name) ? 'several' : 'single'
	);
	const pattern = (some: string[]) => some.flatMap(writtenAs).map(asPattern).join('|');
	return [
		{ pattern: pattern(several), flags: 'gi', matches: sql`~*` },
		{ pattern: pattern(single), flags: 'g', matches: sql`~` }
	].filter((each) => each.pattern !== '');
}

/** A name as it stands in a text, in JSON and in HTML. */
function writtenAs(name: string): string[] {
	const html = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	const quoted = html.replaceAll('"', '&quot;');
	return [
		...new Set([
			name,
			JSON.stringify(name).slice(1, -1),
			html,
			quoted,
			quoted.replaceAll("'", '&#39;')
		])
	];
}

function asPattern(text: string): string {
	const begins = /^[\p{L}\p{N}]/u.test(text) ? '\\m' : '';
	const ends = /[\p{L}\p{N}]$/u.test(text) ? '\\M' : '';
	const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	// As people type it: with either apostrophe, and across a line's end.
	return begins + escaped.replaceAll(/['’]/g, "['’]").replaceAll(/\s+/g, '\\s+') + ends;
}

/** Every column that holds text, of ours, of sign-in and of the job queue. */
async function textColumns(tx: Tx) {
	const { rows } = await sql<{ owner: string; column: string; type: string }>`
		select c.oid::regclass::text as owner, a.attname as column, format_type(a.atttypid, null) as type
		from pg_class c join pg_namespace n on n.oid = c.relnamespace
			join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		where c.relkind = 'r' and (n.nspname in ('public', 'auth') or (n.nspname = 'jobs' and a.attname in ('data', 'output')))
			and a.atttypid in ('text'::regtype, 'jsonb'::regtype, 'json'::regtype, 'text[]'::regtype)
			and c.relname <> 'migration'
		order by 1, 2`.execute(tx);
	return rows;
}
