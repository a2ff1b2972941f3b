import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { instant } from '#platform/server/clock.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { door, stewards } from '#platform/server/door.ts';
import { record as recordEvent } from '#platform/server/events.ts';
import { peopleById, personAt } from './persons.ts';

/** Makes somebody a steward. */
export const addSteward = door({
	id: 'stewards.add',
	summary: 'Make somebody a steward',
	http: 'PUT /stewards/{person}',
	input: z.object({ person: z.uuid() }),
	output: z.object({}),
	can: stewards,
	run: async ({ tx, input, at, record }) => {
		if (!(await peopleById(tx, [input.person], 'here')).has(input.person))
			throw new NotFound('There is nobody here by that name');
		if (await name(tx, input.person, at)) await record(madeSteward(input.person));
		return {};
	}
});

/** Ends somebody's stewardship, or one's own; the last steward stays. */
export const removeSteward = door({
	id: 'stewards.remove',
	summary: 'End a stewardship',
	http: 'DELETE /stewards/{person}',
	input: z.object({ person: z.uuid() }),
	output: z.object({}),
	can: stewards,
	run: async ({ tx, input, record }) => {
		if (await end(tx, input.person))
			await record({ ...madeSteward(input.person), verb: 'ended stewardship' });
		return {};
	}
});

/** The same by the machine's own shell, for when no steward can get in. */
export async function addStewardHere(email: string): Promise<{ id: string }> {
	const id = await personAt(email);
	const at = instant();
	await asSystem('at the machine', async (tx) => {
		if (await name(tx, id, at)) await recordEvent(tx, null, at, madeSteward(id));
	});
	return { id };
}

/** Throws Conflict for the last steward. */
export async function removeStewardHere(email: string): Promise<{ id: string }> {
	const id = await personAt(email);
	const at = instant();
	await asSystem('at the machine', async (tx) => {
		if (await end(tx, id))
			await recordEvent(tx, null, at, { ...madeSteward(id), verb: 'ended stewardship' });
	});
	return { id };
}

/** How many stewards are still here. */
export async function countStewardsHere(): Promise<number> {
	return (await asSystem('at the machine', stewardsHere)).length;
}

/** The ids of the stewards who are still here, those of longest standing first. */
export async function stewardsHere(tx: Tx): Promise<string[]> {
	const rows = await tx
		.selectFrom('stewardship')
		.select('person_id')
		.orderBy('since')
		.orderBy('person_id')
		.execute();
	const ids = rows.map((row) => row.person_id);
	const here = await peopleById(tx, ids, 'here');
	return ids.filter((id) => here.has(id));
}

/** Awaits a change that the database refuses where it would leave the place without a steward. Throws Conflict then. */
export async function unlessLastSteward<T>(change: Promise<T>): Promise<T> {
	try {
		return await change;
	} catch (error) {
		if ((error as { code?: string }).code !== 'P0001') throw error;
		throw new Conflict('This is the last steward. Name another one first');
	}
}

const madeSteward = (person: string) => ({
	verb: 'made steward',
	kind: 'person',
	id: person,
	audience: EVERYONE,
	data: { tell: [person] }
});

async function name(tx: Tx, person: string, at: string): Promise<boolean> {
	const made = await tx
		.insertInto('stewardship')
		.values({ person_id: person, since: at })
		.onConflict((conflict) => conflict.doNothing())
		.returning('since')
		.executeTakeFirst();
	return made !== undefined;
}

async function end(tx: Tx, person: string): Promise<boolean> {
	const ended = await unlessLastSteward(
		tx
			.deleteFrom('stewardship')
			.where('person_id', '=', person)
			.returning('since')
			.executeTakeFirst()
	);
	return ended !== undefined;
}
