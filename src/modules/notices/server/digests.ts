import { sql } from 'kysely';
import { EVERYONE } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { newId } from '#platform/server/ids.ts';
import { messageIdFor } from '#platform/server/mail/transport.ts';
import { nextDigest, nextGentle } from '#platform/time/moments.ts';
import { rhythmsOf, type Rhythm } from '#modules/people/server/rhythm.ts';
import { postOffice } from './post.ts';

const batch = 2000;

/** Gives everybody who has none their next digest hour, and moves those whose hours changed; returns how many. */
export async function planDigests(at: Temporal.Instant): Promise<number> {
	return asSystem('telling people', async (tx) => {
		const { rows } = await sql<{ id: string }>`
			select here.id from people_in(${EVERYONE}) as here(id)
			where not exists (select from digest_round r where r.person_id = here.id) limit ${batch}`.execute(
			tx
		);
		await plan(
			tx,
			rows.map((row) => row.id),
			at
		);
		return rows.length;
	});
}

/** Writes the digest letters that are due, one a person and local day, where there is something to tell. */
export async function writeDigests(at: Temporal.Instant): Promise<number> {
	return asSystem('telling people', async (tx) => {
		const due = await tx
			.selectFrom('digest_round')
			.select(['person_id', 'next_at'])
			.where('next_at', '<=', at.toString())
			.orderBy('next_at')
			.limit(batch)
			.forUpdate()
			.skipLocked()
			.execute();
		if (due.length === 0) return 0;
		const people = due.map((row) => row.person_id);
		const rhythms = await rhythmsOf(tx, people);
		const news = await newsFor(tx, rhythms, at);
		const letters = due.flatMap(({ person_id, next_at }) => {
			const told = news.get(person_id);
			const rhythm = rhythms.get(person_id);
			if (!told || !rhythm) return [];
			const day = Temporal.Instant.from(next_at)
				.toZonedDateTimeISO(rhythm.zone)
				.toPlainDate()
				.toString();
			const key = `digest:${person_id}:${day}`;
			return [{ key, person: person_id, kind: 'digest', data: told, due: at.toString() }];
		});
		await writeLetters(tx, letters);
		await plan(tx, people, at);
		return due.length;
	});
}

/** Writes a letter for each notice that somebody wants at once, for the next moment that does not disturb. */
export async function writeAtOnce(at: Temporal.Instant): Promise<number> {
	return asSystem('telling people', async (tx) => {
		const { rows } = await sql<{ id: string; person_id: string }>`
			select n.id, n.person_id from notice n
			where n.rhythm = 'at_once' and not exists (select from letter l where l.key = 'notice:' || n.id)
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

type NewLetter = {
	key: string;
	person: string | null;
	kind: string;
	data: object;
	due: string;
	address?: string;
};

/** Puts letters into the outbox; a key that is there already is not written again, so nobody is told twice. */
export async function writeLetters(tx: Tx, letters: NewLetter[]): Promise<void> {
	if (letters.length === 0) return;
	const { origin } = postOffice();
	const { rows } = await sql<{ id: string; email: string }>`
		select id, email from auth."user" where id = any (${letters.flatMap((letter) => letter.person ?? [])}::uuid[])`.execute(
		tx
	);
	const addresses = new Map(rows.map((row) => [row.id, row.email]));
	const values = letters.flatMap(({ key, person, kind, data, due, address }) => {
		const to = address ?? addresses.get(person ?? '');
		if (!to) return [];
		return [
			{
				id: newId(),
				key,
				person_id: person,
				kind,
				address: to,
				data: JSON.stringify(data),
				due_at: due,
				message_id: messageIdFor(key, origin)
			}
		];
	});
	for (let i = 0; i < values.length; i += 500)
		await tx
			.insertInto('letter')
			.values(values.slice(i, i + 500))
			.onConflict((conflict) => conflict.column('key').doNothing())
			.execute();
}

/** Has somebody's next digest planned anew, after their hours changed. */
export async function replanDigest(tx: Tx, person: string): Promise<void> {
	await tx.deleteFrom('digest_round').where('person_id', '=', person).execute();
}

async function plan(tx: Tx, people: string[], at: Temporal.Instant): Promise<void> {
	if (people.length === 0) return;
	const rhythms = await rhythmsOf(tx, people);
	const rows = people.map((person_id) => ({
		person_id,
		next_at: nextDigest(at, rhythms.get(person_id) as Rhythm).toString()
	}));
	await tx
		.insertInto('digest_round')
		.values(rows)
		.onConflict((conflict) =>
			conflict.column('person_id').doUpdateSet((eb) => ({ next_at: eb.ref('excluded.next_at') }))
		)
		.execute();
}

/** What each person has not been told by letter and has not read: their notices (weekly ones on Mondays) and new asks. */
async function newsFor(tx: Tx, rhythms: Map<string, Rhythm>, at: Temporal.Instant) {
	const people = [...rhythms.keys()];
	const onMonday = people.filter(
		(id) => at.toZonedDateTimeISO(rhythms.get(id)!.zone).dayOfWeek === 1
	);
	const since = at.subtract({ hours: 24 * 14 }).toString();
	const { rows: notices } = await sql<{ person_id: string; id: string }>`
		select n.person_id, n.id from notice n
		where n.person_id = any (${people}::uuid[]) and n.at > ${since}
			and (n.rhythm = 'daily' or (n.rhythm = 'weekly' and n.person_id = any (${onMonday}::uuid[])))
			and not exists (select from notice_reading r where r.notice_id = n.id)
			and not exists (select from letter l where l.person_id = n.person_id and l.data -> 'notices' ? n.id::text)`.execute(
		tx
	);
	const { rows: asks } = await sql<{ person_id: string; id: string }>`
		select a.person_id, a.id from ask a
		where a.person_id = any (${people}::uuid[]) and a.offered_at is not null
			and (a.until_at is null or a.until_at > ${at.toString()})
			and not exists (select from ask_done d where d.ask_id = a.id)
			and not exists (select from letter l where l.person_id = a.person_id and l.data -> 'asks' ? a.id::text)`.execute(
		tx
	);
	const news = new Map<string, { notices: string[]; asks: string[] }>();
	const of = (person: string) => {
		let own = news.get(person);
		if (!own) news.set(person, (own = { notices: [], asks: [] }));
		return own;
	};
	for (const { person_id, id } of notices) of(person_id).notices.push(id);
	for (const { person_id, id } of asks) of(person_id).asks.push(id);
	return news;
}
