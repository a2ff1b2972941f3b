import { z } from 'zod';
import { lines } from '#modules/people/people.ts';

/** So many people are in a circle at least in which somebody asks without a name. */
export const namelessFrom = 5;

/** When what is asked without a name at an instant comes out: as a new day begins, in UTC. */
export function boxesOpen(at: string): string {
	const today = Temporal.Instant.from(at).toZonedDateTimeISO('UTC').startOfDay();
	return today.add({ days: 1 }).toInstant().toString();
}

export const questionWords = lines(1000).min(1, 'Write your question');

export const shownQuestion = z.object({
	id: z.string(),
	words: z.string(),
	/** Nobody where it was asked without a name. */
	author: z.object({ id: z.string(), name: z.string(), face: z.string().nullable() }).nullable(),
	/** When it was asked; without a name the beginning of the day on which it came out. */
	at: z.string(),
	/** How many answers there are. */
	answers: z.number(),
	withdrawn: z.boolean(),
	may: z.object({ withdraw: z.boolean() })
});
export type Question = z.infer<typeof shownQuestion>;
