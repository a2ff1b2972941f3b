import { z } from 'zod';
import { wholeNumber } from '#platform/numbers.ts';
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
import { addWriters, createDocument } from '#modules/documents/server/versions.ts';
import { expectation, format, part, parts, seriesTitle } from '../series.ts';
import { beginPlan } from './plan-note.ts';
import { ownersOf, ownsSeries, ownsTraining, seriesOf, trainingRow } from './rows.ts';

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
		const audience = await audienceFrom(tx, input.audience, actor.id, team);
		const made = await planSeries(tx, { ...input, owners, audience, by: actor.id, at });
		await record({ verb: 'planned', kind: 'series', id: made.id, audience: made.planning });
		return { id: made.id, parts: made.trainings.map((training) => ({ training })) };
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

/** Changes how a part is given, or how many minutes it asks. */
export const changeTraining = door({
	id: 'trainings.change',
	summary: 'Change how a training is given',
	http: 'PATCH /trainings/{training}',
	input: z.object({
		training: z.uuid(),
		format: format.optional(),
		minutes: wholeNumber(1, 1000).optional()
	}),
	output: z.object({}),
	can: ownsTraining,
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

type PlannedSeries = {
	title: string;
	about: string;
	/** The id of the audience it will open to. */
	audience: string;
	expectation: z.output<typeof expectation>;
	owners: string[];
	parts: (z.output<typeof part> & { minutes?: number })[];
	by: string;
	at: string;
};

/** Makes a series that only its owners and trainers see (the audience `planning`), with its trainings. Throws Invalid. */
export async function planSeries(
	tx: Tx,
	given: PlannedSeries
): Promise<{ id: string; planning: string; plan: string; trainings: string[] }> {
	const { title, about, audience, owners, parts: planned, by, at } = given;
	refuseTooMany(given.expectation.atLeast, planned.length);
	const team = [...owners, ...planned.flatMap((each) => each.trainers ?? [])];
	const planning = await teamAudience(tx, team);
	const plan_id = await beginPlan(tx, { title, audience: planning, team, by, at });
	const id = newId();
	await tx
		.insertInto('series')
		.values({
			id,
			plan_id,
			title,
			about,
			audience_id: audience,
			team_id: planning,
			level: given.expectation.level,
			at_least: given.expectation.atLeast ?? null,
			created_by: by,
			at
		})
		.execute();
	await tx
		.insertInto('series_owner')
		.values(owners.map((person_id) => ({ series_id: id, person_id })))
		.execute();
	const trainings: string[] = [];
	for (const [position, each] of planned.entries())
		trainings.push(
			await plan(tx, { ...each, series: id, position, audience: planning, owners, by, at })
		);
	return { id, planning, plan: plan_id, trainings };
}

type Planned = z.output<typeof part> & {
	minutes?: number;
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
			minutes: given.minutes ?? 15,
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
