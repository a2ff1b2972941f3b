import { z } from 'zod';
import { Conflict } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { shifted, todayIn, type Window } from '#platform/time/windows.ts';
import { seriesOf, trainingsOf } from './rows.ts';

/** For whoever comes late: begins a series from its start today, each part as long as it is for the others and as far apart. */
export const startFromBeginning = door({
	id: 'series.startFromBeginning',
	summary: 'Begin a series from its start, at my own pace',
	http: 'PUT /series/{series}/pace',
	input: z.object({ series: z.uuid() }),
	output: z.object({ days: z.number() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await seriesOf(tx, input.series);
		if (row.mine) throw new Conflict('Whoever prepares a series goes by its own dates');
		if (!row.out || row.cancelled_at) throw new Conflict('This series is not running');
		const [first] = await trainingsOf(tx, row.id);
		const today = todayIn(actor.zone, Temporal.Instant.from(at));
		const days = Temporal.PlainDate.from(first!.opens).until(today).days;
		if (days <= 0) throw new Conflict('It has not begun yet: you are in time');
		await tx
			.insertInto('own_pace')
			.values({ series_id: row.id, person_id: actor.id, days, at })
			.onConflict((conflict) =>
				conflict.columns(['series_id', 'person_id']).doUpdateSet({ days, at })
			)
			.execute();
		await record({ verb: 'changed pace', kind: 'series', id: row.id, audience: actor.id });
		return { days };
	}
});

/** Goes on where the others are. */
export const joinTheOthers = door({
	id: 'series.joinTheOthers',
	summary: 'Go on with a series where the others are',
	http: 'DELETE /series/{series}/pace',
	input: z.object({ series: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const row = await seriesOf(tx, input.series);
		const gone = await tx
			.deleteFrom('own_pace')
			.where('series_id', '=', row.id)
			.where('person_id', '=', actor.id)
			.returning('days')
			.executeTakeFirst();
		if (gone)
			await record({ verb: 'changed pace', kind: 'series', id: row.id, audience: actor.id });
		return {};
	}
});

/** The window of a training as it is for the transaction's person. */
export async function ownWindow(
	tx: Tx,
	training: Window & { series_id: string },
	person: string
): Promise<Window> {
	const pace = await tx
		.selectFrom('own_pace')
		.select('days')
		.where('series_id', '=', training.series_id)
		.where('person_id', '=', person)
		.executeTakeFirst();
	return shifted(training, pace?.days ?? 0);
}
