import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import { door } from '#platform/server/door.ts';
import { shifted } from '#platform/time/windows.ts';
import { newDates } from '../series.ts';
import { ownsSeries, ownsTraining, seriesOf, trainingRow, trainingsOf } from './rows.ts';

/** Moves the window of a part; everything that names its dates follows. */
export const moveTraining = door({
	id: 'trainings.move',
	summary: 'Move the dates of a training',
	http: 'PUT /trainings/{training}/window',
	input: newDates,
	output: z.object({}),
	can: ownsTraining,
	run: async ({ input, tx, record }) => {
		const { training, opens, closes } = input;
		const row = await trainingRow(tx, training);
		await tx
			.updateTable('training')
			.set({ opens, closes })
			.where('id', '=', training)
			.returning('id')
			.executeTakeFirstOrThrow(notYours);
		await record({
			verb: 'moved',
			kind: 'training',
			id: training,
			audience: row.audience_id,
			data: {
				from: { opens: row.opens, closes: row.closes },
				within: [{ kind: 'series', id: row.series_id }]
			}
		});
		return {};
	}
});

/** Moves the windows of a series by some days, all of them or those from one part on; lengths and gaps stay. */
export const shiftSeries = door({
	id: 'series.shift',
	summary: 'Move the dates of a series by some days',
	http: 'POST /series/{series}/shift',
	input: z.object({
		series: z.uuid(),
		days: z.coerce
			.number('Write a number of days')
			.int('Write whole days')
			.min(-366, 'Move it by a year at most')
			.max(366, 'Move it by a year at most')
			.refine((days) => days !== 0, 'Write a number of days'),
		/** The first part that moves; without it, every part. */
		from: z.uuid().optional()
	}),
	output: z.object({}),
	can: ownsSeries,
	run: async ({ input, tx, record }) => {
		const { series, days, from } = input;
		const row = await seriesOf(tx, series);
		const parts = await trainingsOf(tx, series);
		const first = from ? parts.findIndex(({ id }) => id === from) : 0;
		if (first < 0) throw new Invalid([{ field: 'from', message: 'Choose a part of this series' }]);
		for (const part of parts.slice(first))
			await tx
				.updateTable('training')
				.set(shifted(part, days))
				.where('id', '=', part.id)
				.returning('id')
				.executeTakeFirstOrThrow(notYours);
		await record({
			verb: 'moved',
			kind: 'series',
			id: series,
			audience: row.out ? row.audience_id : row.team_id,
			data: { days, from: parts[first]!.id }
		});
		return {};
	}
});
