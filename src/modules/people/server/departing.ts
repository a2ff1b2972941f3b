import { z } from 'zod';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { endSessions } from '#platform/server/auth.ts';
import { door, stewards, type Context } from '#platform/server/door.ts';
import { leavings } from '#platform/server/leaving.ts';
import { peopleById } from './persons.ts';
import { unlessLastSteward } from './stewards.ts';

/** Says that somebody is not here any more: they cannot sign in, get no letters, and are in no audience. What they alone cared for goes to somebody else; what they wrote stays under their name. `people.comeBack` undoes it. */
export const depart = door({
	id: 'people.depart',
	summary: 'Say that somebody has left, and hand over what they cared for',
	http: 'PUT /people/{person}/departure',
	input: z.object({ person: z.uuid(), to: z.uuid('Choose somebody').optional() }),
	output: z.object({ handedOver: z.number() }),
	system: 'somebody leaves',
	can: stewards,
	run: async ({ tx, actor, input, at, record }) => {
		const { person, to } = input;
		if (person === actor.id) throw new Conflict('Another steward says this of you');
		const here = await peopleById(tx, to ? [person, to] : [person], 'here');
		if (!here.has(person)) throw new NotFound('There is nobody here by that name');
		if (to && (to === person || !here.has(to)))
			throw new Invalid([{ field: 'to', message: 'Choose somebody who is here' }]);
		const handedOver = await letGo({ tx, at, record }, { person, to, by: actor.id });
		return { handedOver };
	}
});

/** Takes back that somebody has left; what was handed over stays where it is. */
export const comeBack = door({
	id: 'people.comeBack',
	summary: 'Take back that somebody has left',
	http: 'DELETE /people/{person}/departure',
	input: z.object({ person: z.uuid() }),
	output: z.object({}),
	system: 'somebody leaves',
	can: stewards,
	run: async ({ tx, input, record }) => {
		const { person } = input;
		const erased = await tx
			.selectFrom('erasure')
			.select('at')
			.where('person_id', '=', person)
			.executeTakeFirst();
		if (erased) throw new Conflict('Whoever was erased does not come back');
		await letBack({ tx, record }, person);
		return {};
	}
});

type Happened = Pick<Context<unknown>, 'tx' | 'at' | 'record'>;

/** Lets somebody go who is here, after all that they cared for is somebody else's; returns how many things. Throws Conflict for the last steward. */
export async function letGo(
	{ tx, at, record }: Happened,
	{ person, to, by }: { person: string; to: string | undefined; by: string | null }
): Promise<number> {
	let handedOver = 0;
	if (to)
		for (const { handOver } of leavings())
			handedOver += (await handOver?.(tx, { from: person, to, at })) ?? 0;
	await unlessLastSteward(
		tx.insertInto('departure').values({ person_id: person, at, by_id: by }).execute()
	);
	await endSessions(tx, person, {});
	await tx.deleteFrom('token').where('person_id', '=', person).execute();
	const data = to && handedOver > 0 ? { tell: [to] } : {};
	await record({ verb: 'left', kind: 'person', id: person, audience: EVERYONE, data });
	return handedOver;
}

/** Lets somebody back who has left; nothing happens to whoever is here. */
export async function letBack(
	{ tx, record }: Pick<Happened, 'tx' | 'record'>,
	person: string
): Promise<void> {
	const gone = await tx
		.deleteFrom('departure')
		.where('person_id', '=', person)
		.returning('at')
		.executeTakeFirst();
	if (gone) await record({ verb: 'came back', kind: 'person', id: person, audience: EVERYONE });
}
