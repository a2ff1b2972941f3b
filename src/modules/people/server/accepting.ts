import { z } from 'zod';
import { addAccount, hashPassword, putPassword } from '#platform/server/auth.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyone, openDoor } from '#platform/server/door.ts';
import { hashToken, newId } from '#platform/server/ids.ts';
import { Invalid } from '#platform/errors.ts';
import { email, personName, zone } from '../people.ts';
import { stateOf } from './invitations.ts';
import { addPerson } from './persons.ts';

const token = z.string().min(1).max(100);
const why = {
	accepted: 'This invitation was used already. Sign in, or ask for a new one',
	expired: 'This invitation has expired. Ask for a new one',
	revoked: 'This invitation was withdrawn. Ask for a new one'
};

/** What an invitation says to whoever holds it; throws Invalid, saying why, once it is over. */
export const openInvitation = openDoor({
	id: 'invitations.open',
	summary: 'Who invites me where',
	http: 'POST /invitations/open',
	input: z.object({ token }),
	output: z.object({
		place: z.string(),
		by: z.string(),
		/** The only address that it may be accepted with; null for a link that many may use. */
		email: z.string().nullable(),
		expiresAt: z.string()
	}),
	system: 'inviting people',
	can: anyone,
	run: async ({ tx, input, at }) => {
		const { by, email, expires_at } = await valid(tx, input.token, at);
		const { name } = await tx.selectFrom('place').select('name').executeTakeFirstOrThrow();
		return { place: name, by, email, expiresAt: expires_at };
	}
});

/** Makes a person of whoever holds an invitation; returns their id. */
export const acceptInvitation = openDoor({
	id: 'invitations.accept',
	summary: 'Accept an invitation',
	http: 'POST /invitations/accept',
	input: z.object({ token, name: personName, email, password: z.string().max(1000), zone }),
	output: z.object({ id: z.string() }),
	system: 'inviting people',
	can: anyone,
	run: async ({ tx, input, at, record }) => {
		const invitation = await valid(tx, input.token, at);
		if (invitation.email && invitation.email !== input.email)
			throw new Invalid([
				{ field: 'email', message: 'Use the address that the invitation was sent to' }
			]);
		const hash = await hashPassword(input.password);
		const id = newId();
		const { name, email, zone } = input;
		await addAccount(tx, { id, email, name, at });
		await putPassword(tx, id, hash, at);
		await addPerson(tx, { id, name, zone, at });
		await tx
			.insertInto('invitation_acceptance')
			.values({ invitation_id: invitation.id, person_id: id, at })
			.execute();
		await record({
			verb: 'accepted',
			kind: 'invitation',
			id: invitation.id,
			audience: invitation.by_id,
			data: { person: id }
		});
		return { id };
	}
});

async function valid(tx: Tx, given: string, at: string) {
	const row = await tx
		.selectFrom('invitation')
		.innerJoin('person', 'person.id', 'invitation.by_id')
		.select(['invitation.id', 'email', 'by_id', 'expires_at', 'person.name as by'])
		.where('token_hash', '=', hashToken(given))
		// Two people who accept at the same moment come one after the other.
		.forUpdate('invitation')
		.executeTakeFirst();
	if (!row)
		throw new Invalid([
			{ field: 'token', message: 'This invitation is not known here. Check the link' }
		]);
	const ended = await tx
		.selectFrom('invitation_revocation')
		.select('at')
		.where('invitation_id', '=', row.id)
		.executeTakeFirst();
	const { accepted } = await tx
		.selectFrom('invitation_acceptance')
		.select((eb) => eb.fn.countAll<number>().as('accepted'))
		.where('invitation_id', '=', row.id)
		.executeTakeFirstOrThrow();
	const state = stateOf({ ...row, ended_at: ended?.at ?? null, accepted }, at);
	if (state !== 'waiting') throw new Invalid([{ field: 'token', message: why[state] }]);
	return row;
}
