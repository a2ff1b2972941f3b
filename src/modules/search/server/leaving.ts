import { sql } from 'kysely';
import type { Leaving } from '#platform/server/leaving.ts';
import { wordsIn } from './words.ts';

export const leaving: Leaving = {
	/** A name is not found any more: its words go out of whatever held all of them. */
	erase: async (tx, { names }) => {
		for (const name of names) {
			const words = [...new Set([...wordsIn(name)].map(({ word }) => word))];
			await sql`update search_document
				set heading = ts_delete(heading, ${words}::text[]), words = ts_delete(words, ${words}::text[])
				where tsvector_to_array(words) @> ${words}::text[]`.execute(tx);
			await sql`delete from search_word where word = any (${words}::text[])`.execute(tx);
		}
	}
};
