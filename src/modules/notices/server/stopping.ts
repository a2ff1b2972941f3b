import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import { now } from '#platform/server/clock.ts';
import { as } from '#platform/server/db/database.ts';
import { anyMember, door, stewards } from '#platform/server/door.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { letterKinds } from '../notices.ts';
import { readStopToken } from './post.ts';

/** What a signed stop link stands for. Throws NotFound for one that was not made here. */
export function stopFor(token: string): { person: string; kind: string } {
	const found = readStopToken(token);
	if (!found) throw new NotFound('This link is not from here');
	return found;
}

/** Stops one kind of letter, or lets it come again; the signed link is the right to do so. */
export async function stopByLink(token: string, stop: boolean): Promise<void> {
	const { person, kind } = stopFor(token);
	await as(person, async (tx) => {
		if (stop)
			await tx
				.insertInto('letter_stop')
				.values({ person_id: person, kind, at: now().toString() })
				.onConflict((conflict) => conflict.doNothing())
				.execute();
		else
			await tx
				.deleteFrom('letter_stop')
				.where('person_id', '=', person)
				.where('kind', '=', kind)
				.execute();
	});
}

/** Which kinds of letter reach me. */
export const listLetterKinds = door({
	id: 'letters.kinds',
	summary: 'Which letters reach me',
	http: 'GET /letters/kinds',
	input: z.object({}),
	output: z.object({
		items: z.array(z.object({ kind: z.string(), on: z.boolean() })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const rows = await tx
			.selectFrom('letter_stop')
			.select('kind')
			.where('person_id', '=', actor.id)
			.execute();
		const stopped = new Set(rows.map((row) => row.kind));
		return { items: letterKinds.map((kind) => ({ kind, on: !stopped.has(kind) })), next: null };
	}
});

export const setLetterKind = door({
	id: 'letters.set',
	summary: 'Let a kind of letter reach me, or not',
	http: 'PUT /letters/kinds/{kind}',
	input: z.object({ kind: z.enum(letterKinds), on: z.boolean() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		if (input.on)
			await tx
				.deleteFrom('letter_stop')
				.where('person_id', '=', actor.id)
				.where('kind', '=', input.kind)
				.execute();
		else
			await tx
				.insertInto('letter_stop')
				.values({ person_id: actor.id, kind: input.kind, at })
				.onConflict((conflict) => conflict.doNothing())
				.execute();
		await record({ verb: 'set letters', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});

/** The outbox as a steward may see it: to whom, of what kind, when; never what it says. */
export const listEnvelopes = door({
	id: 'letters.envelopes',
	summary: 'The envelopes of the last letters',
	http: 'GET /letters/envelopes',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				to: z.string(),
				kind: z.string(),
				dueAt: z.string(),
				sentAt: z.string().nullable(),
				declined: z.string().nullable()
			})
		),
		next: z.null()
	}),
	system: 'sending letters',
	can: stewards,
	run: async ({ tx }) => {
		const rows = await tx
			.selectFrom('letter')
			.leftJoin('letter_sending as sending', 'sending.letter_id', 'letter.id')
			.leftJoin('letter_decline as decline', 'decline.letter_id', 'letter.id')
			.select([
				'letter.id',
				'person_id',
				'address',
				'kind',
				'due_at',
				'sending.at as sent',
				'decline.reason'
			])
			.orderBy('due_at', 'desc')
			.limit(200)
			.execute();
		const people = await peopleById(
			tx,
			rows.flatMap((row) => row.person_id ?? [])
		);
		const items = rows.map((row) => ({
			id: row.id,
			to: people.get(row.person_id ?? '')?.name ?? row.address,
			kind: row.kind,
			dueAt: row.due_at,
			sentAt: row.sent,
			declined: row.reason
		}));
		return { items, next: null };
	}
});
