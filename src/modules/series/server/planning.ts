import { z } from 'zod';
import { Invalid, NotFound } from '#platform/errors.ts';
import {
	audienceFrom,
	audienceInput,
	changeTeam,
	teamAudience
} from '#platform/server/audiences.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newBlockId, newId } from '#platform/server/ids.ts';
import { writeDraft } from '#modules/documents/server/drafts.ts';
import { fromMarkdown } from '#modules/documents/server/markdown.ts';
import { addWriters, createDocument, removeWriter } from '#modules/documents/server/versions.ts';
import { expectation, format, newDates, part, parts, seriesTitle } from '../series.ts';
import { beginPlan } from './plan-note.ts';
import { ownsSeries, seriesOf, trainingRow } from './rows.ts';

/** Plans a series in a space that only its owners and trainers see; `series.publish` opens it. */
export const createSeries = door({
	id: 'series.create',
	summary: 'Plan a series of trainings',
	http: 'POST /series',
	input: z.object({
		title: seriesTitle,
		about: z.string().max(5000).default(''),
		audience: audienceInput,
		expectation,
		owners: z.array(z.uuid()).max(20).default([]),
		parts
	}),
	output: z.object({ id: z.string(), parts: z.array(z.object({ training: z.string() })) }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const owners = [...new Set([actor.id, ...input.owners])];
		const team = [...owners, ...input.parts.flatMap((each) => each.trainers ?? [])];
		refuseTooMany(input.expectation.atLeast, input.parts.length);
		const audience = await audienceFrom(tx, input.audience, actor.id, team);
		const planning = await teamAudience(tx, team);
		const id = newId();
		const notes = { title: input.title, audience: planning, team, by: actor.id, at };
		await tx
			.insertInto('series')
			.values({
				id,
				plan_id: await beginPlan(tx, notes),
				title: input.title,
				about: input.about,
				audience_id: audience,
				team_id: planning,
				level: input.expectation.level,
				at_least: input.expectation.atLeast ?? null,
				created_by: actor.id,
				at
			})
			.execute();
		await tx
			.insertInto('series_owner')
			.values(owners.map((person_id) => ({ series_id: id, person_id })))
			.execute();
		const trainings: { training: string }[] = [];
		for (const [position, each] of input.parts.entries())
			trainings.push({
				training: await plan(tx, {
					...each,
					series: id,
					position,
					audience: planning,
					owners,
					by: actor.id,
					at
				})
			});
		await record({ verb: 'planned', kind: 'series', id, audience: planning });
		return { id, parts: trainings };
	}
});

/** Changes the words and the expectation of a series. */
export const changeSeries = door({
	id: 'series.change',
	summary: 'Change a series',
	http: 'PATCH /series/{series}',
	input: z.object({
		series: z.uuid(),
		title: seriesTitle.optional(),
		about: z.string().max(5000).optional(),
		expectation: expectation.optional()
	}),
	output: z.object({}),
	can: ownsSeries,
	run: async ({ input, tx, record }) => {
		const { series, expectation: wanted, ...words } = input;
		const row = await seriesOf(tx, series);
		const count = await countParts(tx, series);
		refuseTooMany(wanted?.atLeast, count);
		await tx
			.updateTable('series')
			.set({
				title: words.title ?? row.title,
				about: words.about ?? row.about,
				...(wanted && { level: wanted.level, at_least: wanted.atLeast ?? null })
			})
			.where('id', '=', series)
			.returning('id')
			.executeTakeFirstOrThrow(notYours);
		const audience = row.out ? row.audience_id : row.team_id;
		await record({ verb: 'changed', kind: 'series', id: series, audience });
		return {};
	}
});

export const addPart = door({
	id: 'series.addPart',
	summary: 'Add a training to a series',
	http: 'POST /series/{series}/parts',
	input: z.object({ series: z.uuid() }).and(part),
	output: z.object({ training: z.string() }),
	can: ownsSeries,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await seriesOf(tx, input.series);
		const position = await countParts(tx, input.series);
		const owners = await ownersOf(tx, input.series);
		for (const trainer of input.trainers ?? []) await changeTeam(tx, row.team_id, trainer, 'add');
		await addWriters(tx, row.plan_id, input.trainers ?? [], at);
		const audience = row.out ? row.audience_id : row.team_id;
		const training = await plan(tx, { ...input, position, audience, owners, by: actor.id, at });
		await record({
			verb: 'planned',
			kind: 'training',
			id: training,
			audience,
			data: { within: [{ kind: 'series', id: input.series }] }
		});
		return { training };
	}
});

/** Moves the window of a part; everything that names its dates follows. */
export const moveTraining = door({
	id: 'trainings.move',
	summary: 'Move the dates of a training',
	http: 'PUT /trainings/{training}/window',
	input: newDates,
	output: z.object({}),
	can: ({ tx, input }) => ownsTraining(tx, input.training),
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

/** Changes how a part is given, or how many minutes it asks. */
export const changeTraining = door({
	id: 'trainings.change',
	summary: 'Change how a training is given',
	http: 'PATCH /trainings/{training}',
	input: z.object({
		training: z.uuid(),
		format: format.optional(),
		minutes: z.coerce.number().int().min(1).max(1000).optional()
	}),
	output: z.object({}),
	can: ({ tx, input }) => ownsTraining(tx, input.training),
	run: async ({ input, tx, record }) => {
		const row = await trainingRow(tx, input.training);
		await tx
			.updateTable('training')
			.set({ format: input.format ?? row.format, minutes: input.minutes ?? row.minutes })
			.where('id', '=', input.training)
			.returning('id')
			.executeTakeFirstOrThrow(notYours);
		await record({
			verb: 'changed',
			kind: 'training',
			id: input.training,
			audience: row.audience_id
		});
		return {};
	}
});

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
	can: ({ tx, input }) => ownsTraining(tx, input.training),
	run: async ({ input, tx, at, record }) => {
		const row = await trainingRow(tx, input.training);
		const series = await seriesOf(tx, row.series_id);
		await changeTeam(tx, series.team_id, input.person, 'add');
		await tx
			.insertInto('training_trainer')
			.values({ training_id: input.training, person_id: input.person, role: input.role })
			.onConflict((conflict) =>
				conflict.columns(['training_id', 'person_id']).doUpdateSet({ role: input.role })
			)
			.execute();
		for (const id of [series.plan_id, input.training]) await addWriters(tx, id, [input.person], at);
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
	can: ({ tx, input }) => ownsTraining(tx, input.training),
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

type Planned = z.output<typeof part> & {
	series: string;
	position: number;
	audience: string;
	owners: string[];
	by: string;
	at: string;
};

async function plan(tx: Tx, given: Planned): Promise<string> {
	const { by, at, audience } = given;
	const trainers = given.trainers ?? [];
	const id = await createDocument(tx, {
		kind: 'training',
		title: given.title,
		audience,
		writers: [...given.owners, ...trainers],
		by,
		at
	});
	await tx
		.insertInto('training')
		.values({
			id,
			series_id: given.series,
			position: given.position,
			opens: given.opens,
			closes: given.closes,
			format: given.format ?? 'written',
			minutes: 15,
			audience_id: audience
		})
		.execute();
	if (trainers.length > 0)
		await tx
			.insertInto('training_trainer')
			.values([...new Set(trainers)].map((person_id) => ({ training_id: id, person_id })))
			.execute();
	if (given.markdown)
		await writeDraft(tx, {
			document: id,
			content: fromMarkdown(given.markdown, newBlockId),
			by,
			at
		});
	return id;
}

/** Whoever owns a series no more and trains no part of it sees nothing of its planning any more, and writes only where they train. */
async function closePlanning(
	tx: Tx,
	series: { id: string; team_id: string; plan_id: string },
	person: string
) {
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

async function ownsTraining(tx: Tx, training: string): Promise<boolean> {
	const row = await trainingRow(tx, training);
	return (await seriesOf(tx, row.series_id)).mine;
}

export async function ownersOf(tx: Tx, series: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('series_owner')
		.select('person_id')
		.where('series_id', '=', series)
		.execute();
	return rows.map((row) => row.person_id);
}

export async function trainingsOf(tx: Tx, series: string) {
	return tx
		.selectFrom('training')
		.selectAll()
		.where('series_id', '=', series)
		.orderBy('position')
		.execute();
}

async function countParts(tx: Tx, series: string): Promise<number> {
	const { count } = await tx
		.selectFrom('training')
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.where('series_id', '=', series)
		.executeTakeFirstOrThrow();
	if (count === 0) throw new NotFound('There is nothing here');
	return count;
}

function refuseTooMany(atLeast: number | undefined, count: number): void {
	if (atLeast !== undefined && atLeast > count)
		throw new Invalid([{ field: 'expectation.atLeast', message: `There are only ${count} parts` }]);
}
