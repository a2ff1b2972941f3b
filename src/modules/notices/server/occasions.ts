import { z } from 'zod';
import { Invalid, NotFound } from '#platform/errors.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, stewards, type Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { todayIn } from '#platform/time/windows.ts';

const named = {
	name: z.string().trim().min(1, 'Name the occasion').max(120, 'Use at most 120 characters'),
	day: z.iso.date('Choose a day')
};
const which = { occasion: z.uuid() };

/** The named days to come; stewards also see those that they removed, to bring them back. */
export const listOccasions = door({
	id: 'occasions.list',
	summary: 'The named days to come',
	http: 'GET /occasions',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({ id: z.string(), name: z.string(), day: z.string(), removed: z.boolean() })
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx, at }) => {
		const rows = await tx
			.selectFrom('occasion')
			.leftJoin('occasion_withdrawal as gone', 'gone.occasion_id', 'occasion.id')
			.select(['occasion.id', 'name', 'day', 'gone.at as gone'])
			.where('day', '>=', todayIn(actor.zone, Temporal.Instant.from(at)))
			.$if(!actor.steward, (query) => query.where('gone.at', 'is', null))
			.orderBy('day')
			.orderBy('occasion.id')
			.limit(200)
			.execute();
		const items = rows.map(({ gone, ...row }) => ({ ...row, removed: gone !== null }));
		return { items, next: null };
	}
});

export const addOccasion = door({
	id: 'occasions.add',
	summary: 'Name a day that matters to many',
	http: 'POST /occasions',
	input: z.object(named),
	output: z.object({ id: z.string() }),
	can: stewards,
	run: async ({ actor, input, tx, at, record }) => {
		refusePast(actor, input.day, at);
		const id = newId();
		await tx
			.insertInto('occasion')
			.values({ id, ...input, audience_id: EVERYONE, by_id: actor.id, at })
			.execute();
		await record({ verb: 'named', kind: 'occasion', id, audience: EVERYONE });
		return { id };
	}
});

/** Gives it another name or day; whoever wanted to be reminded then is reminded on the new one. */
export const changeOccasion = door({
	id: 'occasions.change',
	summary: 'Rename or move an occasion',
	http: 'PUT /occasions/{occasion}',
	input: z.object({ ...which, ...named }),
	output: z.object({}),
	can: stewards,
	run: async ({ actor, input: { occasion, name, day }, tx, at, record }) => {
		const before = await occasionRow(tx, occasion);
		if (day !== before.day) refusePast(actor, day, at);
		await tx
			.updateTable('occasion')
			.set({ name, day })
			.where('id', '=', occasion)
			.returning('id')
			.executeTakeFirstOrThrow(notYours);
		await record({ verb: 'changed', kind: 'occasion', id: occasion, audience: EVERYONE });
		return {};
	}
});

/** From now on it reminds nobody. `occasions.bringBack` undoes it. */
export const removeOccasion = door({
	id: 'occasions.remove',
	summary: 'Remove an occasion',
	http: 'DELETE /occasions/{occasion}',
	input: z.object(which),
	output: z.object({}),
	can: stewards,
	run: async ({ actor, input, tx, at, record }) => {
		const { id } = await occasionRow(tx, input.occasion);
		await tx
			.insertInto('occasion_withdrawal')
			.values({ occasion_id: id, by_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await record({ verb: 'removed', kind: 'occasion', id, audience: EVERYONE });
		return {};
	}
});

export const bringOccasionBack = door({
	id: 'occasions.bringBack',
	summary: 'Bring an occasion back',
	http: 'POST /occasions/{occasion}/return',
	input: z.object(which),
	output: z.object({}),
	can: stewards,
	run: async ({ input, tx, record }) => {
		const { id } = await occasionRow(tx, input.occasion);
		const back = await tx
			.deleteFrom('occasion_withdrawal')
			.where('occasion_id', '=', id)
			.returning('at')
			.executeTakeFirst();
		if (!back) return {};
		await record({ verb: 'planned again', kind: 'occasion', id, audience: EVERYONE });
		return {};
	}
});

/** The day of an occasion that somebody may choose now; undefined where there is none. */
export async function dayOfOccasion(tx: Tx, id: string): Promise<string | undefined> {
	const row = await tx
		.selectFrom('occasion')
		.leftJoin('occasion_withdrawal as gone', 'gone.occasion_id', 'occasion.id')
		.select('day')
		.where('occasion.id', '=', id)
		.where('gone.at', 'is', null)
		.executeTakeFirst();
	return row?.day;
}

async function occasionRow(tx: Tx, id: string) {
	const row = await tx
		.selectFrom('occasion')
		.select(['id', 'day'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such occasion');
	return row;
}

/** Throws Invalid for a day that is over where somebody is. */
export function refusePast({ zone }: Actor, day: string, at: string): void {
	if (day < todayIn(zone, Temporal.Instant.from(at)))
		throw new Invalid([{ field: 'day', message: 'Choose a day from today on' }]);
}
