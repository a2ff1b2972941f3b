import { z } from 'zod';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { endSessions } from '#platform/server/auth.ts';
import { door, stewards } from '#platform/server/door.ts';
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
		let handedOver = 0;
		if (to)
			for (const { handOver } of leavings())
				handedOver += (await handOver?.(tx, { from: person, to, at })) ?? 0;
		await unlessLastSteward(
			tx.insertInto('departure').values({ person_id: person, at, by_id: actor.id }).execute()
		);
		await endSessions(tx, person, {});
		await tx.deleteFrom('token').where('person_id', '=', person).execute();
		await record({
			verb: 'left',
			kind: 'person',
			id: person,
			audience: EVERYONE,
			data: to && handedOver > 0 ? { tell: [to] } : {}
		});
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
		const gone = await tx
			.deleteFrom('departure')
			.where('person_id', '=', person)
			.returning('at')
			.executeTakeFirst();
		if (gone) await record({ verb: 'came back', kind: 'person', id: person, audience: EVERYONE });
		return {};
	}
});
