import { sql } from 'kysely';
import { addAccount } from '#platform/server/auth.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { instant } from '#platform/server/clock.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { record } from '#platform/server/events.ts';
import { usualWeek } from '#platform/time/week.ts';

/** Somebody whose words are brought here; nobody knows an address of whoever was erased. */
export type Absent = { id: string; name: string; zone: string; email?: string | undefined };

/**
 * Adds people whose words come here without them. They stand where they are named, and are not here: in no audience,
 * with no way in and no letters, until somebody makes them a link (`welcome`) or a steward says that they have come.
 */
export async function addAbsent(tx: Tx, people: Absent[], at: string): Promise<void> {
	const week = JSON.stringify(usualWeek);
	for (const { id, name, zone, email } of people) {
		if (email) await addAccount(tx, { id, email, name, at });
		await tx.insertInto('person').values({ id, name, zone, week, joined_at: at }).execute();
		await tx.insertInto('audience').values({ id, kind: 'me' }).execute();
		await tx.insertInto('departure').values({ person_id: id, at, by_id: null }).execute();
	}
}

/** Lets in, at the machine, whom `addAbsent` added; nothing happens to anybody else, those who left among them. */
export async function welcome(email: string): Promise<void> {
	const at = instant();
	await asSystem('at the machine', async (tx) => {
		const { rows } = await sql<{ id: string }>`
			select id from auth."user" where email = ${email}`.execute(tx);
		for (const { id } of rows) await letIn(tx, id, at);
	});
}

/** The same for a transaction that sees everybody; false for whom `addAbsent` did not add, or who is in already. */
export async function letIn(tx: Tx, id: string, at: string): Promise<boolean> {
	const { rows } = await sql`
		delete from departure d where d.person_id = ${id} and d.by_id is null
			and not exists (select from event e where e.kind = 'person' and e.subject_id = ${id} and e.verb = 'joined')
		returning d.at`.execute(tx);
	if (rows.length === 0) return false;
	await tx.updateTable('person').set({ joined_at: at }).where('id', '=', id).execute();
	await record(tx, id, at, { verb: 'joined', kind: 'person', id, audience: EVERYONE });
	return true;
}
