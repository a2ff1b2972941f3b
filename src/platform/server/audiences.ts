import { sql } from 'kysely';
import { z } from 'zod';
import { Invalid } from '../errors.ts';
import { hashToken, newId } from './ids.ts';
import type { Tx } from './db/database.ts';

export const EVERYONE = '00000000-0000-7000-8000-000000000001';

/** How an audience is written: `everyone`, `me`, `circle:ID` or `people:ID,ID`. */
export const audienceInput = z
	.string()
	.max(8000)
	.regex(
		/^(everyone|me|circle:[0-9a-f-]{36}|people:[0-9a-f-]{36}(,[0-9a-f-]{36})*)$/,
		'Write everyone, me, circle:ID or people:ID,ID'
	);

/**
 * The id of the audience that `written` names for `person`, who is always part of it, together with `also`
 * (the people who prepare what it will see). Throws Invalid for a circle that the person is not in.
 */
export async function audienceFrom(
	tx: Tx,
	written: string,
	person: string,
	also: string[] = []
): Promise<string> {
	if (written === 'everyone') return EVERYONE;
	if (written === 'me' && also.every((id) => id === person)) return person;
	const [kind, list = ''] = written.split(':');
	if (kind !== 'circle')
		return peopleAudience(tx, [...list.split(',').filter(Boolean), person, ...also]);
	await refuseForeignCircle(tx, list);
	const outside = await outsiders(tx, list, also);
	return outside.length === 0 ? list : peopleAudience(tx, outside, list);
}

/** A fixed set of people, with a circle beside them where one is given; the same set has the same id. */
async function peopleAudience(tx: Tx, people: string[], circle?: string): Promise<string> {
	const ids = [...new Set(people)].sort();
	const { rows } = await sql<{
		id: string;
	}>`select name_audience(${newId()}, ${sameAs(ids, circle)}, ${ids}::uuid[], ${circle ?? null}::uuid) as id`.execute(
		tx
	);
	const id = rows[0]?.id;
	if (!id) throw new Invalid([{ field: 'audience', message: 'Some of these people are not here' }]);
	await refreshAudiences(tx);
	return id;
}

/** By what an audience of these people, beside a circle, is found again. */
export function sameAs(people: string[], circle?: string): string {
	return hashToken([circle ?? '', ...people.toSorted()].join(','));
}

/** An audience of its own whose people may change later; starts with `people`. */
export async function teamAudience(tx: Tx, people: string[]): Promise<string> {
	const id = newId();
	await sql`select name_audience(${id}, null, ${[...new Set(people)]}::uuid[], null)`.execute(tx);
	await refreshAudiences(tx);
	return id;
}

/** Adds or removes a person of a team's audience. */
export async function changeTeam(
	tx: Tx,
	audience: string,
	person: string,
	change: 'add' | 'remove'
): Promise<void> {
	await sql`select change_team(${audience}, ${person}, ${change === 'add'})`.execute(tx);
	await refreshAudiences(tx);
}

/** How audiences are written for the reader, by id. A circle with a few people beside it is written as the circle. */
export async function writtenAudiences(
	tx: Tx,
	ids: string[],
	reader: string
): Promise<Map<string, string>> {
	const { rows } = await sql<{ id: string; kind: string; circle: string | null; people: string[] }>`
		select a.id, a.kind, (select min(circle_id::text) from audience_circle ac where ac.audience_id = a.id) as circle,
			array(select person_id::text from audience_person ap where ap.audience_id = a.id order by person_id) as people
		from audience a where a.id = any (${[...new Set(ids)]}::uuid[])`.execute(tx);
	return new Map(
		rows.map(({ id, kind, circle, people }) => {
			if (kind === 'everyone') return [id, 'everyone'];
			if (kind === 'me') return [id, id === reader ? 'me' : `people:${id}`];
			if (kind === 'circle') return [id, `circle:${id}`];
			return [id, circle ? `circle:${circle}` : `people:${people.join(',')}`];
		})
	);
}

/** The id of the audience that has these people in it beside those of `before`, of whom `person` is one. Throws Invalid where some of them are not here. */
export async function audienceWith(
	tx: Tx,
	before: string,
	people: string[],
	person: string
): Promise<string> {
	if (before === EVERYONE) return before;
	const among = new Set(await peopleIn(tx, before));
	if (people.every((one) => among.has(one))) return before;
	const written = (await writtenAudiences(tx, [before], person)).get(before) ?? 'me';
	// Those who are away have their place in it when they come back.
	return audienceFrom(tx, written, person, [...(await peopleNamedIn(tx, before)), ...people]);
}

/** The people of an audience who are here now. */
export async function peopleIn(tx: Tx, audience: string): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select people_in(${audience}) as id`.execute(tx);
	return rows.map(({ id }) => id);
}

/** The people whom an audience names, a circle beside them or not; none of any other kind. */
export async function peopleNamedIn(tx: Tx, audience: string): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		select person_id as id from audience_person p join audience a on a.id = p.audience_id
		where a.id = ${audience} and a.kind = 'people'`.execute(tx);
	return rows.map(({ id }) => id);
}

/** Throws Invalid where `after` leaves somebody out who is in `before`. */
export async function refuseNarrower(tx: Tx, before: string, after: string): Promise<void> {
	if (after === EVERYONE || after === before) return;
	const wider = new Set(await peopleIn(tx, after));
	if (before !== EVERYONE && (await peopleIn(tx, before)).every((person) => wider.has(person)))
		return;
	throw new Invalid([
		{ field: 'audience', message: 'Choose one that has everybody in it who may see it now' }
	]);
}

/**
 * `audience` while the transaction's person is in it, else the person's own: whoever left may still take back what they
 * said, and those who stayed are not told by somebody who is not among them.
 */
export async function heardBy(tx: Tx, audience: string | null, person: string): Promise<string> {
	const { rows } = await sql<{ among: boolean | null }>`
		select ${audience}::uuid = any (my_audiences()) as among`.execute(tx);
	return audience && rows[0]?.among ? audience : person;
}

/** A transaction knows its person's audiences from its beginning; a new one has to be made known to it. */
export async function refreshAudiences(tx: Tx): Promise<void> {
	await sql`select set_config('app.audiences', audiences_of(me())::text, true) where me() is not null`.execute(
		tx
	);
}

async function refuseForeignCircle(tx: Tx, circle: string): Promise<void> {
	const { rows } =
		await sql`select from unnest(my_audiences()) as mine where mine = ${circle}::uuid`.execute(tx);
	if (rows.length === 0)
		throw new Invalid([{ field: 'audience', message: 'Choose a circle that you are in' }]);
}

async function outsiders(tx: Tx, circle: string, people: string[]): Promise<string[]> {
	const inside = new Set(await peopleIn(tx, circle));
	return people.filter((person) => !inside.has(person));
}
