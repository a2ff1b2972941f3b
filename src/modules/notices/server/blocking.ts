import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { peopleById } from '#modules/people/server/persons.ts';

/** Lets somebody's mentions of me, and their answers to me, tell me nothing; they never learn of it. */
export const blockMentions = door({
	id: 'mentions.block',
	summary: 'Let somebody’s mentions tell me nothing',
	http: 'PUT /mention-blocks/{person}',
	input: z.object({ person: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { person } = input;
		if (person === actor.id || !(await peopleById(tx, [person])).has(person))
			throw new Invalid([{ field: 'person', message: 'Choose somebody else' }]);
		await tx
			.insertInto('mention_block')
			.values({ person_id: actor.id, other_id: person, at })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await record({ verb: 'blocked', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});

export const unblockMentions = door({
	id: 'mentions.unblock',
	summary: 'Hear of somebody’s mentions again',
	http: 'DELETE /mention-blocks/{person}',
	input: z.object({ person: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		await tx
			.deleteFrom('mention_block')
			.where('person_id', '=', actor.id)
			.where('other_id', '=', input.person)
			.execute();
		await record({ verb: 'unblocked', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});

/** Whose mentions tell me nothing. */
export const listBlocks = door({
	id: 'mentions.blocks',
	summary: 'Whose mentions tell me nothing',
	http: 'GET /mention-blocks',
	input: z.object({}),
	output: z.object({
		items: z.array(z.object({ id: z.string(), name: z.string(), face: z.string().nullable() })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const rows = await tx
			.selectFrom('mention_block')
			.select('other_id')
			.where('person_id', '=', actor.id)
			.orderBy('at')
			.execute();
		const people = await peopleById(
			tx,
			rows.map((row) => row.other_id)
		);
		const items = [...people.values()].map(({ id, name, face }) => ({ id, name, face }));
		return { items, next: null };
	}
});

/** Those who do not want to be told of what this person says to them. */
export async function blockersOf(tx: Tx, actor: string | null): Promise<Set<string>> {
	if (!actor) return new Set();
	const rows = await tx
		.selectFrom('mention_block')
		.select('person_id')
		.where('other_id', '=', actor)
		.execute();
	return new Set(rows.map((row) => row.person_id));
}
