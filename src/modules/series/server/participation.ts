import { sql } from 'kysely';
import { z } from 'zod';
import { peopleIn } from '#platform/server/audiences.ts';
import { Forbidden } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { atOrAboveFloor } from '../series.ts';
import { ownsSeries, seriesOf, trainingRow, trainingsOf } from './rows.ts';
import { countsOf, who } from './shown.ts';

/** How each part was taken up, each kind of answer by itself; counts of people only from five on. For owners. */
export const seriesParticipation = door({
	id: 'series.participation',
	summary: 'How each part of a series was taken up',
	http: 'GET /series/{series}/participation',
	input: z.object({ series: z.uuid() }),
	output: z.object({
		told: z.number().nullable(),
		parts: z.array(
			z.object({
				training: z.string(),
				/** How many opened it, how many of them came back another time, and how many opened it from a letter. */
				opened: z.number().nullable(),
				cameBack: z.number().nullable(),
				openedByLetter: z.number().nullable(),
				/** How many shared, commented or said how it went straight from a letter. */
				answeredByLetter: z.number().nullable(),
				read: z.number().nullable(),
				submissions: z.number(),
				adoptions: z.number().nullable(),
				same: z.number().nullable(),
				comments: z.number(),
				thanks: z.number()
			})
		)
	}),
	can: ownsSeries,
	run: async ({ input, tx }) => {
		const series = await seriesOf(tx, input.series);
		const ids = (await trainingsOf(tx, input.series)).map(({ id }) => id);
		const counts = await countsOf(tx, ids);
		const visits = await visitsOf(tx, input.series);
		const told = series.out ? (await peopleIn(tx, series.audience_id)).length : 0;
		return {
			told: atOrAboveFloor(told),
			parts: ids.map((training) => {
				const count = (what: string) => counts.get(training)?.get(what) ?? 0;
				return {
					training,
					opened: visits.get(training)?.opened ?? null,
					cameBack: visits.get(training)?.came_back ?? null,
					openedByLetter: visits.get(training)?.opened_by_letter ?? null,
					answeredByLetter: visits.get(training)?.answered_by_letter ?? null,
					read: atOrAboveFloor(count('read')),
					submissions: count('submission'),
					adoptions: atOrAboveFloor(count('adoption')),
					same: atOrAboveFloor(count('same')),
					comments: count('comment'),
					thanks: count('thanks')
				};
			})
		};
	}
});

/** Who has not said yet that they read a training that is part of their job, by name and never ranked; for its owners. */
export const trainingMissing = door({
	id: 'trainings.missing',
	summary: 'Who has not read a required training yet',
	http: 'GET /trainings/{training}/missing',
	input: z.object({ training: z.uuid() }),
	output: z.object({ items: z.array(who), next: z.null() }),
	can: anyMember,
	run: async ({ input, tx }) => {
		const training = await trainingRow(tx, input.training);
		const series = await seriesOf(tx, training.series_id);
		if (!series.mine) throw new Forbidden('Its owners alone see this');
		if (series.level !== 'required')
			throw new Forbidden('Only a required training has such a list');
		const told = series.out ? await peopleIn(tx, training.audience_id) : [];
		const read = await tx
			.selectFrom('check_off')
			.select('person_id')
			.distinct()
			.where('training_id', '=', input.training)
			.execute();
		const done = new Set(read.map((row) => row.person_id));
		const people = await peopleById(
			tx,
			told.filter((person) => !done.has(person))
		);
		const items = [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
		return { items: items.map(({ id, name, face }) => ({ id, name, face })), next: null };
	}
});

type Visits = {
	training_id: string;
	opened: number | null;
	came_back: number | null;
	opened_by_letter: number | null;
	answered_by_letter: number | null;
};

async function visitsOf(tx: Tx, series: string): Promise<Map<string, Visits>> {
	const { rows } = await sql<Visits>`select * from part_visits(${series})`.execute(tx);
	return new Map(rows.map((row) => [row.training_id, row]));
}
