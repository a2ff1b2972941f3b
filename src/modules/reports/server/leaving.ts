import { sql } from 'kysely';
import type { Leaving } from '#platform/server/leaving.ts';

/** What somebody reported goes with them, and so do the words that were quoted of them. */
export const leaving: Leaving = {
	own: ['report'],
	erase: async (tx, { person }) => {
		await sql`delete from report where id in (select report_id from report_author where person_id = ${person})`.execute(
			tx
		);
		await sql`update setting_aside set title = '', quote = ''
			where id in (select aside_id from setting_aside_author where person_id = ${person})`.execute(tx);
		await sql`delete from setting_aside_author where person_id = ${person}`.execute(tx);
	}
};
