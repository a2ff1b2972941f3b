import { z } from 'zod';
import { audienceFrom, peopleIn } from '#platform/server/audiences.ts';
import { NotFound } from '#platform/errors.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { feedbackWords } from '../series.ts';
import { seriesOf } from './rows.ts';
import { who } from './shown.ts';

/** Says something about a series as a whole: to its team alone, or quotable by name to all who see the series. */
export const giveFeedback = door({
	id: 'series.giveFeedback',
	summary: 'Say something about a series as a whole',
	http: 'POST /series/{series}/feedback',
	input: z.object({ series: z.uuid(), words: feedbackWords, mayQuote: z.boolean().default(false) }),
	output: z.object({ id: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const series = await seriesOf(tx, input.series);
		const team = await peopleIn(tx, series.team_id);
		const audience = input.mayQuote
			? series.audience_id
			: await audienceFrom(tx, `people:${team.join(',')}`, actor.id);
		const id = newId();
		await tx
			.insertInto('series_feedback')
			.values({
				id,
				series_id: series.id,
				person_id: actor.id,
				words: input.words,
				may_quote: input.mayQuote,
				audience_id: audience,
				at
			})
			.execute();
		await record({
			verb: 'gave feedback',
			kind: 'series',
			id: series.id,
			audience,
			data: { tell: team }
		});
		return { id };
	}
});

/** What people said about a series: to its team all of it, to others what may be quoted and their own. */
export const listFeedback = door({
	id: 'series.feedback',
	summary: 'What people say about a series',
	http: 'GET /series/{series}/feedback',
	input: z.object({ series: z.uuid(), cursor: z.uuid().optional() }),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				person: who,
				words: z.string(),
				mayQuote: z.boolean(),
				mine: z.boolean(),
				at: z.string()
			})
		),
		next: z.string().nullable()
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		await seriesOf(tx, input.series);
		const size = 30;
		let query = tx
			.selectFrom('series_feedback')
			.selectAll()
			.where('series_id', '=', input.series)
			.orderBy('id', 'desc')
			.limit(size + 1);
		if (input.cursor) query = query.where('id', '<', input.cursor);
		const rows = await query.execute();
		const shown = rows.slice(0, size);
		const people = await peopleById(
			tx,
			shown.map((row) => row.person_id)
		);
		const items = shown.flatMap((row) => {
			const person = people.get(row.person_id);
			if (!person) return [];
			const { id, name, face } = person;
			const mine = id === actor.id;
			return [
				{
					id: row.id,
					person: { id, name, face },
					words: row.words,
					mayQuote: row.may_quote,
					mine,
					at: row.at
				}
			];
		});
		return { items, next: rows.length > size ? shown.at(-1)!.id : null };
	}
});

export const takeBackFeedback = door({
	id: 'series.takeBackFeedback',
	summary: 'Take back what I said about a series',
	http: 'DELETE /feedback/{feedback}',
	input: z.object({ feedback: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const row = await tx
			.deleteFrom('series_feedback')
			.where('id', '=', input.feedback)
			.where('person_id', '=', actor.id)
			.returning('series_id')
			.executeTakeFirst();
		if (!row) throw new NotFound('There is nothing here');
		await record({
			verb: 'took back feedback',
			kind: 'series',
			id: row.series_id,
			audience: actor.id
		});
		return {};
	}
});
