import { sql } from 'kysely';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';

/** A comment as stored, whether it is withdrawn, and whether the reader is in its audience. Throws NotFound. */
export async function commentRow(tx: Tx, id: string) {
	const row = await tx
		.selectFrom('comment')
		.selectAll()
		.select([
			sql<boolean>`comment_withdrawn(id)`.as('withdrawn'),
			sql<boolean>`audience_id = any (my_audiences())`.as('open')
		])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such comment');
	return row;
}

/** That a conversation was closed; undefined while it goes on. */
export function closureOf(tx: Tx, root: string) {
	return tx
		.selectFrom('thread_closure')
		.selectAll()
		.where('comment_id', '=', root)
		.executeTakeFirst();
}
