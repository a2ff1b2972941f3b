import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import { tally } from '#platform/server/events.ts';
import type { SubjectKind } from '#platform/server/subjects.ts';
import {
	bringBackDocument,
	latestTexts,
	titlesOf,
	withdrawDocument
} from '#modules/documents/server/versions.ts';
import { inSight } from '#modules/documents/server/where.ts';
import { submissionRow } from './rows.ts';

/** A series as something to follow and to be told of. */
export const seriesSubject: SubjectKind = {
	kind: 'series',
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('series')
			.leftJoin('series_publication as out', 'out.series_id', 'series.id')
			.selectAll('series')
			.select('out.at as out')
			.where('series.id', 'in', ids)
			.execute();
		const owners = await tx
			.selectFrom('series_owner')
			.selectAll()
			.where('series_id', 'in', ids)
			.execute();
		return rows.map((row) => ({
			kind: 'series',
			id: row.id,
			title: row.title,
			url: `/series/${row.id}`,
			audience: row.out ? row.audience_id : row.team_id,
			authors: owners.filter((owner) => owner.series_id === row.id).map((owner) => owner.person_id),
			text: row.about,
			at: row.at
		}));
	}
};

export const trainingSubject: SubjectKind = {
	kind: 'training',
	sees: async (tx, ids) => {
		const rows = await tx.selectFrom('training').select('id').where('id', 'in', ids).execute();
		return rows.map(({ id }) => id);
	},
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('training')
			.select(['id', 'audience_id', 'opens'])
			.select(
				sql<
					string[]
				>`array(select person_id::text from training_trainer where training_id = training.id)`.as(
					'trainers'
				)
			)
			.where('id', 'in', ids)
			.execute();
		const found = rows.map(({ id }) => id);
		const titles = await titlesOf(tx, found);
		const texts = await latestTexts(tx, found);
		return rows.map((row) => ({
			kind: 'training',
			id: row.id,
			title: titles.get(row.id) ?? '',
			url: `/trainings/${row.id}`,
			audience: row.audience_id,
			authors: row.trainers,
			text: texts.get(row.id)?.text,
			at: texts.get(row.id)?.at ?? `${row.opens}T00:00:00Z`
		}));
	}
};

export const submissionSubject: SubjectKind = {
	kind: 'submission',
	aside: {
		set: async (tx, id, { by, at }) => {
			const gone = await withdrawDocument(tx, id, by, at);
			if (gone) await countOf(tx, id, -1);
			return gone;
		},
		bringBack: async (tx, id) => {
			await bringBackDocument(tx, id);
			await countOf(tx, id, 1);
		}
	},
	sees: async (tx, ids) => {
		const rows = await shared(tx, ids).select('submission.id').execute();
		return rows.map(({ id }) => id);
	},
	show: async (tx, ids) => {
		const rows = await shared(tx, ids)
			.select(['submission.id', 'training_id', 'author_id', 'sharing.audience_id', 'sharing.at'])
			.execute();
		const texts = await latestTexts(
			tx,
			rows.map(({ id }) => id)
		);
		return rows.map((row) => {
			const { title, text } = texts.get(row.id) ?? { title: '', text: '' };
			return {
				kind: 'submission',
				id: row.id,
				title: title || firstWords(text),
				url: `/trainings/${row.training_id}#s-${row.id}`,
				audience: row.audience_id,
				authors: [row.author_id],
				text,
				at: row.at
			};
		});
	}
};

async function countOf(tx: Tx, id: string, by: 1 | -1): Promise<void> {
	const { training_id: training, audience_id: audience } = await submissionRow(tx, id);
	await tally(tx, { kind: 'training', id: training, what: 'submission', audience: audience! }, by);
}

function shared(tx: Tx, ids: string[]) {
	return tx
		.selectFrom('submission')
		.innerJoin('sharing', 'sharing.submission_id', 'submission.id')
		.where('submission.id', 'in', ids)
		.where(inSight('submission.id'));
}

function firstWords(text: string): string {
	const line = text.trim().split('\n')[0] ?? '';
	return line.length > 80 ? `${line.slice(0, 80).replace(/\s+\S*$/, '')} …` : line;
}
