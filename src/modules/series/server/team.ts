import { z } from 'zod';
import { Invalid, NotFound } from '#platform/errors.ts';
import { changeTeam } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { door } from '#platform/server/door.ts';
import { addWriters, removeWriter } from '#modules/documents/server/versions.ts';
import { ownersOf, ownsSeries, ownsTraining, seriesOf, trainingRow, trainingsOf } from './rows.ts';

export const addOwner = door({
	id: 'series.addOwner',
	summary: 'Share a series with another owner',
	http: 'PUT /series/{series}/owners/{person}',
	input: z.object({ series: z.uuid(), person: z.uuid() }),
	output: z.object({}),
	can: ownsSeries,
	run: async ({ input, tx, at, record }) => {
		const row = await seriesOf(tx, input.series);
		await changeTeam(tx, row.team_id, input.person, 'add');
		await tx
			.insertInto('series_owner')
			.values({ series_id: input.series, person_id: input.person })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		const parts = await trainingsOf(tx, input.series);
		for (const id of [row.plan_id, ...parts.map((each) => each.id)])
			await addWriters(tx, id, [input.person], at);
		await record({
			verb: 'shared ownership',
			kind: 'series',
			id: input.series,
			audience: row.team_id,
			data: { tell: [input.person] }
		});
		return {};
	}
});

export const removeOwner = door({
	id: 'series.removeOwner',
	summary: 'Take somebody off the owners',
	http: 'DELETE /series/{series}/owners/{person}',
	input: z.object({ series: z.uuid(), person: z.uuid() }),
	output: z.object({}),
	can: ownsSeries,
	run: async ({ input, tx, record }) => {
		const row = await seriesOf(tx, input.series);
		const owners = await ownersOf(tx, input.series);
		if (owners.length === 1)
			throw new Invalid([{ field: 'person', message: 'A series keeps at least one owner' }]);
		await record({
			verb: 'ended ownership',
			kind: 'series',
			id: input.series,
			audience: row.team_id
		});
		const gone = await tx
			.deleteFrom('series_owner')
			.where('series_id', '=', input.series)
			.where('person_id', '=', input.person)
			.returning('person_id')
			.executeTakeFirst();
		if (gone) await closePlanning(tx, row, input.person);
		return {};
	}
});

/** Makes somebody the trainer of a part, with the label under which readers meet them. */
export const addTrainer = door({
	id: 'trainings.addTrainer',
	summary: 'Name a trainer of a training',
	http: 'PUT /trainings/{training}/trainers/{person}',
	input: z.object({
		training: z.uuid(),
		person: z.uuid(),
		role: z.string().trim().max(120).default('')
	}),
	output: z.object({}),
	can: ownsTraining,
	run: async ({ input, tx, at, record }) => {
		const row = await trainingRow(tx, input.training);
		const series = await seriesOf(tx, row.series_id);
		await makeTrainer(tx, { ...input, series, at });
		await record({
			verb: 'named trainer',
			kind: 'training',
			id: input.training,
			audience: series.team_id,
			data: { tell: [input.person] }
		});
		return {};
	}
});

export const removeTrainer = door({
	id: 'trainings.removeTrainer',
	summary: 'Take a trainer off a training',
	http: 'DELETE /trainings/{training}/trainers/{person}',
	input: z.object({ training: z.uuid(), person: z.uuid() }),
	output: z.object({}),
	can: ownsTraining,
	run: async ({ input, tx, record }) => {
		const row = await trainingRow(tx, input.training);
		const series = await seriesOf(tx, row.series_id);
		await tx
			.deleteFrom('training_trainer')
			.where('training_id', '=', input.training)
			.where('person_id', '=', input.person)
			.execute();
		await record({
			verb: 'ended trainer',
			kind: 'training',
			id: input.training,
			audience: row.audience_id
		});
		await closePlanning(tx, series, input.person);
		return {};
	}
});

/** Puts somebody in the place of a trainer who cannot: the same part, the same label; both are told. */
export const replaceTrainer = door({
	id: 'trainings.replaceTrainer',
	summary: 'Put somebody in the place of a trainer',
	http: 'PUT /trainings/{training}/trainers/{person}/replacement',
	input: z.object({ training: z.uuid(), person: z.uuid(), by: z.uuid() }),
	output: z.object({}),
	can: ownsTraining,
	run: async ({ input, tx, at, record }) => {
		const { training, person, by } = input;
		const row = await trainingRow(tx, training);
		const series = await seriesOf(tx, row.series_id);
		const before = await tx
			.selectFrom('training_trainer')
			.select('role')
			.where('training_id', '=', training)
			.where('person_id', '=', person)
			.executeTakeFirst();
		if (!before) throw new NotFound('This person is no trainer of it');
		if (by === person) return {};
		await makeTrainer(tx, { series, training, person: by, role: before.role, at });
		await record({
			verb: 'replaced trainer',
			kind: 'training',
			id: training,
			audience: row.audience_id,
			data: { tell: [person, by], person, by }
		});
		await tx
			.deleteFrom('training_trainer')
			.where('training_id', '=', training)
			.where('person_id', '=', person)
			.execute();
		await closePlanning(tx, series, person);
		return {};
	}
});

type Planning = { id: string; team_id: string; plan_id: string };

async function makeTrainer(
	tx: Tx,
	given: { series: Planning; training: string; person: string; role: string; at: string }
): Promise<void> {
	const { series, training, person, role, at } = given;
	await changeTeam(tx, series.team_id, person, 'add');
	await tx
		.insertInto('training_trainer')
		.values({ training_id: training, person_id: person, role })
		.onConflict((conflict) => conflict.columns(['training_id', 'person_id']).doUpdateSet({ role }))
		.execute();
	for (const id of [series.plan_id, training]) await addWriters(tx, id, [person], at);
}

/** Whoever owns a series no more and trains no part of it sees nothing of its planning any more, and writes only where they train. */
async function closePlanning(tx: Tx, series: Planning, person: string): Promise<void> {
	if ((await ownersOf(tx, series.id)).includes(person)) return;
	const parts = await trainingsOf(tx, series.id);
	const trained = await tx
		.selectFrom('training_trainer')
		.select('training_id')
		.where('person_id', '=', person)
		.where(
			'training_id',
			'in',
			parts.map(({ id }) => id)
		)
		.execute();
	const still = new Set(trained.map((row) => row.training_id));
	for (const { id } of parts) if (!still.has(id)) await removeWriter(tx, id, person);
	if (still.size > 0) return;
	await removeWriter(tx, series.plan_id, person);
	await changeTeam(tx, series.team_id, person, 'remove');
}
