import { z } from 'zod';
import { Conflict } from '#platform/errors.ts';
import { door } from '#platform/server/door.ts';
import { ownsSeries, seriesOf } from './rows.ts';

/** Calls a series off, with a word on why: nobody is asked for anything any more, and what people shared stays. `series.resume` undoes it. */
export const cancelSeries = door({
	id: 'series.cancel',
	summary: 'Call a series off',
	http: 'PUT /series/{series}/cancellation',
	input: z.object({
		series: z.uuid(),
		reason: z.string().trim().max(1000, 'Use at most 1,000 characters').default('')
	}),
	output: z.object({}),
	can: ownsSeries,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await seriesOf(tx, input.series);
		if (!row.out) throw new Conflict('Nobody was told of this series yet');
		const called = await tx
			.insertInto('series_cancellation')
			.values({ series_id: row.id, by_id: actor.id, reason: input.reason, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!called) throw new Conflict('This series was called off already');
		await record({ verb: 'cancelled', kind: 'series', id: row.id, audience: row.audience_id });
		return {};
	}
});

/** Takes up a series again that was called off; its dates are as they were. */
export const resumeSeries = door({
	id: 'series.resume',
	summary: 'Take up a series again that was called off',
	http: 'DELETE /series/{series}/cancellation',
	input: z.object({ series: z.uuid() }),
	output: z.object({}),
	can: ownsSeries,
	run: async ({ input, tx, record }) => {
		const row = await seriesOf(tx, input.series);
		const gone = await tx
			.deleteFrom('series_cancellation')
			.where('series_id', '=', row.id)
			.returning('at')
			.executeTakeFirst();
		if (gone)
			await record({ verb: 'resumed', kind: 'series', id: row.id, audience: row.audience_id });
		return {};
	}
});
