import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import { newId } from '#platform/server/ids.ts';

/**
 * Counts what people have in their inboxes and are asked as told by letter, where the letters themselves did not come
 * along: for each person one that says so, was declined, and is never laid out.
 */
export async function countAsTold(tx: Tx, at: string): Promise<void> {
	const { rows } = await sql<{ person: string }>`
		select person_id as person from notice union select person_id from ask`.execute(tx);
	const people = rows.map(({ person }) => person);
	const ids = people.map(() => newId());
	await sql`
		insert into letter (id, key, person_id, kind, address, data, due_at, message_id)
		select p.letter, 'archive:' || p.id, p.id, 'digest', '', jsonb_build_object(
			'notices', coalesce((select jsonb_agg(n.id) from notice n where n.person_id = p.id), '[]'),
			'asks', coalesce((select jsonb_agg(a.id) from ask a where a.person_id = p.id and a.offered_at is not null), '[]')
		), ${at}::timestamptz, 'archive:' || p.id
		from unnest(${ids}::uuid[], ${people}::uuid[]) as p (letter, id)`.execute(tx);
	await sql`insert into letter_decline (letter_id, reason, at)
		select id, 'came with an archive', ${at}::timestamptz from unnest(${ids}::uuid[]) as p (id)`.execute(
		tx
	);
}
