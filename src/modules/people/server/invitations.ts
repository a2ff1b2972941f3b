import { z } from 'zod';
import { sql } from 'kysely';
import { door, stewards } from '#platform/server/door.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { now } from '#platform/server/clock.ts';
import { hashToken, newId, newToken } from '#platform/server/ids.ts';
import { NotFound } from '#platform/errors.ts';
import { email } from '../people.ts';

const days = 14;

/** Invites by addresses (a letter each) or, without any, by one link that many people may use. It holds for 14 days. */
export const createInvitations = door({
	id: 'invitations.create',
	summary: 'Invite people by their addresses, or by one link for many',
	http: 'POST /invitations',
	input: z.object({
		emails: z.array(email).max(500, 'Invite at most 500 people at a time').default([])
	}),
	output: z.object({
		/** The link's token, shown this once. */
		link: z.object({ id: z.string(), token: z.string(), expiresAt: z.string() }).nullable(),
		sent: z.array(z.object({ id: z.string(), email: z.string() })),
		/** Addresses of people who are here already; they get no letter. */
		here: z.array(z.string())
	}),
	can: stewards,
	run: async ({ tx, actor, input, at, record }) => {
		const expires_at = expiry(at);
		const row = () => ({ id: newId(), by_id: actor.id, at, expires_at });
		if (input.emails.length === 0) {
			const token = newToken();
			const made = { ...row(), token_hash: hashToken(token) };
			await tx.insertInto('invitation').values(made).execute();
			await record({ verb: 'made link', kind: 'invitation', id: made.id, audience: actor.id });
			return { link: { id: made.id, token, expiresAt: expires_at }, sent: [], here: [] };
		}
		const { rows } = await sql<{ email: string }>`
			select addresses_here(${input.emails}::text[]) as email`.execute(tx);
		const here = new Set(rows.map((known) => known.email));
		const wanted = [...new Set(input.emails)].filter((address) => !here.has(address));
		const sent = wanted.map((address) => ({
			...row(),
			email: address,
			token_hash: hashToken(newToken())
		}));
		if (sent.length > 0) await tx.insertInto('invitation').values(sent).execute();
		for (const { id, email: address } of sent)
			await record({
				verb: 'invited',
				kind: 'invitation',
				id,
				audience: actor.id,
				data: { invitation: id, email: address }
			});
		return {
			link: null,
			sent: sent.map(({ id, email: to }) => ({ id, email: to })),
			here: [...here]
		};
	}
});

/** Every invitation, the newest first. */
export const listInvitations = door({
	id: 'invitations.list',
	summary: 'Invitations and what became of them',
	http: 'GET /invitations',
	input: z.object({ cursor: z.uuid().optional() }),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				/** Whom it is for; null for a link that many may use. */
				email: z.string().nullable(),
				by: z.string(),
				at: z.string(),
				expiresAt: z.string(),
				accepted: z.number(),
				state: z.enum(['waiting', 'accepted', 'expired', 'revoked']),
				may: z.object({ revoke: z.boolean(), resend: z.boolean() })
			})
		),
		next: z.string().nullable()
	}),
	can: stewards,
	run: async ({ tx, input, at }) => {
		const size = 100;
		let query = tx
			.selectFrom('invitation')
			.innerJoin('person', 'person.id', 'invitation.by_id')
			.leftJoin('invitation_revocation as ended', 'ended.invitation_id', 'invitation.id')
			.select(['invitation.id', 'email', 'person.name as by', 'invitation.at', 'expires_at'])
			.select('ended.at as ended_at')
			.select(
				sql<number>`(select count(*) from invitation_acceptance a where a.invitation_id = invitation.id)`.as(
					'accepted'
				)
			)
			.orderBy('invitation.id', 'desc')
			.limit(size + 1);
		if (input.cursor) query = query.where('invitation.id', '<', input.cursor);
		const rows = await query.execute();
		const items = rows.slice(0, size).map((row) => {
			const state = stateOf(row, at);
			return {
				id: row.id,
				email: row.email,
				by: row.by,
				at: row.at,
				expiresAt: row.expires_at,
				accepted: row.accepted,
				state,
				may: {
					revoke: state === 'waiting',
					resend: row.email !== null && state !== 'accepted'
				}
			};
		});
		return { items, next: rows.length > size ? items.at(-1)!.id : null };
	}
});

/** Ends an invitation; whoever came by it stays. */
export const revokeInvitation = door({
	id: 'invitations.revoke',
	summary: 'End an invitation',
	http: 'DELETE /invitations/{invitation}',
	input: z.object({ invitation: z.uuid() }),
	output: z.object({}),
	can: stewards,
	run: async ({ tx, actor, input, at, record }) => {
		const id = input.invitation;
		const known = await tx
			.selectFrom('invitation')
			.select('id')
			.where('id', '=', id)
			.executeTakeFirst();
		if (!known) throw new NotFound('There is no such invitation');
		const ended = await tx
			.insertInto('invitation_revocation')
			.values({ invitation_id: id, by_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (ended) await record({ verb: 'revoked', kind: 'invitation', id, audience: actor.id });
		return {};
	}
});

/** Sends invitations by address once more, for fourteen days from now: the links in letters before end, and a revoked one holds again. */
export const resendInvitations = door({
	id: 'invitations.resend',
	summary: 'Send invitations again',
	http: 'POST /invitations/letters',
	input: z.object({ invitations: z.array(z.uuid()).min(1).max(500) }),
	output: z.object({ sent: z.number() }),
	can: stewards,
	run: async ({ tx, actor, input, at, record }) => {
		const rows = await tx
			.selectFrom('invitation')
			.leftJoin('invitation_acceptance as taken', 'taken.invitation_id', 'invitation.id')
			.select(['invitation.id', 'email'])
			.where('invitation.id', 'in', input.invitations)
			.where('taken.at', 'is', null)
			.execute();
		const sent = rows.flatMap(({ id, email: to }) => (to ? [{ id, email: to }] : []));
		if (sent.length === 0) throw new NotFound('There is no such invitation to send again');
		const ids = sent.map(({ id }) => id);
		await tx.deleteFrom('invitation_revocation').where('invitation_id', 'in', ids).execute();
		for (const { id, email: to } of sent) {
			await tx
				.updateTable('invitation')
				.set({ expires_at: expiry(at), token_hash: hashToken(newToken()) })
				.where('id', '=', id)
				.execute();
			await record({
				verb: 'invited',
				kind: 'invitation',
				id,
				audience: actor.id,
				data: { invitation: id, email: to, again: true }
			});
		}
		return { sent: sent.length };
	}
});

/**
 * What the letter of an invitation by address says, with a fresh token that ends any made before;
 * null once it was accepted, revoked or has expired: then no letter is to leave.
 */
export async function invitationForLetter(id: string): Promise<{
	email: string;
	by: string;
	place: string;
	token: string;
	expiresAt: string;
} | null> {
	return asSystem('sending letters', async (tx) => {
		const row = await waiting(tx, id);
		if (!row) return null;
		const token = newToken();
		const { name } = await tx.selectFrom('place').select('name').executeTakeFirstOrThrow();
		await tx
			.updateTable('invitation')
			.set({ token_hash: hashToken(token) })
			.where('id', '=', id)
			.execute();
		return { email: row.email, by: row.by, place: name, token, expiresAt: row.expires_at };
	});
}

/** Whether an invitation by address is still to be answered. */
export async function invitationWaits(id: string): Promise<boolean> {
	return asSystem('sending letters', async (tx) => (await waiting(tx, id)) !== null);
}

async function waiting(tx: Tx, id: string) {
	const row = await tx
		.selectFrom('invitation')
		.innerJoin('person', 'person.id', 'invitation.by_id')
		.leftJoin('invitation_revocation as ended', 'ended.invitation_id', 'invitation.id')
		.leftJoin('invitation_acceptance as taken', 'taken.invitation_id', 'invitation.id')
		.select(['email', 'expires_at', 'person.name as by', 'ended.at as ended_at'])
		.select('taken.at as taken_at')
		.where('invitation.id', '=', id)
		.executeTakeFirst();
	if (!row?.email) return null;
	const accepted = row.taken_at ? 1 : 0;
	if (stateOf({ ...row, accepted }, now().toString()) !== 'waiting') return null;
	return { ...row, email: row.email };
}

/** What became of an invitation by the instant `at`; a link for many is never used up. */
export function stateOf(
	row: { email: string | null; expires_at: string; ended_at: string | null; accepted: number },
	at: string
): 'waiting' | 'accepted' | 'expired' | 'revoked' {
	if (row.ended_at) return 'revoked';
	if (row.email && row.accepted > 0) return 'accepted';
	return Temporal.Instant.compare(row.expires_at, at) <= 0 ? 'expired' : 'waiting';
}

function expiry(at: string): string {
	return Temporal.Instant.from(at)
		.add({ hours: days * 24 })
		.toString({ smallestUnit: 'millisecond' });
}
