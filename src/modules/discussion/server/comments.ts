import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import { peopleIn } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { tally } from '#platform/server/events.ts';
import { newBlockId, newId } from '#platform/server/ids.ts';
import { show } from '#platform/server/subjects.ts';
import { fromMarkdown } from '#modules/documents/server/markdown.ts';
import { render } from '#modules/documents/server/render.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { about, commentText } from '../discussion.ts';

/** Says something about anything one may read; it is heard by whoever sees that thing. */
export const postComment = door({
	id: 'comments.post',
	summary: 'Comment on something',
	http: 'POST /comments',
	input: z.object({ about, markdown: commentText, replyTo: z.uuid().optional() }),
	output: z.object({ id: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { kind, id: subject, block = '' } = input.about;
		const shown = await show(tx, kind, subject);
		const root = input.replyTo ? await rootOf(tx, input.replyTo, subject) : null;
		const { html, text } = render(fromMarkdown(input.markdown, newBlockId));
		const id = newId();
		await tx
			.insertInto('comment')
			.values({
				id,
				kind,
				subject_id: subject,
				block_id: root?.block_id ?? block,
				reply_to: root?.id ?? null,
				author_id: actor.id,
				markdown: input.markdown,
				html: html.replaceAll(/ id="b-[^"]*" data-block="[^"]*"/g, ''),
				audience_id: shown.audience,
				at
			})
			.execute();
		const mentions = await mentioned(tx, text, shown.audience, actor);
		if (mentions.length > 0)
			await tx
				.insertInto('mention')
				.values(mentions.map((person_id) => ({ comment_id: id, person_id })))
				.execute();
		await tally(tx, { kind, id: subject, what: 'comment', audience: shown.audience }, 1);
		await record({
			verb: 'commented',
			kind: 'comment',
			id,
			audience: shown.audience,
			data: {
				about: { kind, id: subject, ...(block && { block }) },
				authors: shown.authors,
				mentions,
				...(root && { replyTo: root.author_id })
			}
		});
		return { id };
	}
});

const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });
const commentShown = z.object({
	id: z.string(),
	author: who.nullable(),
	html: z.string(),
	markdown: z.string(),
	block: z.string(),
	replyTo: z.string().nullable(),
	withdrawn: z.boolean(),
	at: z.string(),
	may: z.object({ reply: z.boolean(), withdraw: z.boolean() })
});

/** What was said about one thing, oldest first; replies come with what they answer. */
export const listComments = door({
	id: 'comments.list',
	summary: 'What was said about something',
	http: 'GET /comments/{kind}/{id}',
	input: about.omit({ block: true }).extend({ cursor: z.string().max(100).optional() }),
	output: z.object({ items: z.array(commentShown), next: z.string().nullable() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		await show(tx, input.kind, input.id);
		return listOf(tx, actor, [input.id], input.cursor);
	}
});

/** The comments of several things at once, for a page that shows them together. */
export const listCommentsOn = door({
	id: 'comments.listOn',
	summary: 'What was said about several things',
	http: 'GET /comments',
	input: z.object({ ids: z.string().max(4000) }),
	output: z.object({ items: z.array(commentShown.extend({ subject: z.string() })), next: z.string().nullable() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const ids = z.array(z.uuid()).max(100).safeParse(input.ids.split(',').filter(Boolean));
		if (!ids.success) throw new Invalid([{ field: 'ids', message: 'Write up to 100 ids with commas between' }]);
		return listOf(tx, actor, ids.data);
	}
});

export const withdrawComment = door({
	id: 'comments.withdraw',
	summary: 'Withdraw a comment of mine',
	http: 'DELETE /comments/{comment}',
	input: z.object({ comment: z.uuid() }),
	output: z.object({}),
	can: ({ tx, input, actor }) => isAuthor(tx, input.comment, actor),
	run: async ({ input, tx, at, record }) => {
		const row = await commentRow(tx, input.comment);
		const gone = await tx
			.insertInto('comment_withdrawal')
			.values({ comment_id: row.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!gone) throw new Conflict('This comment is withdrawn already');
		await tally(tx, { kind: row.kind, id: row.subject_id, what: 'comment', audience: row.audience_id }, -1);
		await record({ verb: 'withdrew', kind: 'comment', id: row.id, audience: row.audience_id });
		return {};
	}
});

export const restoreComment = door({
	id: 'comments.restore',
	summary: 'Bring back a comment that I withdrew',
	http: 'POST /comments/{comment}/restoration',
	input: z.object({ comment: z.uuid() }),
	output: z.object({}),
	can: ({ tx, input, actor }) => isAuthor(tx, input.comment, actor),
	run: async ({ input, tx, record }) => {
		const row = await commentRow(tx, input.comment);
		const back = await tx
			.deleteFrom('comment_withdrawal')
			.where('comment_id', '=', row.id)
			.returning('at')
			.executeTakeFirst();
		if (!back) return {};
		await tally(tx, { kind: row.kind, id: row.subject_id, what: 'comment', audience: row.audience_id }, 1);
		await record({ verb: 'restored', kind: 'comment', id: row.id, audience: row.audience_id });
		return {};
	}
});

async function listOf(tx: Tx, actor: Actor, subjects: string[], cursor?: string) {
	const size = 200;
	let query = tx
		.selectFrom('comment')
		.selectAll()
		.select(sql<boolean>`comment_withdrawn(id)`.as('withdrawn'))
		.where('subject_id', 'in', subjects.length > 0 ? subjects : [newId()])
		.orderBy('id')
		.limit(size + 1);
	if (cursor) query = query.where('id', '>', cursor);
	const rows = await query.execute();
	const shown = rows.slice(0, size).filter((row) => !row.withdrawn || row.author_id === actor.id);
	const people = await peopleById(
		tx,
		shown.map((row) => row.author_id)
	);
	const items = shown.map((row) => {
		const author = people.get(row.author_id);
		return {
			id: row.id,
			subject: row.subject_id,
			author: author ? { id: author.id, name: author.name, face: author.face } : null,
			html: row.withdrawn ? '' : row.html,
			markdown: row.withdrawn ? '' : row.markdown,
			block: row.block_id,
			replyTo: row.reply_to,
			withdrawn: row.withdrawn,
			at: row.at,
			may: { reply: !row.withdrawn, withdraw: row.author_id === actor.id && !row.withdrawn }
		};
	});
	return { items, next: rows.length > size ? rows[size - 1]!.id : null };
}

/** A comment as stored. Throws NotFound. */
export async function commentRow(tx: Tx, id: string) {
	const row = await tx.selectFrom('comment').selectAll().where('id', '=', id).executeTakeFirst();
	if (!row) throw new NotFound('There is no such comment');
	return row;
}

async function isAuthor(tx: Tx, comment: string, actor: Actor): Promise<boolean> {
	return (await commentRow(tx, comment)).author_id === actor.id;
}

/** A reply to a reply hangs under what both answer. */
async function rootOf(tx: Tx, comment: string, subject: string) {
	const row = await commentRow(tx, comment);
	if (row.subject_id !== subject)
		throw new Invalid([{ field: 'replyTo', message: 'This comment is about something else' }]);
	return row.reply_to ? commentRow(tx, row.reply_to) : row;
}

/** Whoever is named as `@Name Surname` and belongs to the audience; the longest name wins. */
async function mentioned(tx: Tx, text: string, audience: string, actor: Actor): Promise<string[]> {
	if (!text.includes('@')) return [];
	const people = await peopleById(tx, await peopleIn(tx, audience));
	const byName = [...people.values()].sort((a, b) => b.name.length - a.name.length);
	const found = new Set<string>();
	for (const part of text.split('@').slice(1)) {
		const named = byName.find(({ name }) => part.toLowerCase().startsWith(name.toLowerCase()));
		if (named && named.id !== actor.id) found.add(named.id);
	}
	return [...found].slice(0, 20);
}
