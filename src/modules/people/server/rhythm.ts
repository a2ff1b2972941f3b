import { sql } from 'kysely';
import { Invalid } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { closesAt, todayIn } from '#platform/time/windows.ts';
import { usualWeek, type Leave, type WorkingWeek } from '#platform/time/week.ts';

export type Rhythm = { zone: string; week: WorkingWeek; leave: Leave };

/** When somebody works and may be disturbed. Their leave is theirs: it is empty to anyone else who asks. */
export async function rhythmOf(tx: Tx, person: string): Promise<Rhythm> {
	return (await rhythmsOf(tx, [person])).get(person) ?? { zone: 'UTC', week: usualWeek, leave: [] };
}

/** The same for a set of people, by id, in one statement. */
export async function rhythmsOf(tx: Tx, people: string[]): Promise<Map<string, Rhythm>> {
	if (people.length === 0) return new Map();
	const { rows } = await sql<{ id: string; zone: string; week: WorkingWeek; leave: Leave | null }>`
		select p.id, p.zone, p.week,
			(select json_agg(json_build_object('from', l.first_day, 'to', l.last_day)) from leave l where l.person_id = p.id) as leave
		from person p where p.id = any (${people}::uuid[])`.execute(tx);
	return new Map(rows.map(({ id, zone, week, leave }) => [id, { zone, week, leave: leave ?? [] }]));
}

/** Where each of some people is, by id. */
export async function zonesOf(tx: Tx, people: string[]): Promise<Map<string, string>> {
	const { rows } = await sql<{ id: string; zone: string }>`
		select id, zone from person where id = any (${people}::uuid[])`.execute(tx);
	return new Map(rows.map(({ id, zone }) => [id, zone]));
}

/** When a day has ended for the last of some people. */
export async function endsFor(tx: Tx, people: string[], closes: string): Promise<string> {
	const zones = new Set((await zonesOf(tx, people)).values());
	const ends = [...zones, ...(zones.size === 0 ? ['UTC'] : [])].map((zone) =>
		closesAt({ opens: closes, closes }, zone)
	);
	return ends.toSorted(Temporal.Instant.compare).at(-1)!.toString();
}

const daysAtMost = 180;

/** Throws Invalid for a last day (`closes`) that is over already for somebody in `zone`, or more than half a year away. */
export function refuseLastDay(closes: string, zone: string, at: string): void {
	const today = Temporal.PlainDate.from(todayIn(zone, Temporal.Instant.from(at)));
	const { days } = today.until(closes);
	if (days >= 0 && days <= daysAtMost) return;
	throw new Invalid([
		{ field: 'closes', message: 'Choose a day from today on, within half a year' }
	]);
}
