import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { trackRow } from './rows.ts';

/** Remembers where I am in a track, for every device of mine; nobody else learns of it. */
export const setPosition = door({
	id: 'listening.position',
	summary: 'Remember where I am in a track',
	http: 'PUT /tracks/{track}/position',
	input: z.object({
		track: z.uuid(),
		take: z.number().int().min(1),
		/** From the beginning of that take. */
		seconds: z.number().min(0).max(100_000),
		/** Whether all of it was heard. */
		heard: z.boolean().default(false)
	}),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		const { take, seconds, heard } = input;
		await trackRow(tx, input.track);
		const known = await tx
			.selectFrom('take')
			.select('id')
			.where('track_id', '=', input.track)
			.where('number', '=', take)
			.executeTakeFirst();
		if (!known) throw new Invalid([{ field: 'take', message: 'There is no such take of it' }]);
		await tx
			.insertInto('listening')
			.values({
				...{ person_id: actor.id, track_id: input.track, take, seconds, at },
				heard_at: heard ? at : null
			})
			.onConflict((conflict) =>
				conflict.columns(['person_id', 'track_id']).doUpdateSet((eb) => ({
					...{ take, seconds, at },
					heard_at: heard ? at : eb.ref('listening.heard_at')
				}))
			)
			.execute();
		return {};
	}
});
