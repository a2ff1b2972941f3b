import { sql } from 'kysely';
import type { Leaving } from '#platform/server/leaving.ts';

export const leaving: Leaving = {
	own: [
		...['notice_reading', 'notice', 'ask_done', 'snooze', 'ask', 'follow'],
		...['mention_block', 'letter_stop', 'digest_round', 'visit', 'reminder']
	],
	erase: async (tx, { person, names }) => {
		const addresses = names.map((name) => name.toLowerCase());
		const own = sql`select id from letter where person_id = ${person} or lower(address) = any (${addresses}::text[])`;
		await sql`delete from letter_sending where letter_id in (${own})`.execute(tx);
		await sql`delete from letter_decline where letter_id in (${own})`.execute(tx);
		await sql`delete from letter where id in (${own})`.execute(tx);
		await sql`delete from notice_reading where notice_id in (select id from notice where person_id = ${person})`.execute(
			tx
		);
		await sql`delete from mention_block where other_id = ${person}`.execute(tx);
		await sql`delete from follow where subject_id = ${person}`.execute(tx);
	}
};
