import { sql } from 'kysely';
import { z } from 'zod';
import { door, stewards } from '#platform/server/door.ts';
import { peopleById } from '#modules/people/server/persons.ts';

const days = 30;

/** Whom letters have not reached since the last one that was refused for good, the latest first. */
export const listBounces = door({
	id: 'letters.bounced',
	summary: 'Whom letters do not reach',
	http: 'GET /letters/bounced',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				/** None for somebody who was invited and is not here yet. */
				person: z.string().nullable(),
				to: z.string(),
				letters: z.number(),
				at: z.string()
			})
		),
		next: z.null()
	}),
	can: stewards,
	run: async ({ tx, at }) => {
		const since = Temporal.Instant.from(at).subtract({ hours: 24 * days });
		const { rows } = await sql<Row>`select * from bounces(${since.toString()})`.execute(tx);
		const people = await peopleById(
			tx,
			rows.flatMap((row) => row.person_id ?? [])
		);
		const items = rows.map((row) => ({
			person: row.person_id,
			to: people.get(row.person_id ?? '')?.name ?? row.address,
			letters: row.letters,
			at: row.last_at
		}));
		return { items, next: null };
	}
});

type Row = { person_id: string | null; address: string; letters: number; last_at: string };
