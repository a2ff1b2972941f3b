import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import { hoursOn } from '#platform/time/week.ts';
import type { Rhythm } from '#modules/people/server/rhythm.ts';

export type News = { notices: string[]; asks: string[] };

/** What each person has not been told by letter and has not read: their notices (weekly ones on the first working day of a week), but for what was said to them by somebody they have blocked since, and new asks; a reminder that was put off is told of again. */
export async function newsFor(
	tx: Tx,
	rhythms: Map<string, Rhythm>,
	at: Temporal.Instant
): Promise<Map<string, News>> {
	const people = [...rhythms.keys()];
	const weekly = people.filter((id) => beginsWeek(at, rhythms.get(id)!));
	const since = at.subtract({ hours: 24 * 14 }).toString();
	const { rows: notices } = await sql<{ person_id: string; id: string }>`
		select n.person_id, n.id from notice n
		where n.person_id = any (${people}::uuid[]) and n.at > ${since}
			and (n.rhythm = 'daily' or (n.rhythm = 'weekly' and n.person_id = any (${weekly}::uuid[])))
			and not exists (select from notice_reading r where r.notice_id = n.id)
			and not (n.reason in ('mention', 'reply') and exists (
				select from mention_block b join event e on e.actor_id = b.other_id
				where e.id = n.event_id and b.person_id = n.person_id))
			and not exists (select from letter l where l.person_id = n.person_id and l.data -> 'notices' ? n.id::text)
		order by n.id desc`.execute(tx);
	const { rows: asks } = await sql<{ person_id: string; id: string }>`
		select a.person_id, a.id from ask a
		where a.person_id = any (${people}::uuid[]) and a.offered_at is not null
			and (a.until_at is null or a.until_at > ${at.toString()})
			and not exists (select from ask_done d where d.ask_id = a.id)
			and not exists (select from snooze s where s.ask_id = a.id and s.until_at > ${at.toString()})
			and not exists (select from letter l where l.person_id = a.person_id and l.data -> 'asks' ? a.id::text
				and not (a.kind = 'reminder' and exists (
					select from snooze s where s.ask_id = a.id and s.until_at > l.due_at)))`.execute(tx);
	const news = new Map<string, News>();
	const of = (person: string) => {
		let own = news.get(person);
		if (!own) news.set(person, (own = { notices: [], asks: [] }));
		return own;
	};
	for (const { person_id, id } of notices) of(person_id).notices.push(id);
	for (const { person_id, id } of asks) of(person_id).asks.push(id);
	return news;
}

/** True on the first day of a local week on which somebody works; for whoever never works, on Mondays. */
export function beginsWeek(at: Temporal.Instant, { zone, week, leave }: Rhythm): boolean {
	const today = at.toZonedDateTimeISO(zone).toPlainDate();
	for (let ago = 1; ago < today.dayOfWeek; ago += 1)
		if (hoursOn(today.subtract({ days: ago }), week, leave)) return false;
	return today.dayOfWeek === 1 || hoursOn(today, week, leave) !== undefined;
}
