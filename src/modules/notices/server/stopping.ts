import { sql } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, anyone, door, openDoor, stewards } from '#platform/server/door.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { letterKinds } from '../notices.ts';
import { readToken, signToken } from './post.ts';

/** Whose and which kind of letter a signed stop link is for, and whether it is stopped. Throws NotFound for a link that was not made here. */
export const readStopLink = openDoor({
	id: 'letters.readStopLink',
	summary: 'What a link in a letter stops',
	http: 'GET /letters/stop/{token}',
	input: z.object({ token: z.string().max(300) }),
	output: z.object({ kind: z.string(), stopped: z.boolean() }),
	system: 'sending letters',
	can: anyone,
	run: async ({ input, tx }) => {
		const { person, kind } = stopFor(input.token);
		const row = await tx
			.selectFrom('letter_stop')
			.select('at')
			.where('person_id', '=', person)
			.where('kind', '=', kind)
			.executeTakeFirst();
		return { kind, stopped: row !== undefined };
	}
});

/** Stops one kind of letter, or lets it come again; the signed link is the right to do so. */
export const stopByLink = openDoor({
	id: 'letters.stopByLink',
	summary: 'Stop a kind of letter by the link in one',
	http: 'POST /letters/stop/{token}',
	input: z.object({ token: z.string().max(300), stop: z.boolean().default(true) }),
	output: z.object({}),
	system: 'sending letters',
	can: anyone,
	run: async ({ input, tx, at, record }) => {
		const { person, kind } = stopFor(input.token);
		if (!(await peopleById(tx, [person])).has(person)) throw notFromHere();
		await setStop(tx, person, kind, input.stop ? at : null);
		await record({ verb: 'set letters', kind: 'person', id: person, audience: person });
		return {};
	}
});

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
		await setStop(tx, actor.id, input.kind, input.on ? null : at);
		await record({ verb: 'set letters', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});

/** How many letters reached me within thirty days. */
export const countMyLetters = door({
	id: 'letters.mine',
	summary: 'How many letters I got within thirty days',
	http: 'GET /letters/mine',
	input: z.object({}),
	output: z.object({ count: z.number() }),
	can: anyMember,
	run: async ({ actor, tx, at }) => {
		const since = Temporal.Instant.from(at)
			.subtract({ hours: 24 * 30 })
			.toString();
		const { count } = await tx
			.selectFrom('letter')
			.innerJoin('letter_sending as sending', 'sending.letter_id', 'letter.id')
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.where('person_id', '=', actor.id)
			.where('sending.at', '>', since)
			.executeTakeFirstOrThrow();
		return { count };
	}
});

/** The outbox as a steward may see it: to whom, of what kind, when; what it says for invitations alone. */
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
				declined: z.string().nullable(),
				/** What an invitation says; other letters are their readers' alone. */
				text: z.string().nullable()
			})
		),
		next: z.null()
	}),
	can: stewards,
	run: async ({ tx }) => {
		const { rows } = await sql<Envelope>`select * from envelopes()`.execute(tx);
		const people = await peopleById(
			tx,
			rows.flatMap((row) => row.person_id ?? [])
		);
		const items = rows.map((row) => ({
			id: row.id,
			to: people.get(row.person_id ?? '')?.name ?? row.address,
			kind: row.kind,
			dueAt: row.due_at,
			sentAt: row.sent_at,
			declined: row.declined,
			text: row.text
		}));
		return { items, next: null };
	}
});

type Envelope = {
	id: string;
	person_id: string | null;
	address: string;
	kind: string;
	due_at: string;
	sent_at: string | null;
	declined: string | null;
	text: string | null;
};

/** A token by which one person stops one kind of letter. */
export function stopToken(person: string, kind: string): string {
	return signToken('stop', [person, kind]);
}

function stopFor(token: string): { person: string; kind: string } {
	const [person, kind] = readToken('stop', token) ?? [];
	if (!person || !kind) throw notFromHere();
	return { person, kind };
}

function notFromHere(): NotFound {
	return new NotFound('This link is not from here');
}

async function setStop(tx: Tx, person: string, kind: string, at: string | null): Promise<void> {
	if (at)
		await tx
			.insertInto('letter_stop')
			.values({ person_id: person, kind, at })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	else
		await tx
			.deleteFrom('letter_stop')
			.where('person_id', '=', person)
			.where('kind', '=', kind)
			.execute();
}
