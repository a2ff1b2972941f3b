import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'kysely';
import type { Tx } from './db/database.ts';
import { newId } from './ids.ts';
import { enqueue, perform } from './jobs.ts';

/** What a door says has happened: somebody did `verb` to a subject that `audience` may see. */
export type Happening = {
	verb: string;
	kind: string;
	id: string;
	audience: string;
	data?: Record<string, unknown>;
};

export type Event = Required<Happening> & { event: string; actor: string | null; at: string };

/** Runs inside the transaction that made the event, as its actor: for the index and for kept counts. */
export type Within = (event: Event, tx: Tx) => Promise<void>;

/** Runs after the commit, from a job: for telling people. */
export type After = (event: Event) => Promise<void>;

const within: Within[] = [];
const after: After[] = [];

export function listen(listeners: { within?: Within[]; after?: After[] }): void {
	within.push(...(listeners.within ?? []));
	after.push(...(listeners.after ?? []));
}

const straight = new AsyncLocalStorage<{ via: 'letter' }>();

/** Runs what somebody does straight from a letter: its events say so, for the counts of what letters bring about. */
export function fromLetter<T>(work: () => T): T {
	return straight.run({ via: 'letter' }, work);
}

/** Writes the one event of a change, lets the listeners within follow, and queues those after. */
export async function record(
	tx: Tx,
	actor: string | null,
	at: string,
	happening: Happening
): Promise<void> {
	const data = { ...happening.data, ...straight.getStore() };
	const event: Event = { ...happening, data, event: newId(), actor, at };
	await tx
		.insertInto('event')
		.values({
			id: event.event,
			at,
			actor_id: actor,
			verb: event.verb,
			kind: event.kind,
			subject_id: event.id,
			audience_id: event.audience,
			data: JSON.stringify(event.data)
		})
		.execute();
	for (const listener of within) await listener(event, tx);
	if (after.length > 0) await enqueue(tx, 'event', event);
}

perform<Event>('event', async (event) => {
	for (const listener of after) await listener(event);
});

/** Moves a kept count. Counts are kept per subject, block and audience. */
export async function tally(
	tx: Tx,
	of: { kind: string; id: string; block?: string; what: string; audience: string },
	by: 1 | -1
): Promise<void> {
	await sql`insert into tally (kind, subject_id, block_id, what, audience_id, amount)
		values (${of.kind}, ${of.id}, ${of.block ?? ''}, ${of.what}, ${of.audience}, ${by})
		on conflict (subject_id, block_id, what, audience_id, kind)
		do update set amount = tally.amount + excluded.amount`.execute(tx);
}
