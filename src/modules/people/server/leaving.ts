import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import type { Leaving } from '#platform/server/leaving.ts';

export const leaving: Leaving = {
	own: [
		...['leave', 'skill', 'circle_request', 'circle_member', 'address_change'],
		...['token', 'stewardship', 'idempotency', 'directory_person']
	],
	handOver: async (tx, given) => {
		const { from, to } = given;
		await tx.updateTable('directory').set({ heir_id: to }).where('heir_id', '=', from).execute();
		return handOverCircles(tx, given);
	},
	erase: async (tx, { person, names }) => {
		await tx
			.updateTable('place')
			.set({ welcomer_id: null })
			.where('welcomer_id', '=', person)
			.execute();
		await tx
			.updateTable('directory_person')
			.set({ manager_id: null })
			.where('manager_id', '=', person)
			.execute();
		await sql`update invitation set email = null where lower(email) = any (${names.map((name) => name.toLowerCase())}::text[])`.execute(
			tx
		);
		for (const name of names)
			await sql`delete from attempt where strpos(lower(subject), lower(${name})) > 0
				or strpos(subject, ${person}) > 0`.execute(tx);
	}
};

/** Circles go to whoever takes over, where they are in them; closed ones that they are not in, to their longest member. */
async function handOverCircles(
	tx: Tx,
	{ from, to }: { from: string; to: string }
): Promise<number> {
	const { rows } = await sql`
		update circle c set created_by = heir.id
		from (
			select k.id as circle_id, (
				select m.person_id from circle_member m
				where m.circle_id = k.id and m.person_id <> ${from}
					and not exists (select from departure d where d.person_id = m.person_id)
				order by m.person_id = ${to} desc, m.since, m.person_id limit 1
			) as id
			from circle k where k.created_by = ${from}
		) heir
		where heir.circle_id = c.id and heir.id is not null
		returning c.id`.execute(tx);
	return rows.length;
}
