import { z } from 'zod';
import { now } from '#platform/server/clock.ts';
import { asSystem, type Db } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { hashToken, newId, newToken } from '#platform/server/ids.ts';
import { NotFound } from '#platform/errors.ts';
import { line } from '../people.ts';

/** A token by which a program acts as its person; it is shown this once. */
export const createToken = door({
	id: 'tokens.create',
	summary: 'Make a token for a program of mine',
	http: 'POST /tokens',
	input: z.object({ label: line(120).min(1, 'Say what it is for') }),
	output: z.object({ id: z.string(), token: z.string() }),
	can: anyMember,
	run: async ({ tx, actor, input, at }) => {
		const token = `junto_${newToken()}`;
		const id = newId();
		await tx
			.insertInto('token')
			.values({ id, person_id: actor.id, hash: hashToken(token), label: input.label, at })
			.execute();
		return { id, token };
	}
});

export const listTokens = door({
	id: 'tokens.list',
	summary: 'My tokens',
	http: 'GET /tokens',
	input: z.object({}),
	output: z.object({
		items: z.array(z.object({ id: z.string(), label: z.string(), at: z.string() })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ tx, actor }) => {
		const items = await tx
			.selectFrom('token')
			.select(['id', 'label', 'at'])
			.where('person_id', '=', actor.id)
			.orderBy('at', 'desc')
			.execute();
		return { items, next: null };
	}
});

export const revokeToken = door({
	id: 'tokens.revoke',
	summary: 'End a token of mine',
	http: 'DELETE /tokens/{token}',
	input: z.object({ token: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ tx, input }) => {
		const gone = await tx
			.deleteFrom('token')
			.where('id', '=', input.token)
			.returning('id')
			.executeTakeFirst();
		if (!gone) throw new NotFound('There is no such token');
		return {};
	}
});

/** Whose token this is, if anybody's, as part of a query that sees everything. */
export function holdersOf(db: Db, token: string) {
	return db.selectFrom('token').select('person_id').where('hash', '=', hashToken(token));
}

/** A token for a person, made by the machine's own shell. Throws NotFound. */
export async function createTokenHere(person: string): Promise<{ token: string }> {
	const token = `junto_${newToken()}`;
	await asSystem('at the machine', (tx) =>
		tx
			.insertInto('token')
			.values({
				id: newId(),
				person_id: person,
				hash: hashToken(token),
				label: 'made at the machine',
				at: now().toString()
			})
			.execute()
	);
	return { token };
}
