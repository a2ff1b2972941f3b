import { z } from 'zod';
import { day } from '#platform/time/day.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { Conflict, NotFound } from '#platform/errors.ts';

const most = 100;
const leave = z
	.object({ from: day('Write a date'), to: day('Write a date') })
	.refine(({ from, to }) => from <= to, {
		path: ['to'],
		message: 'The last day comes before the first'
	});

/** Says that I am away from one date to another, both included, in my own zone. */
export const addLeave = door({
	id: 'leave.add',
	summary: 'Say that I am away',
	http: 'POST /leave',
	input: leave,
	output: z.object({ id: z.string() }),
	can: anyMember,
	run: async ({ tx, actor, input, record }) => {
		const { count } = await tx
			.selectFrom('leave')
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.where('person_id', '=', actor.id)
			.executeTakeFirstOrThrow();
		if (count >= most) throw new Conflict(`Keep to ${most} times away: remove an old one first`);
		const id = newId();
		await tx
			.insertInto('leave')
			.values({ id, person_id: actor.id, first_day: input.from, last_day: input.to })
			.execute();
		await record({ verb: 'planned leave', kind: 'person', id: actor.id, audience: actor.id });
		return { id };
	}
});

/** When I am away, the latest first. */
export const listLeave = door({
	id: 'leave.list',
	summary: 'When I am away',
	http: 'GET /leave',
	input: z.object({}),
	output: z.object({
		items: z.array(z.object({ id: z.string(), from: z.string(), to: z.string() })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ tx, actor }) => {
		const items = await tx
			.selectFrom('leave')
			.select(['id', 'first_day as from', 'last_day as to'])
			.where('person_id', '=', actor.id)
			.orderBy('first_day', 'desc')
			.execute();
		return { items, next: null };
	}
});

export const removeLeave = door({
	id: 'leave.remove',
	summary: 'Say that I am not away after all',
	http: 'DELETE /leave/{leave}',
	input: z.object({ leave: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ tx, actor, input, record }) => {
		const gone = await tx
			.deleteFrom('leave')
			.where('id', '=', input.leave)
			.where('person_id', '=', actor.id)
			.returning('id')
			.executeTakeFirst();
		if (!gone) throw new NotFound('There is no such leave of yours');
		await record({ verb: 'cancelled leave', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});
