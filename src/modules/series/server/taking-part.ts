import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { tally, type Event } from '#platform/server/events.ts';
import { forgetReadingPlace } from '#modules/documents/server/reading.ts';
import { latestVersions } from '#modules/documents/server/versions.ts';
import { trainingRow } from './rows.ts';

/** "I've read it": a promise by a person, bound to the version. Saying it twice is no error. */
export const checkOff = door({
	id: 'trainings.checkOff',
	summary: "Say that I've read a version of a training",
	http: 'PUT /trainings/{training}/check-off',
	input: z.object({ training: z.uuid(), version: z.coerce.number().int().min(1) }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { training, version } = input;
		const row = await trainingRow(tx, training);
		const latest = (await latestVersions(tx, [training])).get(training);
		if (!latest || version > latest.number)
			throw new Invalid([{ field: 'version', message: 'There is no such version yet' }]);
		await forgetReadingPlace(tx, training, actor.id);
		const before = await tx
			.selectFrom('check_off')
			.select('version')
			.where('training_id', '=', training)
			.where('person_id', '=', actor.id)
			.execute();
		if (before.some((earlier) => earlier.version === version)) return {};
		await tx
			.insertInto('check_off')
			.values({
				training_id: training,
				person_id: actor.id,
				version,
				audience_id: row.audience_id,
				at
			})
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		if (before.length === 0)
			await tally(
				tx,
				{ kind: 'training', id: training, what: 'read', audience: row.audience_id },
				1
			);
		await record({
			verb: 'read',
			kind: 'training',
			id: training,
			audience: actor.id,
			data: { version }
		});
		return {};
	}
});

/** Takes back "I've read it", every version of it. */
export const uncheck = door({
	id: 'trainings.uncheck',
	summary: "Take back that I've read a training",
	http: 'DELETE /trainings/{training}/check-off',
	input: z.object({ training: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const row = await trainingRow(tx, input.training);
		const gone = await tx
			.deleteFrom('check_off')
			.where('training_id', '=', input.training)
			.where('person_id', '=', actor.id)
			.returning('version')
			.execute();
		if (gone.length === 0) return {};
		await tally(tx, { kind: 'training', id: row.id, what: 'read', audience: row.audience_id }, -1);
		await record({ verb: 'took back reading', kind: 'training', id: row.id, audience: actor.id });
		return {};
	}
});

/** Pulls a part early: its page opens for this person before its window. */
export const startEarly = door({
	id: 'trainings.startEarly',
	summary: 'Open a training for myself before its window',
	http: 'PUT /trainings/{training}/early-start',
	input: z.object({ training: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		await trainingRow(tx, input.training);
		await tx
			.insertInto('early_start')
			.values({ training_id: input.training, person_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await record({
			verb: 'started early',
			kind: 'training',
			id: input.training,
			audience: actor.id
		});
		return {};
	}
});

const contributes: Record<string, 'submission' | 'adoption' | 'same'> = {
	shared: 'submission',
	adopted: 'adoption',
	'resumed adoption': 'adoption',
	'does already': 'same'
};
const endsContribution = new Set(['withdrew', 'ended adoption', 'took back']);

/** Keeps who took part in which training; anything on the training's page counts, whichever module it came by. */
export async function keepContributions(event: Event, tx: Tx): Promise<void> {
	const what = contributes[event.verb];
	const training = event.data.training;
	if (what && event.actor && typeof training === 'string')
		await tx
			.insertInto('contribution')
			.values({
				training_id: training,
				person_id: event.actor,
				what,
				subject_id: event.id,
				at: event.at
			})
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	else if (endsContribution.has(event.verb) && event.actor)
		await tx
			.deleteFrom('contribution')
			.where('person_id', '=', event.actor)
			.where('subject_id', '=', event.id)
			.execute();
}
