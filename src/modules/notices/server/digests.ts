import { sql } from 'kysely';
import { EVERYONE } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Event } from '#platform/server/events.ts';
import { isGentle, nextDigest, nextGentle } from '#platform/time/moments.ts';
import { rhythmsOf, type Rhythm } from '#modules/people/server/rhythm.ts';
import { newsFor, type News } from './news.ts';
import { writeLetters } from './outbox.ts';
import { postOffice } from './post.ts';

const batch = 2000;

/** Gives everybody who has none their next digest hour; returns how many. */
export async function planDigests(at: Temporal.Instant): Promise<number> {
	return asSystem('telling people', async (tx) => {
		const { rows } = await sql<{ id: string }>`
			select here.id from people_in(${EVERYONE}) as here(id)
			where not exists (select from digest_round r where r.person_id = here.id) limit ${batch}`.execute(
			tx
		);
		const people = rows.map((row) => row.id);
		await plan(tx, await rhythmsOf(tx, people), at);
		return rows.length;
	});
}

/** Writes the digest letters that are due, one a person and local day, where there is something to tell. Whoever should not be disturbed by now hears next time. */
export async function writeDigests(at: Temporal.Instant): Promise<number> {
	return asSystem('telling people', async (tx) => {
		const due = await tx
			.selectFrom('digest_round')
			.select('person_id')
			.where('next_at', '<=', at.toString())
			.orderBy('next_at')
			.limit(batch)
			.forUpdate()
			.skipLocked()
			.execute();
		if (due.length === 0) return 0;
		const rhythms = await rhythmsOf(
			tx,
			due.map((row) => row.person_id)
		);
		const days = await openDays(tx, rhythms, at);
		const open = new Map([...rhythms].filter(([person]) => days.has(person)));
		const news = await newsFor(tx, open, at);
		await takeUpWaiting(tx, news, [...open.keys()], at);
		await writeLetters(
			tx,
			[...news].map(([person, data]) => ({ ...days.get(person)!, person, kind: 'digest', data }))
		);
		await plan(tx, rhythms, at);
		return due.length;
	});
}

/** Writes a letter for each notice that somebody wants at once, for the next moment that does not disturb. */
export async function writeAtOnce(at: Temporal.Instant): Promise<number> {
	return asSystem('telling people', async (tx) => {
		const since = at.subtract({ hours: 24 * 3 }).toString();
		const { rows } = await sql<{ id: string; person_id: string }>`
			select n.id, n.person_id from notice n
			where n.rhythm = 'at_once' and n.at > ${since}
				and not exists (select from letter l where l.person_id = n.person_id and l.data -> 'notices' ? n.id::text)
			limit ${batch}`.execute(tx);
		const rhythms = await rhythmsOf(
			tx,
			rows.map((row) => row.person_id)
		);
		await writeLetters(
			tx,
			rows.map((row) => ({
				key: `notice:${row.id}`,
				person: row.person_id,
				kind: 'notice',
				data: { notices: [row.id], asks: [] },
				due: nextGentle(at, rhythms.get(row.person_id)!).toString()
			}))
		);
		return rows.length;
	});
}

const movesHours = new Set([
	'changed',
	'changed week',
	'confirmed',
	'planned leave',
	'cancelled leave'
]);

/** Plans somebody's next digest anew after their hours changed; one that is due already is left to be written. */
export async function replanDigest(event: Event): Promise<void> {
	if (event.kind !== 'person' || !movesHours.has(event.verb)) return;
	await asSystem('telling people', async (tx) => {
		const waiting = await tx
			.selectFrom('digest_round')
			.select('person_id')
			.where('person_id', '=', event.id)
			.where('next_at', '>', event.at)
			.executeTakeFirst();
		if (waiting) await plan(tx, await rhythmsOf(tx, [event.id]), Temporal.Instant.from(event.at));
	});
}

/** For each of these people to whom a digest may go by now, and who had none today: its key, and when it was due. */
async function openDays(tx: Tx, rhythms: Map<string, Rhythm>, at: Temporal.Instant) {
	const days = new Map<string, { key: string; due: string }>();
	for (const [person, rhythm] of rhythms) {
		const today = at.toZonedDateTimeISO(rhythm.zone).startOfDay();
		const due = nextDigest(today.toInstant().subtract({ milliseconds: 1 }), rhythm);
		if (Temporal.Instant.compare(due, at) > 0 || !isGentle(at, rhythm)) continue;
		const key = `digest:${person}:${today.toPlainDate().toString()}`;
		days.set(person, { key, due: due.toString() });
	}
	const keys = [...days.values()].map(({ key }) => key);
	const { rows } = await sql<{ person_id: string }>`
		select person_id from letter where key = any (${keys}::text[])`.execute(tx);
	for (const { person_id } of rows) days.delete(person_id);
	return days;
}

/** A digest that could not leave gives what it would have told to the next one, so that never two come on one day. */
async function takeUpWaiting(
	tx: Tx,
	news: Map<string, News>,
	people: string[],
	at: Temporal.Instant
): Promise<void> {
	if (!postOffice().transport) return;
	const { rows } = await sql<{ id: string; person_id: string; data: News }>`
		select l.id, l.person_id, l.data from letter l
		where l.person_id = any (${people}::uuid[]) and l.kind = 'digest'
			and not exists (select from letter_sending s where s.letter_id = l.id)
			and not exists (select from letter_decline d where d.letter_id = l.id)`.execute(tx);
	for (const { id, person_id, data } of rows) {
		const own = news.get(person_id) ?? { notices: [], asks: [] };
		news.set(person_id, {
			notices: [...data.notices, ...own.notices],
			asks: [...data.asks, ...own.asks]
		});
		await tx
			.insertInto('letter_decline')
			.values({ letter_id: id, reason: 'told in the next one', at: at.toString() })
			.execute();
	}
}

async function plan(tx: Tx, rhythms: Map<string, Rhythm>, at: Temporal.Instant): Promise<void> {
	if (rhythms.size === 0) return;
	await tx
		.insertInto('digest_round')
		.values(
			[...rhythms].map(([person_id, rhythm]) => ({
				person_id,
				next_at: nextDigest(at, rhythm).toString()
			}))
		)
		.onConflict((conflict) =>
			conflict.column('person_id').doUpdateSet((eb) => ({ next_at: eb.ref('excluded.next_at') }))
		)
		.execute();
}
