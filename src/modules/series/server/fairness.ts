import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/db/database.ts';
import { door } from '#platform/server/door.ts';
import { workingMinutes } from '#platform/time/hours.ts';
import { load } from '#modules/notices/server/asks.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import type { Rhythm } from '#modules/people/server/rhythm.ts';
import { ownsSeries, trainingsOf } from './rows.ts';

/** The working hours that each person really has in each window, and how full their weeks are already; for its owners. */
export const seriesFairness = door({
	id: 'series.fairness',
	summary: 'How much time each window really gives, and how full the weeks are',
	http: 'GET /series/{series}/fairness',
	input: z.object({ series: z.uuid() }),
	output: z.object({
		people: z.array(
			z.object({ id: z.string(), name: z.string(), zone: z.string(), hours: z.array(z.number()) })
		),
		weeks: z.array(
			z.object({ week: z.string(), people: z.number(), minutes: z.number(), full: z.number() })
		)
	}),
	can: ownsSeries,
	run: async ({ input, tx }) => {
		const parts = await trainingsOf(tx, input.series);
		const rhythms = await rhythmsFor(tx, input.series);
		const ids = [...rhythms.keys()];
		const people = await peopleById(tx, ids);
		const from = parts.map((part) => part.opens).sort()[0]!;
		const to = parts
			.map((part) => part.closes)
			.sort()
			.at(-1)!;
		return {
			people: [...people.values()]
				.map(({ id, name, zone }) => ({
					id,
					name,
					zone,
					hours: parts.map(
						(part, i) => Math.round(workingMinutes(part, parts[i + 1], rhythms.get(id)!) / 6) / 10
					)
				}))
				.sort(
					(a, b) => Math.min(...a.hours) - Math.min(...b.hours) || a.name.localeCompare(b.name)
				),
			weeks: await load(tx, ids, from, to)
		};
	}
});

/** When the people of a series work, which the database tells its owners alone. */
async function rhythmsFor(tx: Tx, series: string): Promise<Map<string, Rhythm>> {
	const { rows } = await sql<Rhythm & { id: string }>`
		select * from rhythms_for_series(${series})`.execute(tx);
	return new Map(rows.map(({ id, ...rhythm }) => [id, rhythm]));
}
