import type { SubjectKind } from '#platform/server/subjects.ts';

/** A survey as something to be asked and told of. It has no text: what it asks and what came back is not searched. */
export const surveySubject: SubjectKind = {
	kind: 'survey',
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('survey')
			.select(['id', 'title', 'audience_id', 'asker_id', 'at'])
			.where('id', 'in', ids)
			.execute();
		return rows.map((row) => ({
			kind: 'survey',
			id: row.id,
			title: row.title,
			url: `/surveys/${row.id}`,
			audience: row.audience_id,
			authors: [row.asker_id],
			at: row.at
		}));
	}
};
