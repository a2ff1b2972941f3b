import type { SubjectKind } from '#platform/server/subjects.ts';

/** A report as something to be told of, to its reporter and to stewards. It has no text: it is not searched. */
export const reportSubject: SubjectKind = {
	kind: 'report',
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('report')
			.select(['id', 'title', 'person_id', 'at'])
			.where('id', 'in', ids)
			.execute();
		return rows.map((row) => ({
			kind: 'report',
			id: row.id,
			title: row.title,
			url: `/reports/${row.id}`,
			audience: row.person_id,
			authors: [row.person_id],
			at: row.at
		}));
	}
};

/** That something was set aside, as its authors and stewards are told of it. */
export const asideSubject: SubjectKind = {
	kind: 'setting_aside',
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('setting_aside')
			.select(['id', 'title', 'by_id', 'at'])
			.where('id', 'in', ids)
			.execute();
		return rows.map((row) => ({
			kind: 'setting_aside',
			id: row.id,
			title: row.title,
			url: `/set-aside/${row.id}`,
			audience: row.by_id,
			authors: [row.by_id],
			at: row.at
		}));
	}
};
