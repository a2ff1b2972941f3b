import type { Module } from '#platform/server/module.ts';
import type { SubjectKind } from '#platform/server/subjects.ts';
import { titlesOf } from '#modules/documents/server/versions.ts';
import { evidence } from './evidence.ts';
import { answerFollowUp, myFollowUps } from './follow-ups.ts';
import { adopt, endAdoption, same, takeBackSame } from './taking-up.ts';

/** A trial of one's own, by which its follow-up is asked: the passage, and the words that were said of it. */
const adoptionSubject: SubjectKind = {
	kind: 'adoption',
	show: async (tx, ids) => {
		const rows = await tx.selectFrom('adoption').selectAll().where('id', 'in', ids).execute();
		const titles = await titlesOf(
			tx,
			rows.map((row) => row.document_id)
		);
		return rows.map((row) => ({
			kind: 'adoption',
			id: row.id,
			title: titles.get(row.document_id) ?? '',
			url: `/mine/${row.id}`,
			audience: row.person_id,
			authors: [row.person_id],
			text: [row.why, row.how].filter(Boolean).join('\n') || row.words,
			at: row.at
		}));
	}
};

export const methods: Module = {
	name: 'methods',
	doors: [adopt, endAdoption, same, takeBackSame, evidence, myFollowUps, answerFollowUp],
	subjects: [adoptionSubject]
};
