import type { Tx } from '#platform/server/db/database.ts';
import { showEach } from '#platform/server/subjects.ts';
import { latestVersions } from '#modules/documents/server/versions.ts';

/** Where passages come from, as the reader may see it now: by document its title, its address, and the words and authors of some blocks; all empty where it is out of sight. */
export async function sourcesOf(tx: Tx, rows: { kind: string; document_id: string }[]) {
	const things = rows.map(({ kind, document_id: id }) => ({ kind, id }));
	const shown = await showEach(tx, things);
	const versions = await latestVersions(tx, [...shown.keys()]);
	return (document: string) => {
		const blocks = versions.get(document)?.blocks ?? [];
		return {
			title: shown.get(document)?.title ?? '',
			url: shown.get(document)?.url ?? '',
			textOf: (ids: string[]) =>
				blocks
					.filter((block) => ids.includes(block.id))
					.map((block) => block.text)
					.join('\n'),
			authorsOf: (ids: string[]) => [
				...new Set(
					blocks.filter((block) => ids.includes(block.id)).flatMap((block) => block.authors)
				)
			]
		};
	};
}
