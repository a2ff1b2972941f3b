import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import { writtenAudiences } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { summariesOf } from '#modules/documents/server/summaries.ts';
import { readVersion } from '#modules/documents/server/versions.ts';
import { inSight } from '#modules/documents/server/where.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { submissionRow } from '#modules/series/server/rows.ts';
import { betweenTwo } from './merging.ts';
import { pageRow, who } from './rows.ts';

/** The author's answer. A yes hands their words, as they stand now, to whoever writes the page, who may not have been able to read them before. */
export const answerConsent = door({
	id: 'library.answerConsent',
	summary: 'Say whether my submission may join a page',
	http: 'PUT /pages/{page}/submissions/{submission}/consent',
	input: z.object({ page: z.uuid(), submission: z.uuid(), agreed: z.boolean() }),
	output: z.object({}),
	can: async ({ tx, input, actor }) =>
		(await submissionRow(tx, input.submission)).author_id === actor.id,
	run: async ({ actor, input, tx, at, record }) => {
		const { page, submission, agreed } = input;
		const source = await tx
			.selectFrom('page_source as source')
			.leftJoin('page_source_joining as joining', (join) =>
				join
					.onRef('joining.page_id', '=', 'source.page_id')
					.onRef('joining.submission_id', '=', 'source.submission_id')
			)
			.select(['source.audience_id', 'joining.at as joined'])
			.where('source.page_id', '=', page)
			.where('source.submission_id', '=', submission)
			.executeTakeFirst();
		if (!source) throw new NotFound('Nobody asked for this');
		if (source.joined) throw new Conflict('Your words stand in the page already');
		const { owner_id: owner } = await pageRow(tx, page);
		const words = agreed ? await wordsOf(tx, submission) : noWords;
		const answer = { agreed, at, ...words };
		await tx
			.insertInto('page_source_answer')
			.values({
				page_id: page,
				submission_id: submission,
				audience_id: source.audience_id,
				...answer
			})
			.onConflict((conflict) =>
				conflict.columns(['page_id', 'submission_id', 'audience_id']).doUpdateSet(answer)
			)
			.execute();
		if (agreed)
			await sql`select give_files(${page}::uuid, ${submission}::uuid, ${at}::timestamptz)`.execute(
				tx
			);
		const verb = agreed ? 'agreed' : 'declined';
		await record(await betweenTwo(tx, actor, owner, { verb, page, submission }));
		return {};
	}
});

/** What waits for my yes: which words of mine a page asks for, and who would read them there. */
export const consents = door({
	id: 'library.consents',
	summary: 'What waits for my yes',
	http: 'GET /consents',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				page: z.string(),
				title: z.string(),
				url: z.string(),
				/** Who would read them there. */
				audience: z.string(),
				submission: z.string(),
				/** My own words, from their beginning. */
				opening: z.string(),
				owner: who,
				at: z.string()
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const rows = await tx
			.selectFrom('page_source as source')
			.innerJoin('page', 'page.id', 'source.page_id')
			.leftJoin('page_source_answer as answer', (join) =>
				join
					.onRef('answer.page_id', '=', 'source.page_id')
					.onRef('answer.submission_id', '=', 'source.submission_id')
					.onRef('answer.audience_id', '=', 'source.audience_id')
			)
			.leftJoin('page_source_joining as joining', (join) =>
				join
					.onRef('joining.page_id', '=', 'source.page_id')
					.onRef('joining.submission_id', '=', 'source.submission_id')
			)
			.select([
				'page.id as page',
				'owner_id as owner',
				'source.audience_id as audience',
				'source.submission_id as submission',
				'asked_at as at'
			])
			.where('source.author_id', '=', actor.id)
			.where('answer.at', 'is', null)
			.where('joining.at', 'is', null)
			.where(inSight('page.id'))
			.orderBy('asked_at', 'desc')
			.orderBy('submission', 'desc')
			.limit(100)
			.execute();
		const summaries = await summariesOf(
			tx,
			rows.flatMap(({ page, submission }) => [page, submission])
		);
		const people = await peopleById(
			tx,
			rows.map(({ owner }) => owner)
		);
		const audiences = await writtenAudiences(
			tx,
			rows.map(({ audience }) => audience),
			actor.id
		);
		const items = rows.flatMap(({ page, owner, audience, submission, at }) => {
			const shown = summaries.get(page);
			const mine = summaries.get(submission);
			if (!shown || !mine) return [];
			const { name = '', face = null } = people.get(owner) ?? {};
			return [
				{
					page,
					title: shown.title,
					url: `/library/${page}#asks-you`,
					audience: audiences.get(audience) ?? 'everyone',
					submission,
					opening: mine.title || mine.opening,
					owner: { id: owner, name, face },
					at
				}
			];
		});
		return { items, next: null };
	}
});

const nothing = sql<string>`null`;
const noWords = { title: nothing, content: nothing, credit: nothing };

async function wordsOf(tx: Tx, submission: string) {
	const { title, content, credit } = await readVersion(tx, submission);
	return { title, content: JSON.stringify(content), credit: JSON.stringify(credit) };
}
