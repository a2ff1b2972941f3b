import { z } from 'zod';
import { peopleIn } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Event } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import type { Rhythm } from '../notices.ts';
import { follow } from './follows.ts';

export type Reason = 'mention' | 'reply' | 'you' | 'yours' | 'follow' | 'invited';

/** Whom each verb is told to, beside whoever it names. */
const rules: Record<string, { to: readonly ('followers' | 'authors' | 'everyone')[] }> = {
	commented: { to: ['followers', 'authors'] },
	thanked: { to: ['authors'] },
	shared: { to: ['followers'] },
	published: { to: ['followers'] },
	moved: { to: ['followers'] },
	'moved to library': { to: ['followers'] },
	adopted: { to: ['authors'] },
	'taken up': { to: ['authors'] },
	'does already': { to: ['authors'] },
	varied: { to: ['followers', 'authors'] },
	'asked consent': { to: [] },
	agreed: { to: [] },
	declined: { to: [] },
	'shared ownership': { to: [] },
	'named trainer': { to: [] },
	'gave feedback': { to: [] },
	'asked to join': { to: [] },
	'let in': { to: [] }
};

const ref = z.object({ kind: z.string(), id: z.string() });
const people = z.array(z.string());
const eventData = z.object({
	tell: people.default([]),
	mentions: people.default([]),
	authors: people.default([]),
	replyTo: z.string().optional(),
	about: ref.optional(),
	within: z.array(ref).default([])
});

/** Writes one notice for each person whom an event concerns and who may see it. Bears a second time. */
export async function tell(event: Event): Promise<void> {
	const rule =
		event.verb === 'published' && event.kind === 'series'
			? { to: ['everyone'] as const }
			: rules[event.verb];
	if (!rule) return;
	const data = eventData.parse(event.data);
	await asSystem('telling people', async (tx) => {
		if (event.verb === 'commented' && event.actor && data.about)
			await follow(tx, {
				person: event.actor,
				...data.about,
				rhythm: 'daily',
				at: event.at,
				keep: true
			});
		const told = await whom(tx, event, data, rule.to);
		const audience = new Set(await peopleIn(tx, event.audience));
		const rows = [...told]
			.filter(
				([person, { rhythm }]) =>
					person !== event.actor && rhythm !== 'never' && audience.has(person)
			)
			.map(([person_id, { reason, rhythm }]) => ({
				id: newId(),
				person_id,
				event_id: event.event,
				reason,
				rhythm,
				at: event.at
			}));
		for (let i = 0; i < rows.length; i += 1000)
			await tx
				.insertInto('notice')
				.values(rows.slice(i, i + 1000))
				.onConflict((conflict) => conflict.doNothing())
				.execute();
	});
}

type Told = Map<string, { reason: Reason; rhythm: Rhythm }>;

/** Later lines are weaker reasons: whoever is named already keeps the stronger. */
async function whom(
	tx: Tx,
	event: Event,
	data: z.infer<typeof eventData>,
	to: readonly ('followers' | 'authors' | 'everyone')[]
): Promise<Told> {
	const told: Told = new Map();
	const add = (person: string, reason: Reason, rhythm: Rhythm) => {
		if (!told.has(person)) told.set(person, { reason, rhythm });
	};
	const follows = await followers(tx, event, data);
	const stopped = new Set(
		follows.filter((row) => row.rhythm === 'never').map((row) => row.person_id)
	);
	for (const person of data.mentions) add(person, 'mention', 'daily');
	if (data.replyTo) add(data.replyTo, 'reply', 'daily');
	for (const person of data.tell) add(person, 'you', 'daily');
	if (to.includes('authors'))
		for (const person of data.authors) if (!stopped.has(person)) add(person, 'yours', 'daily');
	if (to.includes('followers'))
		for (const row of follows) add(row.person_id, 'follow', row.rhythm as Rhythm);
	if (to.includes('everyone'))
		for (const person of await peopleIn(tx, event.audience)) add(person, 'invited', 'daily');
	return told;
}

async function followers(tx: Tx, event: Event, data: z.infer<typeof eventData>) {
	const subjects = [
		event.id,
		data.about?.id,
		event.actor,
		...data.within.map(({ id }) => id)
	].filter((id) => id != null);
	return tx
		.selectFrom('follow')
		.select(['person_id', 'rhythm'])
		.where('subject_id', 'in', subjects)
		.orderBy((eb) =>
			eb
				.case('rhythm')
				.when('never')
				.then(0)
				.when('at_once')
				.then(1)
				.when('daily')
				.then(2)
				.else(3)
				.end()
		)
		.execute();
}
