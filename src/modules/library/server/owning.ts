import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import {
	audienceFrom,
	audienceInput,
	peopleIn,
	refuseNarrower
} from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { door } from '#platform/server/door.ts';
import { addWriters, removeWriter } from '#modules/documents/server/versions.ts';
import { audiencesOfSubmissions } from '#modules/series/server/submissions.ts';
import { betweenTwo, changePage, mayAppear, without } from './merging.ts';
import { ownsPage, pageRow } from './rows.ts';

/** Lets more people see a page, never fewer. What its author gave to fewer people steps out of the page and waits for their yes; earlier versions stay with those who could read them. */
export const widenPage = door({
	id: 'library.widen',
	summary: 'Let more people see a page of mine',
	http: 'PUT /pages/{page}/audience',
	input: z.object({ page: z.uuid(), audience: audienceInput }),
	output: z.object({ waiting: z.array(z.string()) }),
	can: ownsPage,
	run: async ({ actor, input, tx, at, record }) => {
		const { page } = input;
		const row = await pageRow(tx, page);
		const audience = await audienceFrom(tx, input.audience, actor.id);
		if (audience === row.audience_id) return { waiting: [] };
		if (row.published_at) await refuseNarrower(tx, row.audience_id, audience);
		const asked = await askedBefore(tx, page, audience);
		const out = asked.filter(({ joined, gives }) => joined && !gives);
		await tx
			.updateTable('page_source')
			.set({ audience_id: audience, asked_at: at })
			.where('page_id', '=', page)
			.execute();
		const left = new Set(out.map(({ submission }) => submission));
		if (left.size > 0)
			await tx
				.deleteFrom('page_source_joining')
				.where('page_id', '=', page)
				.where('submission_id', 'in', [...left])
				.execute();
		if (row.published_at)
			await changePage(tx, {
				page,
				change: (draft) => without(draft, left),
				note: '',
				audience,
				by: actor.id,
				at
			});
		await tx.updateTable('page').set({ audience_id: audience }).where('id', '=', page).execute();
		await record({ verb: 'widened', kind: 'page', id: page, audience });
		for (const { submission, author } of asked.filter(({ gives }) => !gives))
			await record(
				await betweenTwo(tx, actor, author, { verb: 'asked consent', page, submission })
			);
		return { waiting: [...left] };
	}
});

/** Gives a page to somebody who reads it; what they write in it stays theirs, and so does what others wrote. */
export const handOverPage = door({
	id: 'library.handOver',
	summary: 'Hand a page of mine over',
	http: 'PUT /pages/{page}/owner',
	input: z.object({ page: z.uuid(), to: z.uuid('Choose somebody') }),
	output: z.object({}),
	can: ownsPage,
	run: async ({ actor, input, tx, at, record }) => {
		const { page, to } = input;
		const { audience_id: audience } = await pageRow(tx, page);
		if (to === actor.id) return {};
		if (!(await peopleIn(tx, audience)).includes(to))
			throw new Invalid([{ field: 'to', message: 'Choose somebody who may read the page' }]);
		await addWriters(tx, page, [to], at);
		await tx.updateTable('page').set({ owner_id: to }).where('id', '=', page).execute();
		await removeWriter(tx, page, actor.id);
		await record({ verb: 'handed over', kind: 'page', id: page, audience, data: { tell: [to] } });
		return {};
	}
});

/** What a page has asked for, and whether those of `audience` may read it: because its author shows it to them anyway, or said so. */
async function askedBefore(tx: Tx, page: string, audience: string) {
	const rows = await tx
		.selectFrom('page_source as source')
		.leftJoin('page_source_answer as answer', (join) =>
			join
				.onRef('answer.page_id', '=', 'source.page_id')
				.onRef('answer.submission_id', '=', 'source.submission_id')
				.on('answer.audience_id', '=', audience)
		)
		.leftJoin('page_source_joining as joining', (join) =>
			join
				.onRef('joining.page_id', '=', 'source.page_id')
				.onRef('joining.submission_id', '=', 'source.submission_id')
		)
		.select(['source.submission_id', 'author_id', 'agreed', 'joining.at as joined'])
		.where('source.page_id', '=', page)
		.execute();
	const shown = await audiencesOfSubmissions(
		tx,
		rows.map((row) => row.submission_id)
	);
	return rows.map((row) => ({
		submission: row.submission_id,
		author: row.author_id,
		joined: row.joined !== null,
		gives:
			row.agreed === true ||
			mayAppear({ audience_id: shown.get(row.submission_id) ?? null }, audience)
	}));
}
