import { z } from 'zod';
import { wholeNumber } from '#platform/numbers.ts';
import { addAccount, hashPassword, putPassword } from '#platform/server/auth.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { now } from '#platform/server/clock.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import { as, asSystem, type Tx } from '#platform/server/db/database.ts';
import { anyMember, anyone, door, openDoor, stewards } from '#platform/server/door.ts';
import { hashToken, newId, newToken } from '#platform/server/ids.ts';
import { Conflict, Invalid } from '#platform/errors.ts';
import { email, line, personName, zone } from '../people.ts';
import { checked } from './checked.ts';
import { addPerson, peopleById } from './persons.ts';

const placeName = line(120).min(1, 'Name the place');

/** The place, as anyone may know it; null before it is set up. */
export async function place(): Promise<{ name: string; demo: boolean; ready: boolean } | null> {
	const row = await as(null, (tx) =>
		tx.selectFrom('place').select(['name', 'demo_since', 'demo_ready_at']).executeTakeFirst()
	);
	if (!row) return null;
	return { name: row.name, demo: row.demo_since !== null, ready: row.demo_ready_at !== null };
}

/** Since when there is a place, and the zone whose night is its quiet time: that of the steward of longest standing. Null while there is none, and for a demo. */
export async function quietPlace(): Promise<{ since: string; zone: string } | null> {
	return asSystem('backing up', async (tx) => {
		const row = await tx
			.selectFrom('place')
			.innerJoin('stewardship', (join) => join.onTrue())
			.innerJoin('person', 'person.id', 'stewardship.person_id')
			.leftJoin('departure', 'departure.person_id', 'person.id')
			.select(['set_up_at', 'zone'])
			.where('demo_since', 'is', null)
			.where('departure.at', 'is', null)
			.orderBy('stewardship.since')
			.orderBy('person.id')
			.executeTakeFirst();
		return row ? { since: row.set_up_at, zone: row.zone } : null;
	});
}

/** Makes the place a demo, where letters never leave and one may be anybody. Throws Conflict when it is one, or when somebody has come. */
export async function beginDemo(): Promise<void> {
	await asSystem('seeding the demo', async (tx) => {
		const people = await tx.selectFrom('person').select('id').limit(2).execute();
		const begun = await tx
			.updateTable('place')
			.set({ demo_since: now().toString() })
			.where('demo_since', 'is', null)
			.returning('name')
			.executeTakeFirst();
		if (!begun || people.length > 1) throw new Conflict('A demo can only begin in an empty place');
	});
}

/** Says that the demo's story is told. */
export async function finishDemo(): Promise<void> {
	await asSystem('seeding the demo', (tx) =>
		tx.updateTable('place').set({ demo_ready_at: now().toString() }).execute()
	);
}

/** Names the place and makes its first steward; returns the steward's id. Throws Conflict when it was set up before. */
export const setUp = openDoor({
	id: 'place.setUp',
	summary: 'Name the place and make its first steward, once',
	http: 'POST /place',
	input: z.object({
		token: z.string().max(100),
		place: placeName,
		name: personName,
		email,
		password: z.string().max(1000),
		zone
	}),
	output: z.object({ id: z.string() }),
	system: 'setting up the place',
	can: anyone,
	run: async ({ input, tx, at }) => {
		const used = await tx
			.deleteFrom('setup_link')
			.where('token_hash', '=', hashToken(input.token))
			.returning('at')
			.executeTakeFirst();
		if (!used)
			throw new Invalid([{ field: 'token', message: 'This set-up link is not valid any more' }]);
		return { id: await claim(tx, input, await hashPassword(input.password), at) };
	}
});

/** What the machine's own shell may do without a set-up link. */
export async function setUpHere(given: {
	place: string;
	name: string;
	email: string;
	password: string;
	zone: string;
}): Promise<{ id: string }> {
	const input = checked(setUp.spec.input.omit({ token: true }), given);
	const hash = await hashPassword(input.password);
	return asSystem('at the machine', async (tx) => ({
		id: await claim(tx, input, hash, now().toString())
	}));
}

/** A fresh token for the one set-up link, which ends those before; null once the place is set up. */
export async function makeSetupToken(): Promise<string | null> {
	return asSystem('setting up the place', async (tx) => {
		if (await tx.selectFrom('place').select('name').executeTakeFirst()) return null;
		const token = newToken();
		await tx.deleteFrom('setup_link').execute();
		await tx
			.insertInto('setup_link')
			.values({ token_hash: hashToken(token), at: now().toString() })
			.execute();
		return token;
	});
}

/** The settings that stewards care for. */
export const getSettings = door({
	id: 'place.get',
	summary: 'The place and its settings',
	http: 'GET /place',
	input: z.object({}),
	output: z.object({
		name: z.string(),
		weeklyAsks: z.number(),
		demo: z.boolean(),
		/** Whom somebody new may ask; null where it is a steward. */
		welcomer: z.object({ id: z.string(), name: z.string() }).nullable(),
		may: z.object({ change: z.boolean() })
	}),
	can: anyMember,
	run: async ({ tx, actor }) => {
		const row = await tx.selectFrom('place').selectAll().executeTakeFirstOrThrow();
		const named = row.welcomer_id ? [row.welcomer_id] : [];
		const welcomer = (await peopleById(tx, named, 'here')).get(named[0] ?? '');
		return {
			name: row.name,
			weeklyAsks: row.weekly_asks,
			demo: row.demo_since !== null,
			welcomer: welcomer ? { id: welcomer.id, name: welcomer.name } : null,
			may: { change: actor.steward }
		};
	}
});

/** Changes the place's name, how many new asks a week may reach one person, or whom somebody new may ask. */
export const changeSettings = door({
	id: 'place.change',
	summary: 'Change the place',
	http: 'PATCH /place',
	input: z.object({
		name: placeName.optional(),
		weeklyAsks: wholeNumber(0, 50).optional(),
		/** Whom somebody new may ask; null for a steward. */
		welcomer: z.uuid().nullable().optional()
	}),
	output: z.object({}),
	can: stewards,
	run: async ({ tx, input, actor, record }) => {
		const { name, weeklyAsks, welcomer } = input;
		if (name === undefined && weeklyAsks === undefined && welcomer === undefined) return {};
		if (welcomer && !(await peopleById(tx, [welcomer], 'here')).has(welcomer))
			throw new Invalid([{ field: 'welcomer', message: 'Choose somebody who is here' }]);
		await tx
			.updateTable('place')
			.set({
				...(name && { name }),
				...(weeklyAsks !== undefined && { weekly_asks: weeklyAsks }),
				...(welcomer !== undefined && { welcomer_id: welcomer })
			})
			.where('single', '=', true)
			.returning('name')
			.executeTakeFirstOrThrow(notYours);
		await record({ verb: 'changed', kind: 'place', id: actor.id, audience: EVERYONE });
		return {};
	}
});

async function claim(
	tx: Tx,
	given: { place: string; name: string; email: string; zone: string },
	hash: string,
	at: string
): Promise<string> {
	const claimed = await tx
		.insertInto('place')
		.values({ name: given.place, set_up_at: at })
		.onConflict((conflict) => conflict.doNothing())
		.returning('name')
		.executeTakeFirst();
	if (!claimed) throw new Conflict('This place is set up already');
	const id = newId();
	await addAccount(tx, { id, email: given.email, name: given.name, at });
	await putPassword(tx, id, hash, at);
	await addPerson(tx, { id, name: given.name, zone: given.zone, at });
	await tx.insertInto('stewardship').values({ person_id: id, since: at }).execute();
	return id;
}
