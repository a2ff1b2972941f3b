import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';

/** A visit lasts as long as somebody comes back within this many minutes. */
const minutesOfOneVisit = 30;

/** Notes that I am here, and says when I was here last before this visit; null the first time. Nobody else is told. */
export const arrive = door({
	id: 'visits.arrive',
	summary: 'Say that I am at something, and hear when I was last',
	http: 'PUT /visits/{subject}',
	input: z.object({ subject: z.uuid() }),
	output: z.object({ before: z.string().nullable() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const last = await tx
			.selectFrom('visit')
			.select(['at', 'before_at'])
			.where('person_id', '=', actor.id)
			.where('subject_id', '=', input.subject)
			.executeTakeFirst();
		const gone =
			last && Temporal.Instant.from(last.at).until(at).total('minutes') > minutesOfOneVisit;
		if (last && !gone) return { before: last.before_at };
		const before = last?.at ?? null;
		await tx
			.insertInto('visit')
			.values({ person_id: actor.id, subject_id: input.subject, at, before_at: before })
			.onConflict((conflict) =>
				conflict.columns(['person_id', 'subject_id']).doUpdateSet({ at, before_at: before })
			)
			.execute();
		await record({ verb: 'visited', kind: 'visit', id: input.subject, audience: actor.id });
		return { before };
	}
});
