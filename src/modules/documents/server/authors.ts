import type { Tx } from '#platform/server/db/database.ts';
import { latestVersions, type Version } from './versions.ts';

/** The newest versions that hold somebody's words and that the reader may see, the newest documents first. */
export async function versionsBy(tx: Tx, person: string, most: number): Promise<Version[]> {
	const rows = await tx
		.selectFrom('document_author')
		.innerJoin('document', 'document.id', 'document_author.document_id')
		.select('document.id')
		.where('person_id', '=', person)
		.orderBy('document.id', 'desc')
		.limit(most)
		.execute();
	const versions = await latestVersions(
		tx,
		rows.map(({ id }) => id)
	);
	return rows.flatMap(({ id }) => versions.get(id) ?? []);
}
