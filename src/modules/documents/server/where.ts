import { sql } from 'kysely';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { latestVersions, type DocumentKind, type Version } from './versions.ts';

/** A condition on a column that holds documents' ids: that the document was not withdrawn, for its writers too. */
export const inSight = (column: string) => sql<boolean>`not withdrawn(${sql.ref(column)})`;

/** A document as readers know it: its kind, its audience and its newest version. Throws NotFound. */
export async function publishedDocument(
	tx: Tx,
	id: string
): Promise<{ kind: DocumentKind; title: string; audience: string; version: Version }> {
	const row = await tx
		.selectFrom('document')
		.select(['kind', 'title', 'audience_id'])
		.where('id', '=', id)
		.where(inSight('id'))
		.executeTakeFirst();
	const version = (await latestVersions(tx, [id])).get(id);
	if (!row || !version) throw new NotFound('There is nothing here');
	return { kind: row.kind as DocumentKind, title: row.title, audience: row.audience_id, version };
}

/** For whom a page is, published or not; null for a document of another kind, or that the transaction's person does not see. */
export async function audienceOfPage(tx: Tx, id: string): Promise<string | null> {
	const row = await tx
		.selectFrom('document')
		.select('audience_id')
		.where('id', '=', id)
		.where('kind', '=', 'page')
		.executeTakeFirst();
	return row?.audience_id ?? null;
}
