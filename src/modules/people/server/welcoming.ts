import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { isNewcomer } from '../people.ts';
import { peopleById } from './persons.ts';
import { stewardsHere } from './stewards.ts';

/** Whom I may ask anything: whoever the stewards named for it, else the steward of longest standing; and whether I am new here. */
export const getWelcome = door({
	id: 'me.welcome',
	summary: 'Whom I may ask anything, and whether I am new here',
	http: 'GET /me/welcome',
	input: z.object({}),
	output: z.object({
		isNew: z.boolean(),
		person: z
			.object({
				id: z.string(),
				name: z.string(),
				face: z.string().nullable(),
				zone: z.string(),
				about: z.string()
			})
			.nullable()
	}),
	can: anyMember,
	run: async ({ actor, tx, at }) => {
		const { joined_at: joined } = await tx
			.selectFrom('person')
			.select('joined_at')
			.where('id', '=', actor.id)
			.executeTakeFirstOrThrow();
		const isNew = isNewcomer(joined, at);
		const { welcomer_id: named } = await tx
			.selectFrom('place')
			.select('welcomer_id')
			.executeTakeFirstOrThrow();
		const ids = [...(named ? [named] : []), ...(await stewardsHere(tx))];
		const here = await peopleById(tx, ids, 'here');
		const id = ids.find((one) => one !== actor.id && here.has(one));
		if (!id) return { isNew, person: null };
		const person = await tx
			.selectFrom('person')
			.select(['id', 'name', 'face_id as face', 'zone', 'about'])
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		return { isNew, person };
	}
});
