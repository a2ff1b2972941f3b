import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { ownsSeries, seriesOf } from './rows.ts';
import { who } from './shown.ts';

const words = z.string().trim().max(5000, 'Use at most 5,000 characters').default('');

const retrospective = z.object({
	series: z.string(),
	title: z.string(),
	worked: z.string(),
	change: z.string(),
	by: who.nullable(),
	at: z.string()
});

/** Writes what worked and what to change, for those who prepared a series and for whoever plans the next one with them. Empty words take it away. */
export const writeRetrospective = door({
	id: 'series.lookBack',
	summary: 'Write what worked in a series and what to change',
	http: 'PUT /series/{series}/retrospective',
	input: z.object({ series: z.uuid(), worked: words, change: words }),
	output: z.object({}),
	can: ownsSeries,
	run: async ({ actor, input, tx, at, record }) => {
		const { series, ...note } = input;
		const { team_id: audience } = await seriesOf(tx, series);
		if (!note.worked && !note.change)
			await tx.deleteFrom('retrospective').where('series_id', '=', series).execute();
		else
			await tx
				.insertInto('retrospective')
				.values({ series_id: series, ...note, by_id: actor.id, audience_id: audience, at })
				.onConflict((conflict) =>
					conflict.column('series_id').doUpdateSet({ ...note, by_id: actor.id, at })
				)
				.execute();
		await record({ verb: 'looked back', kind: 'series', id: series, audience });
		return {};
	}
});

/** What was learned from the series that I prepared, the newest first; of one series, where it is named. */
export const listRetrospectives = door({
	id: 'series.retrospectives',
	summary: 'What was learned from series that I prepared',
	http: 'GET /retrospectives',
	input: z.object({ series: z.uuid().optional() }),
	output: z.object({ items: z.array(retrospective), next: z.null() }),
	can: anyMember,
	run: async ({ input, tx }) => {
		let query = tx
			.selectFrom('retrospective as note')
			.innerJoin('series', 'series.id', 'note.series_id')
			.select(['series_id', 'series.title', 'worked', 'change', 'by_id', 'note.at'])
			.orderBy('note.at', 'desc')
			.limit(20);
		if (input.series) query = query.where('series_id', '=', input.series);
		const rows = await query.execute();
		const people = await peopleById(
			tx,
			rows.map((row) => row.by_id)
		);
		const items = rows.map(({ series_id, by_id, ...row }) => {
			const person = people.get(by_id);
			const by = person ? { id: person.id, name: person.name, face: person.face } : null;
			return { ...row, series: series_id, by };
		});
		return { items, next: null };
	}
});
