import { z } from 'zod';
import { Conflict } from '#platform/errors.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { door, type Actor } from '#platform/server/door.ts';
import { show } from '#platform/server/subjects.ts';
import { writtenByMe } from '#modules/documents/server/versions.ts';
import { closureOf, commentRow } from './rows.ts';

/** Ends a conversation, with a last word if one likes: whoever began it may, and whoever writes what it is about. `threads.reopen` undoes it. */
export const closeThread = door({
	id: 'threads.close',
	summary: 'End a conversation',
	http: 'PUT /comments/{comment}/closure',
	input: z.object({
		comment: z.uuid(),
		words: z.string().trim().max(1000, 'Use at most 1,000 characters').default('')
	}),
	output: z.object({}),
	can: ({ tx, input, actor }) => mayClose(tx, input.comment, actor),
	run: async ({ actor, input, tx, at, record }) => {
		const row = await commentRow(tx, input.comment);
		if (row.reply_to) throw new Conflict('Close the comment that began it');
		const closed = await tx
			.insertInto('thread_closure')
			.values({ comment_id: row.id, by_id: actor.id, words: input.words, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!closed) throw new Conflict('This conversation is closed already');
		await record({ verb: 'closed', kind: 'comment', id: row.id, audience: row.audience_id });
		return {};
	}
});

/** A conversation that I may end: its first words and where it stands. */
export const threadToClose = door({
	id: 'threads.toClose',
	summary: 'A conversation that I may end',
	http: 'GET /comments/{comment}/closure',
	input: z.object({ comment: z.uuid() }),
	output: z.object({ title: z.string(), url: z.string() }),
	can: ({ tx, input, actor }) => mayClose(tx, input.comment, actor),
	run: async ({ input, tx }) => {
		const { title, url } = await show(tx, 'comment', input.comment);
		return { title, url };
	}
});

/** Opens a conversation again: whoever closed it may, and whoever began it. */
export const reopenThread = door({
	id: 'threads.reopen',
	summary: 'Open a conversation again',
	http: 'DELETE /comments/{comment}/closure',
	input: z.object({ comment: z.uuid() }),
	output: z.object({}),
	can: async ({ tx, input }) => (await commentRow(tx, input.comment)).open,
	run: async ({ input, tx, record }) => {
		const row = await commentRow(tx, input.comment);
		const closed = await closureOf(tx, row.id);
		if (!closed) return {};
		await tx
			.deleteFrom('thread_closure')
			.where('comment_id', '=', row.id)
			.returning('at')
			.executeTakeFirstOrThrow(notYours);
		await record({ verb: 'reopened', kind: 'comment', id: row.id, audience: row.audience_id });
		return {};
	}
});

async function mayClose(tx: Tx, comment: string, actor: Actor): Promise<boolean> {
	const row = await commentRow(tx, comment);
	if (!row.open) return false;
	return row.author_id === actor.id || (await writtenByMe(tx, [row.subject_id])).size > 0;
}
