import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';

/** What lists show of a document. */
export type Summary = {
	id: string;
	title: string;
	words: number;
	/** Its first paragraph; empty where there is none. */
	opening: string;
	/** Whose words it holds. */
	authors: string[];
	at: string;
};

/** What lists show of the newest versions that the reader may see, by document; in one statement that leaves the texts where they are. */
export async function summariesOf(tx: Tx, documents: string[]): Promise<Map<string, Summary>> {
	if (documents.length === 0) return new Map();
	const { rows } = await sql<Summary>`
		select v.document_id as id, v.title, v.words, v.at,
			left(coalesce(jsonb_path_query_first(v.blocks, '$[*] ? (@.kind == "paragraph").text') #>> '{}', ''), 280) as opening,
			array(select person_id from document_author a where a.document_id = v.document_id) as authors
		from version v
		where (v.document_id, v.number) in (
			select document_id, max(number) from version where document_id = any (${documents}::uuid[]) group by document_id
		)`.execute(tx);
	return new Map(rows.map((row) => [row.id, row]));
}
