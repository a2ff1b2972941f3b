import { sql } from 'kysely';
import { EVERYONE } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { startOfWeek } from '#platform/time/moments.ts';
import { zonesOf } from '#modules/people/server/rhythm.ts';

/**
 * Offers what is open and fits into each person's week: no more than the place's number of new asks; the rest wait, those
 * that wait longest first. Required asks and those that a person chose, or chose a time for, always get through, and count. Returns how many.
 */
export async function offerAsks(at: Temporal.Instant): Promise<number> {
	return asSystem('asking people', async (tx) => {
		await sql`select pg_advisory_xact_lock(20261124)`.execute(tx);
		const now = at.toString();
		const people = await peopleWaiting(tx, now);
		if (people.length === 0) return 0;
		const weeks = await weekOfEach(tx, people, at);
		const { rows } = await sql<{ id: string }>`
			with waiting as (
				select id, person_id, opens_at, until_at,
					(level = 'required' or kind in ('adoption', 'reminder') or exists (select from snooze s where s.ask_id = ask.id)) as must
				from ask
				where offered_at is null and opens_at <= ${now} and (until_at is null or until_at > ${now})
					and not exists (select from ask_done d where d.ask_id = ask.id)
			), room as (
				select w.person_id, coalesce((select weekly_asks from place), 3) - (
					select count(*) from ask o where o.person_id = w.person_id and o.offered_at >= w.begins
				) as most
				from unnest(${people}::uuid[], ${weeks}::timestamptz[]) as w (person_id, begins)
			), ranked as (
				select w.id, w.must,
					r.most - count(*) filter (where w.must) over (partition by w.person_id) as most,
					row_number() over (
						partition by w.person_id, w.must order by w.opens_at, w.until_at nulls last, w.id
					) as place
				from waiting w join room r on r.person_id = w.person_id
			)
			update ask set offered_at = ${now}
			where id in (select id from ranked where must or place <= most)
			returning id`.execute(tx);
		await forgetMissed(tx, now);
		return rows.length;
	});
}

async function peopleWaiting(tx: Tx, now: string): Promise<string[]> {
	const { rows } = await sql<{ person_id: string }>`
		select distinct person_id from ask
		where offered_at is null and opens_at <= ${now} and (until_at is null or until_at > ${now})
			and person_id in (select people_in(${EVERYONE}))`.execute(tx);
	return rows.map((row) => row.person_id);
}

/** When the present week of each person began, by their own zone. */
async function weekOfEach(tx: Tx, people: string[], at: Temporal.Instant): Promise<string[]> {
	const zones = await zonesOf(tx, people);
	const begins = new Map(
		[...new Set(zones.values())].map((zone) => [zone, startOfWeek(at, zone).toString()])
	);
	return people.map((person) => begins.get(zones.get(person) ?? '') ?? at.toString());
}

/** What was over before it reached somebody never asked them. */
async function forgetMissed(tx: Tx, now: string): Promise<void> {
	const missed = sql`select id from ask where offered_at is null and until_at <= ${now}`;
	await sql`delete from ask_done where ask_id in (${missed})`.execute(tx);
	await sql`delete from snooze where ask_id in (${missed})`.execute(tx);
	await sql`delete from ask where offered_at is null and until_at <= ${now}`.execute(tx);
}
