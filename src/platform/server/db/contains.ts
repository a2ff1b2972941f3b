import { sql, type RawBuilder } from 'kysely';

/** Whether a text of the database has `words` in it, whatever their case and accents. */
export function contains(text: RawBuilder<string>, words: string): RawBuilder<boolean> {
	const like = `%${words.replace(/[%_\\]/g, '\\$&')}%`;
	return sql<boolean>`unaccent(${text}) ilike unaccent(${like})`;
}
