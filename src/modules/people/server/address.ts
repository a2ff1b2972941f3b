import { sql } from 'kysely';
import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import { isPasswordOf } from '#platform/server/auth.ts';
import { now } from '#platform/server/clock.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { anyMember, anyone, door, openDoor } from '#platform/server/door.ts';
import { hashToken, newToken } from '#platform/server/ids.ts';
import { limit } from '#platform/server/limits.ts';
import { email } from '../people.ts';
import { somebodyElses } from './checked.ts';

const hours = 24;

/** Asks for another address: a letter to it brings the link that makes it mine. Nothing is said of whether somebody has it. */
export const changeAddress = door({
	id: 'me.changeAddress',
	summary: 'Ask for another address',
	http: 'PUT /me/address',
	input: z.object({ email, current: z.string().max(1000).default('') }),
	output: z.object({}),
	before: async ({ actor }) => {
		await limit(`password of ${actor.id}`, 10, 15);
		await limit(`address of ${actor.id}`, 5, 60);
	},
	system: 'signing in',
	can: anyMember,
	run: async ({ tx, actor, input, at, record }) => {
		if (!(await isPasswordOf(tx, actor.id, input.current)))
			throw new Invalid([{ field: 'current', message: 'This is not your password' }]);
		if ((await addressOf(tx, actor.id)) === input.email)
			throw new Invalid([{ field: 'email', message: 'This is your address already' }]);
		const row = {
			email: input.email,
			token_hash: hashToken(newToken()),
			at,
			expires_at: Temporal.Instant.from(at).add({ hours }).toString()
		};
		await tx
			.insertInto('address_change')
			.values({ person_id: actor.id, ...row })
			.onConflict((conflict) => conflict.column('person_id').doUpdateSet(row))
			.execute();
		await record({
			verb: 'asked for address',
			kind: 'person',
			id: actor.id,
			audience: actor.id,
			data: { email: input.email }
		});
		return {};
	}
});

export const cancelAddress = door({
	id: 'me.cancelAddress',
	summary: 'Keep my address after all',
	http: 'DELETE /me/address',
	input: z.object({}),
	output: z.object({}),
	can: anyMember,
	run: async ({ tx, actor, record }) => {
		await tx.deleteFrom('address_change').where('person_id', '=', actor.id).execute();
		await record({ verb: 'kept address', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});

/** Makes the new address whoever's asked for it; the link in the letter to it is the right to do so, and whoever is signed in as somebody else is told. */
export const confirmAddress = openDoor({
	id: 'me.confirmAddress',
	summary: 'Say that a new address is mine, by the link in the letter to it',
	http: 'POST /me/address/confirmation',
	input: z.object({ token: z.string().max(200) }),
	output: z.object({ email: z.string() }),
	system: 'signing in',
	can: anyone,
	run: async ({ tx, actor, input, at, record }) => {
		const wanted = await tx
			.deleteFrom('address_change')
			.where('token_hash', '=', hashToken(input.token))
			.where('expires_at', '>', at)
			.returning(['person_id', 'email'])
			.executeTakeFirst();
		if (!wanted || (await isTaken(tx, wanted.email)))
			throw new Invalid([{ field: 'token', message: 'This link was used or is too old' }]);
		if (actor && actor.id !== wanted.person_id) throw somebodyElses('token');
		await sql`update auth."user" set email = ${wanted.email}, "updatedAt" = ${at}
			where id = ${wanted.person_id}`.execute(tx);
		await record({
			verb: 'changed address',
			kind: 'person',
			id: wanted.person_id,
			audience: wanted.person_id
		});
		return { email: wanted.email };
	}
});

/** The address that somebody has asked for and not confirmed by the instant `at`. */
export async function wantedAddress(tx: Tx, person: string, at: string): Promise<string | null> {
	const row = await tx
		.selectFrom('address_change')
		.select('email')
		.where('person_id', '=', person)
		.where('expires_at', '>', at)
		.executeTakeFirst();
	return row?.email ?? null;
}

/** What the letter to a new address says, with a fresh token that ends any made before; null once nothing waits for it, or where somebody else has it. */
export async function addressForLetter(
	person: string
): Promise<{ email: string; token: string } | null> {
	return asSystem('sending letters', async (tx) => {
		const email = await wantedAddress(tx, person, now().toString());
		if (!email || (await isTaken(tx, email))) return null;
		const token = newToken();
		await tx
			.updateTable('address_change')
			.set({ token_hash: hashToken(token) })
			.where('person_id', '=', person)
			.execute();
		return { email, token };
	});
}

async function isTaken(tx: Tx, email: string): Promise<boolean> {
	const { rows } = await sql`select from auth."user" where email = ${email}`.execute(tx);
	return rows.length > 0;
}

async function addressOf(tx: Tx, person: string): Promise<string | undefined> {
	const { rows } = await sql<{ email: string }>`
		select email from auth."user" where id = ${person}`.execute(tx);
	return rows[0]?.email;
}
