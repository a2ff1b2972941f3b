import { z } from 'zod';
import { peopleIn } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Event } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { showAll } from '#platform/server/subjects.ts';
import { followed, type Rhythm } from '../notices.ts';
import { blockersOf } from './blocking.ts';
import { follow } from './follows.ts';

export type Reason = 'mention' | 'reply' | 'you' | 'yours' | 'follow' | 'invited';

/** Whom each verb is told to, beside whoever it names. */
const rules: Record<string, { to: readonly ('followers' | 'authors' | 'everyone')[] }> = {
	commented: { to: ['followers', 'authors'] },
	thanked: { to: ['authors'] },
	shared: { to: ['followers'] },
	published: { to: ['followers'] },
	moved: { to: ['followers'] },
	'offered hour': { to: ['followers'] },
	'took back hour': { to: ['followers'] },
	'moved to library': { to: ['followers'] },
	adopted: { to: ['authors'] },
	'taken up': { to: ['authors'] },
	'does already': { to: ['authors'] },
	varied: { to: ['followers', 'authors'] },
	began: { to: [] },
	widened: { to: [] },
	'asked to let hear': { to: [] },
	'made ready': { to: [] },
	'not made ready': { to: [] },
	'asked consent': { to: [] },
	agreed: { to: [] },
	declined: { to: [] },
	'handed over': { to: [] },
	'shared ownership': { to: [] },
	'named trainer': { to: [] },
	'replaced trainer': { to: [] },
	'asked first': { to: [] },
	'made steward': { to: [] },
	'ended stewardship': { to: [] },
	planned: { to: [] },
	'gave feedback': { to: [] },
	'asked to join': { to: [] },
	'let in': { to: [] },
	'brought to': { to: [] },
	'used words': { to: [] },
	'looked at': { to: [] },
	'set aside': { to: [] },
	'brought back': { to: [] }
};

/** With these somebody has a part in a thing: its trainers, owners and authors follow it from then on. */
const begins = new Set([
	'planned',
	'opened',
	'published',
	'shared',
	'moved to library',
	'edited',
	'named trainer',
	'shared ownership'
]);

/** With these somebody turns to people whom they name. */
const names = new Set(['began', 'shared', 'widened', 'asked to let hear']);

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

type Data = z.infer<typeof eventData>;

/** Writes one notice for each person whom an event concerns and who may see it. Bears a second time. */
export async function tell(event: Event): Promise<void> {
	const rule = concernsAll(event) ? { to: ['everyone'] as const } : rules[event.verb];
	if (!rule && !begins.has(event.verb)) return;
	const data = eventData.parse(event.data);
	await asSystem('telling people', async (tx) => {
		await followOnes(tx, event, data);
		if (!rule) return;
		await write(tx, event, await whom(tx, event, data, rule.to));
	});
}

/** That a series begins, ends before its time or goes on after all is for everybody who is in it. */
function concernsAll({ kind, verb }: Event): boolean {
	return kind === 'series' && ['published', 'cancelled', 'resumed'].includes(verb);
}

/** Tells some people of an event that another module chose them for; of those, the ones who may see it, and not who did it. Bears a second time. */
export async function tellPeople(tx: Tx, event: Event, people: string[]): Promise<void> {
	await write(
		tx,
		event,
		new Map(people.map((person) => [person, { reason: 'you', rhythm: 'daily' }]))
	);
}

async function write(tx: Tx, event: Event, told: Told): Promise<void> {
	const audience = new Set(await peopleIn(tx, event.audience));
	const rows = [...told]
		.filter(
			([person, { rhythm }]) => person !== event.actor && rhythm !== 'never' && audience.has(person)
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
}

/** Whoever makes, owns or talks about a thing follows it, unless they chose otherwise before. */
async function followOnes(tx: Tx, event: Event, data: Data): Promise<void> {
	const { kind, id, at } = event;
	if (event.verb === 'commented' && event.actor && data.about)
		await follow(tx, { person: event.actor, ...data.about, rhythm: 'daily', at, keep: true });
	if (!begins.has(event.verb) || !followed.kind.safeParse(kind).success) return;
	const authors = (await showAll(tx, kind, [id])).get(id)?.authors ?? [];
	for (const person of authors)
		await follow(tx, { person, kind, id, rhythm: 'daily', at, keep: true });
}

type Told = Map<string, { reason: Reason; rhythm: Rhythm }>;

/** Later lines are weaker reasons: whoever is named already keeps the stronger. */
async function whom(
	tx: Tx,
	event: Event,
	data: Data,
	to: readonly ('followers' | 'authors' | 'everyone')[]
): Promise<Told> {
	const told: Told = new Map();
	const add = (person: string, reason: Reason, rhythm: Rhythm) => {
		if (!told.has(person)) told.set(person, { reason, rhythm });
	};
	const follows = await followers(tx, event, data);
	for (const person of data.mentions) add(person, 'mention', 'daily');
	if (data.replyTo) add(data.replyTo, 'reply', 'daily');
	for (const person of data.tell) add(person, 'you', 'daily');
	if (to.includes('authors'))
		for (const person of data.authors) add(person, 'yours', follows.get(person) ?? 'daily');
	if (to.includes('followers'))
		for (const [person, rhythm] of follows) add(person, 'follow', rhythm);
	if (to.includes('everyone'))
		for (const person of await peopleIn(tx, event.audience)) add(person, 'invited', 'daily');
	// Whoever does not want to hear what somebody says to them does not hear of it as a follower either.
	const addressed = [
		...data.mentions,
		...(data.replyTo ? [data.replyTo] : []),
		...(names.has(event.verb) ? data.tell : [])
	];
	if (addressed.length > 0)
		for (const person of await blockersOf(tx, event.actor))
			if (addressed.includes(person)) told.delete(person);
	return told;
}

/** Who follows the thing, what it stands in, or whoever did it: what stands nearest to it decides, except that never is never and a person may be followed beside. */
async function followers(tx: Tx, event: Event, data: Data): Promise<Map<string, Rhythm>> {
	const things = [event.id, data.about?.id, ...data.within.map(({ id }) => id)].filter(
		(id) => id != null
	);
	const rows = await tx
		.selectFrom('follow')
		.select(['person_id', 'subject_id', 'rhythm'])
		.where('subject_id', 'in', event.actor ? [...things, event.actor] : things)
		.execute();
	rows.sort((a, b) => things.indexOf(a.subject_id) - things.indexOf(b.subject_id));
	const chosen = new Map<string, Rhythm>();
	for (const [person, own] of Map.groupBy(rows, (row) => row.person_id)) {
		const thing = own.find((row) => row.subject_id !== event.actor)?.rhythm as Rhythm | undefined;
		const who = own.find((row) => row.subject_id === event.actor)?.rhythm as Rhythm | undefined;
		const both = [thing, who].filter((each) => each !== undefined);
		chosen.set(
			person,
			often.find((each) => both.includes(each))!
		);
	}
	return chosen;
}

const often: Rhythm[] = ['never', 'at_once', 'daily', 'weekly'];
