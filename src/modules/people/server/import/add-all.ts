import { sql } from 'kysely';
import { Conflict } from '#platform/errors.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { newId } from '#platform/server/ids.ts';
import { usualWeek } from '#platform/time/week.ts';
import { isOverfull } from '../circles.ts';
import type { Newcomer } from './judge.ts';

const batch = 2000;

/** Adds people who sign in by a link until they choose a password, makes the circles in `fresh`, and fills all; returns their ids. */
export async function addAll(
	tx: Tx,
	people: Newcomer[],
	{
		circles,
		fresh,
		by,
		at
	}: { circles: Map<string, string>; fresh: string[]; by: string; at: string }
): Promise<string[]> {
	const added = people.map((one) => ({ ...one, id: newId() }));
	const circleIds = new Map(circles);
	for (const name of fresh) circleIds.set(name.toLowerCase(), await makeCircle(tx, name, by, at));
	for (let i = 0; i < added.length; i += batch)
		await addSome(tx, added.slice(i, i + batch), circleIds, at);
	return added.map(({ id }) => id);
}

async function makeCircle(tx: Tx, name: string, by: string, at: string): Promise<string> {
	const id = newId();
	await tx.insertInto('audience').values({ id, kind: 'circle' }).execute();
	await tx.insertInto('circle').values({ id, name, joining: 'open', created_by: by, at }).execute();
	return id;
}

/** One statement a table, however many people: an import of thousands takes seconds. */
async function addSome(
	tx: Tx,
	people: (Newcomer & { id: string })[],
	circles: Map<string, string>,
	at: string
): Promise<void> {
	const ids = people.map(({ id }) => id);
	const names = people.map(({ name }) => name);
	const emails = people.map(({ email }) => email);
	const zones = people.map(({ zone }) => zone);
	const week = JSON.stringify(usualWeek);
	await sql`insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
		select id, name, email, true, ${at}::timestamptz, ${at}::timestamptz
		from unnest(${ids}::uuid[], ${names}::text[], ${emails}::text[]) as t (id, name, email)`.execute(
		tx
	);
	await sql`insert into person (id, name, zone, week, joined_at)
		select id, name, zone, ${week}::jsonb, ${at}::timestamptz
		from unnest(${ids}::uuid[], ${names}::text[], ${zones}::text[]) as t (id, name, zone)`.execute(tx);
	await sql`insert into audience (id, kind) select id, 'me' from unnest(${ids}::uuid[]) as t (id)`.execute(
		tx
	);
	await sql`insert into event (id, at, actor_id, verb, kind, subject_id, audience_id)
		select event, ${at}::timestamptz, id, 'joined', 'person', id, ${EVERYONE}::uuid
		from unnest(${ids}::uuid[], ${ids.map(() => newId())}::uuid[]) as t (id, event)`.execute(tx);
	const stewards = people.filter(({ steward }) => steward).map(({ id }) => id);
	await sql`insert into stewardship (person_id, since)
		select id, ${at}::timestamptz from unnest(${stewards}::uuid[]) as t (id)`.execute(tx);
	const seats = people.flatMap((one) =>
		one.circles.map((name) => ({ circle: circles.get(name.toLowerCase())!, person: one.id }))
	);
	await sql`insert into circle_member (circle_id, person_id, since)
		select circle, person, ${at}::timestamptz
		from unnest(${seats.map(({ circle }) => circle)}::uuid[], ${seats.map(({ person }) => person)}::uuid[])
			as t (circle, person)
		on conflict do nothing`.execute(tx);
	const nameOf = new Map([...circles].map(([name, id]) => [id, name]));
	for (const circle of [...new Set(seats.map((seat) => seat.circle))].sort())
		if (await isOverfull(tx, circle))
			throw new Conflict(`The circle ${nameOf.get(circle)} is not for so many people`);
}
