import { z } from 'zod';
import { Conflict, Invalid } from '#platform/errors.ts';
import { peopleIn } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { door } from '#platform/server/door.ts';
import { mayWrite } from '#modules/documents/server/versions.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { seriesOf, trainingRow } from './rows.ts';
import { who } from './shown.ts';

const most = 3;

/** Asks up to three colleagues for a first word on a part before it opens, so that whoever comes next does not find an empty room. */
export const askFirst = door({
	id: 'trainings.askFirst',
	summary: 'Ask colleagues for a first contribution before a part opens',
	http: 'PUT /trainings/{training}/firsts/{person}',
	input: z.object({ training: z.uuid(), person: z.uuid() }),
	output: z.object({}),
	can: ({ tx, input }) => prepares(tx, input.training),
	run: async ({ actor, input, tx, at, record }) => {
		const { training, person } = input;
		const row = await trainingRow(tx, training);
		const series = await seriesOf(tx, row.series_id);
		if (!series.out || series.cancelled_at)
			throw new Conflict('Open the series first: nobody else sees it yet');
		if (!(await peopleIn(tx, row.audience_id)).includes(person))
			throw new Invalid([{ field: 'person', message: 'Choose somebody who sees this series' }]);
		const asked = await askedFor(tx, training);
		if (asked.includes(person)) return {};
		if (asked.length >= most)
			throw new Conflict('Three are asked already. More would make it a duty');
		await tx
			.insertInto('first_request')
			.values({ training_id: training, person_id: person, by_id: actor.id, at })
			.execute();
		await record({
			verb: 'asked first',
			kind: 'training',
			id: training,
			audience: row.audience_id,
			data: { tell: [person], people: [person] }
		});
		return {};
	}
});

/** Who was asked for a first word on a part and who of them has shared, with colleagues who took part in earlier parts to ask. */
export const listFirsts = door({
	id: 'trainings.firsts',
	summary: 'Who is asked for a first contribution',
	http: 'GET /trainings/{training}/firsts',
	input: z.object({ training: z.uuid() }),
	output: z.object({
		asked: z.array(who.extend({ shared: z.boolean() })),
		suggested: z.array(who),
		left: z.number()
	}),
	can: ({ tx, input }) => prepares(tx, input.training),
	run: async ({ input, tx }) => {
		const row = await trainingRow(tx, input.training);
		const asked = await askedFor(tx, row.id);
		const shared = new Set(await sharedIn(tx, [row.id]));
		const parts = await tx
			.selectFrom('training')
			.select('id')
			.where('series_id', '=', row.series_id)
			.where('id', '!=', row.id)
			.execute();
		const team = await preparing(tx, row.series_id);
		const before = await sharedIn(
			tx,
			parts.map(({ id }) => id)
		);
		const suggested = before
			.filter((person) => !team.has(person) && !asked.includes(person) && !shared.has(person))
			.slice(0, 5);
		const people = await peopleById(tx, [...asked, ...suggested]);
		const whoIs = (id: string) => {
			const person = people.get(id);
			return person ? [{ id, name: person.name, face: person.face }] : [];
		};
		return {
			asked: asked.flatMap((id) =>
				whoIs(id).map((person) => ({ ...person, shared: shared.has(id) }))
			),
			suggested: suggested.flatMap(whoIs),
			left: most - asked.length
		};
	}
});

async function askedFor(tx: Tx, training: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('first_request')
		.select('person_id')
		.where('training_id', '=', training)
		.orderBy('at')
		.execute();
	return rows.map((row) => row.person_id);
}

/** Who shared something on these that the reader may see, the latest first. */
async function sharedIn(tx: Tx, trainings: string[]): Promise<string[]> {
	if (trainings.length === 0) return [];
	const rows = await tx
		.selectFrom('submission')
		.innerJoin('sharing', 'sharing.submission_id', 'submission.id')
		.select((eb) => ['author_id', eb.fn.max('sharing.at').as('last')])
		.where('training_id', 'in', trainings)
		.groupBy('author_id')
		.orderBy('last', 'desc')
		.execute();
	return rows.map((row) => row.author_id);
}

async function preparing(tx: Tx, series: string): Promise<Set<string>> {
	const { team_id } = await seriesOf(tx, series);
	return new Set(await peopleIn(tx, team_id));
}

async function prepares(tx: Tx, training: string): Promise<boolean> {
	await trainingRow(tx, training);
	return mayWrite(tx, training);
}
