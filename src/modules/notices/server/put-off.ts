import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import type { Taken } from '#platform/time/free.ts';

/** The ask of somebody's about a subject that they have not answered; null when there is none. */
export async function openAskAbout(
	tx: Tx,
	person: string,
	kind: string,
	subject: string
): Promise<string | null> {
	const { rows } = await sql<{ id: string }>`select id from ask
		where person_id = ${person} and kind = ${kind} and subject_id = ${subject}
		and not exists (select from ask_done d where d.ask_id = ask.id)`.execute(tx);
	return rows[0]?.id ?? null;
}

/** The times to which somebody put off other things than this subject, from an instant on. */
export async function timesTaken(
	tx: Tx,
	person: string,
	{ from, except }: { from: string; except: string }
): Promise<Taken[]> {
	const { rows } = await sql<{ until: string; minutes: number }>`
		select s.until_at as until, a.minutes from snooze s join ask a on a.id = s.ask_id
		where a.person_id = ${person} and a.subject_id <> ${except} and s.until_at >= ${from}
		and not exists (select from ask_done d where d.ask_id = a.id)`.execute(tx);
	return rows.map(({ until, minutes }) => ({ from: Temporal.Instant.from(until), minutes }));
}
