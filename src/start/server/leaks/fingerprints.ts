import { sql } from 'kysely';
import { asSystem } from '#platform/server/db/database.ts';

/** What each table holds, as one hash a table. */
export async function fingerprints(): Promise<Record<string, string>> {
	return asSystem('at the machine', async (tx) => {
		const { rows: tables } = await sql<{ name: string }>`
			select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
				and relname <> 'attempt' order by 1`.execute(tx);
		const each = tables.map(
			({
				name
			}) => sql`select ${name} as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash
				from ${sql.id(name)} t`
		);
		const { rows } = await sql<{
			name: string;
			hash: string;
		}>`${sql.join(each, sql` union all `)}`.execute(tx);
		return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
	});
}
