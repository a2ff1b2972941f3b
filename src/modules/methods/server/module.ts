import type { Module } from '#platform/server/module.ts';
import { type SubjectKind, showEach } from '#platform/server/subjects.ts';
import { answerFollowUp, changeAnswer, takeBackAnswer } from './answers.ts';
import { becameOfMine } from './became.ts';
import { firstMethod } from './first.ts';
import { evidence } from './evidence.ts';
import { answeredFollowUps, getFollowUp, moveFollowUp, myFollowUps } from './follow-ups.ts';
import { noteMilestone } from './milestones.ts';
import { mySame, same, takeBackSame } from './same.ts';
import { adopt, endAdoption, resumeAdoption } from './taking-up.ts';
import { leaving } from './leaving.ts';

/** A trial of one's own, by which its follow-up is asked: the passage, and the words that were said of it. */
const adoptionSubject: SubjectKind = {
	kind: 'adoption',
	show: async (tx, ids) => {
		const rows = await tx.selectFrom('adoption').selectAll().where('id', 'in', ids).execute();
		const things = rows.map((row) => ({ kind: row.kind, id: row.document_id }));
		const shown = await showEach(tx, things);
		return rows.map((row) => ({
			kind: 'adoption',
			id: row.id,
			title: shown.get(row.document_id)?.title ?? '',
			url: `/mine/${row.id}`,
			audience: row.person_id,
			authors: [row.person_id],
			text: [row.why, row.how].filter(Boolean).join('\n'),
			quotes: row.words,
			at: row.at
		}));
	}
};

export const methods: Module = {
	name: 'methods',
	doors: [
		adopt,
		endAdoption,
		resumeAdoption,
		same,
		takeBackSame,
		mySame,
		evidence,
		firstMethod,
		becameOfMine,
		myFollowUps,
		getFollowUp,
		answeredFollowUps,
		moveFollowUp,
		answerFollowUp,
		changeAnswer,
		takeBackAnswer
	],
	subjects: [adoptionSubject],
	after: [noteMilestone],
	leaving
};
