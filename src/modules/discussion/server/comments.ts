import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, Forbidden, Invalid } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { tally } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { refuseSetAside, show } from '#platform/server/subjects.ts';
import { about, commentText, restorableSince, type About } from '../discussion.ts';
import { limits } from '../threads.ts';
import { closureOf, commentRow } from './rows.ts';
import { readComment } from './text.ts';

export { listComments, listCommentsOn } from './reading.ts';

/** Says something about anything one may read; it is heard by whoever sees that thing. */
export const postComment = door({
	id: 'comments.post',
	summary: 'Comment on something',
	http: 'POST /comments',
	input: z.object({
		about,
		markdown: commentText,
		replyTo: z.uuid().optional(),
		/** The Message-ID of the letter that says it: the same letter is heard once. */
		letter: z.string().min(1).max(998).optional()
	}),
	output: z.object({ id: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const heard = input.letter && (await heardBefore(tx, actor, input.letter));
		if (heard) return { id: heard };
		const place = await placeOf(tx, input.about, input.replyTo);
		const { kind, id: subject, block } = place.about;
		const shown = await show(tx, kind, subject);
		const audience = place.root?.audience_id ?? shown.audience;
		const { html, mentions } = await readComment(tx, input.markdown, audience);
		const id = newId();
		await tx
			.insertInto('comment')
			.values({
				id,
				kind,
				subject_id: subject,
				block_id: block,
				reply_to: place.root?.id ?? null,
				author_id: actor.id,
				markdown: input.markdown,
				html,
				audience_id: audience,
				at
			})
			.execute();
		if (input.letter)
			await tx
				.insertInto('comment_letter')
				.values({ person_id: actor.id, message_id: input.letter, comment_id: id })
				.execute();
		await keepMentions(tx, id, mentions);
		await tally(tx, { kind, id: subject, what: 'comment', audience }, 1);
		if (block) await tally(tx, { kind, id: subject, block, what: 'comment', audience }, 1);
		await record({
			verb: 'commented',
			kind: 'comment',
			id,
			audience,
			data: {
				about: { kind, id: subject, ...(block && { block }) },
				authors: shown.authors,
				mentions: mentions.filter((person) => person !== actor.id),
				...(place.answered && { replyTo: place.answered })
			}
		});
		return { id };
	}
});

/** Changes a comment of one's own; that it was edited stays shown, and only people named anew are told. */
export const editComment = door({
	id: 'comments.edit',
	summary: 'Change a comment of mine',
	http: 'PUT /comments/{comment}',
	input: z.object({ comment: z.uuid(), markdown: commentText }),
	output: z.object({}),
	can: ({ tx, input, actor }) => isAuthor(tx, input.comment, actor),
	run: async ({ actor, input, tx, at, record }) => {
		const row = await commentRow(tx, input.comment);
		if (row.withdrawn) throw new Conflict('Bring this comment back before you change it');
		if (!row.open) throw new Forbidden('You are not among its readers any more');
		if (row.markdown === input.markdown) return {};
		const { html, mentions } = await readComment(tx, input.markdown, row.audience_id);
		await tx
			.updateTable('comment')
			.set({ markdown: input.markdown, html })
			.where('id', '=', row.id)
			.execute();
		await tx
			.insertInto('comment_edit')
			.values({ comment_id: row.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		const before = await tx
			.deleteFrom('mention')
			.where('comment_id', '=', row.id)
			.returning('person_id')
			.execute();
		await keepMentions(tx, row.id, mentions);
		const known = new Set([actor.id, ...before.map((each) => each.person_id)]);
		const subject = { kind: row.kind, id: row.subject_id };
		await record({
			verb: 'edited',
			kind: 'comment',
			id: row.id,
			audience: row.audience_id,
			data: {
				about: { ...subject, ...(row.block_id && { block: row.block_id }) },
				mentions: mentions.filter((person) => !known.has(person))
			}
		});
		return {};
	}
});

/** Takes a comment of one's own out of sight; `comments.restore` undoes it for thirty days. */
export const withdrawComment = door({
	id: 'comments.withdraw',
	summary: 'Withdraw a comment of mine',
	http: 'DELETE /comments/{comment}',
	input: z.object({ comment: z.uuid() }),
	output: z.object({}),
	can: ({ tx, input, actor }) => isAuthor(tx, input.comment, actor),
	run: async ({ actor, input, tx, at, record }) => {
		const row = await commentRow(tx, input.comment);
		const gone = await tx
			.insertInto('comment_withdrawal')
			.values({ comment_id: row.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!gone) throw new Conflict('This comment is withdrawn already');
		await count(tx, row.id, -1);
		const audience = row.open ? row.audience_id : actor.id;
		await record({ verb: 'withdrew', kind: 'comment', id: row.id, audience });
		return {};
	}
});

/** Brings a withdrawn comment of one's own back; Conflict once thirty days are over. */
export const restoreComment = door({
	id: 'comments.restore',
	summary: 'Bring back a comment that I withdrew',
	http: 'POST /comments/{comment}/restoration',
	input: z.object({ comment: z.uuid() }),
	output: z.object({}),
	can: ({ tx, input, actor }) => isAuthor(tx, input.comment, actor),
	run: async ({ input, tx, at, record }) => {
		const row = await commentRow(tx, input.comment);
		if (!row.open) throw new Forbidden('You are not among its readers any more');
		await refuseSetAside(tx, row.id);
		const back = await tx
			.deleteFrom('comment_withdrawal')
			.where('comment_id', '=', row.id)
			.where('at', '>=', restorableSince(at))
			.returning('at')
			.executeTakeFirst();
		if (!back && row.withdrawn)
			throw new Conflict(`A comment comes back within ${limits.daysToRestore} days`);
		if (!back) return {};
		await count(tx, row.id, 1);
		await record({ verb: 'restored', kind: 'comment', id: row.id, audience: row.audience_id });
		return {};
	}
});

async function isAuthor(tx: Tx, comment: string, actor: Actor): Promise<boolean> {
	return (await commentRow(tx, comment)).author_id === actor.id;
}

/** Where a comment stands, and whom it answers. To comment on a comment is to answer it; an answer to an answer hangs under what both answer. */
async function placeOf(tx: Tx, given: About, replyTo?: string) {
	const answering = replyTo ?? (given.kind === 'comment' ? given.id : undefined);
	if (!answering) return { about: { ...given, block: given.block ?? '' } };
	const answered = await commentRow(tx, answering);
	if (
		given.kind !== 'comment' &&
		(answered.kind !== given.kind || answered.subject_id !== given.id)
	)
		throw new Invalid([{ field: 'replyTo', message: 'This comment is about something else' }]);
	if (answered.withdrawn) throw new Conflict('This comment was withdrawn');
	if (!answered.open) throw new Forbidden('You are not among its readers any more');
	const root = { id: answered.reply_to ?? answered.id, audience_id: answered.audience_id };
	if (await closureOf(tx, root.id))
		throw new Conflict('This conversation is closed. Begin another one');
	const about = { kind: answered.kind, id: answered.subject_id, block: answered.block_id };
	return { about, root, answered: answered.author_id };
}

async function heardBefore(tx: Tx, actor: Actor, letter: string): Promise<string | undefined> {
	const row = await tx
		.selectFrom('comment_letter')
		.select('comment_id')
		.where('person_id', '=', actor.id)
		.where('message_id', '=', letter)
		.executeTakeFirst();
	return row?.comment_id;
}

async function keepMentions(tx: Tx, comment: string, people: string[]): Promise<void> {
	if (people.length === 0) return;
	const rows = people.map((person_id) => ({ comment_id: comment, person_id }));
	await tx.insertInto('mention').values(rows).execute();
}

async function count(tx: Tx, comment: string, by: 1 | -1): Promise<void> {
	await sql`select count_own_comment(${comment}, ${by})`.execute(tx);
}
