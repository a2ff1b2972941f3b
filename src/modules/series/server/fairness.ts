import { sql } from 'kysely';
import { z } from 'zod';
import { peopleIn } from '#platform/server/audiences.ts';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { door, type Actor } from '#platform/server/door.ts';
import { workingMinutes } from '#platform/time/hours.ts';
import { load } from '#modules/notices/server/asks.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { rhythmsOf } from '#modules/people/server/rhythm.ts';
import { trainingsOf } from './planning.ts';
import { seriesOf } from './rows.ts';

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
	system: 'measuring hours',
	can: ({ tx, actor, input }) => owns(tx, actor, input.series),
	run: async ({ input, tx }) => {
		const series = await seriesOf(tx, input.series);
		const parts = await trainingsOf(tx, input.series);
		const ids = (await peopleIn(tx, series.audience_id)).slice(0, 300);
		const people = await peopleById(tx, ids);
		const rhythms = await rhythmsOf(tx, ids);
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
			weeks: await load(tx, ids, `${from}T00:00:00Z`, `${to}T23:59:59Z`)
		};
	}
});

/** A system transaction has no person of its own, so the owner is looked up by name. Throws NotFound for anyone who may not see it. */
async function owns(tx: Tx, actor: Actor, series: string): Promise<boolean> {
	const { rows } =
		await sql`select from series_owner where series_id = ${series} and person_id = ${actor.id}`.execute(
			tx
		);
	if (rows.length === 0) throw new NotFound('There is no such series');
	return true;
}
