import { sql } from 'kysely';
import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { show, showAll } from '#platform/server/subjects.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { about, commentShown, restorableSince, type Comment } from '../discussion.ts';
import { thanksOn } from './thanks.ts';

const size = 50;

/** What was said about one thing, or about one block of it: fifty threads a page, oldest first, each whole. */
export const listComments = door({
	id: 'comments.list',
	summary: 'What was said about something',
	http: 'GET /comments/{kind}/{id}',
	input: about.extend({ cursor: z.uuid().optional() }),
	output: z.object({ items: z.array(commentShown), next: z.string().nullable() }),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		await show(tx, input.kind, input.id);
		const rows = await read(tx, actor, at, { ...input, ids: [input.id] });
		const begun = [...new Set(rows.map(threadOf))];
		const page = new Set(begun.slice(0, size));
		const items = await shown(
			tx,
			actor,
			at,
			rows.filter((row) => page.has(threadOf(row)))
		);
		return { items, next: begun.length > size ? begun[size - 1]! : null };
	}
});

/** The comments of several things at once, for a page that shows them together: the first fifty threads of each. */
export const listCommentsOn = door({
	id: 'comments.listOn',
	summary: 'What was said about several things',
	http: 'GET /comments',
	input: z.object({ ids: z.string().max(4000) }),
	output: z.object({
		items: z.array(commentShown.extend({ subject: z.string() })),
		next: z.string().nullable()
	}),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		const ids = z.array(z.uuid()).max(100).safeParse(input.ids.split(',').filter(Boolean));
		if (!ids.success)
			throw new Invalid([{ field: 'ids', message: 'Write up to 100 ids with commas between' }]);
		const rows = ids.data.length > 0 ? await read(tx, actor, at, { ids: ids.data }) : [];
		const seen = new Set<string>();
		for (const [kind, own] of Map.groupBy(rows, (row) => row.kind)) {
			const subjects = own.map((row) => row.subject_id);
			for (const id of (await showAll(tx, kind, subjects)).keys()) seen.add(id);
		}
		const visible = rows.filter((row) => seen.has(row.subject_id));
		const subjects = new Map(
			visible.flatMap((row) => [
				[row.id, row.subject_id],
				[threadOf(row), row.subject_id]
			])
		);
		const items = await shown(tx, actor, at, visible);
		return {
			items: items.map((item) => ({ ...item, subject: subjects.get(item.id)! })),
			next: null
		};
	}
});

type Row = {
	id: string;
	kind: string;
	subject_id: string;
	block_id: string;
	reply_to: string | null;
	author_id: string;
	markdown: string;
	html: string;
	at: string;
	withdrawn_at: string | null;
	root_withdrawn_at: string | null;
	edited_at: string | null;
};

type Asked = { ids: string[]; kind?: string; block?: string; cursor?: string };

/** One thread more than a page, for each thing; its author sees a withdrawn comment for as long as it can come back. */
async function read(tx: Tx, actor: Actor, at: string, asked: Asked): Promise<Row[]> {
	const { ids, kind = null, block = null, cursor = null } = asked;
	const own = kind === 'comment' ? sql`c.reply_to` : sql`c.subject_id`;
	const { rows } = await sql<Row>`
		with readable as (
			select c.id, coalesce(c.reply_to, c.id) as thread, ${own} as subject from comment c
			left join comment_withdrawal w on w.comment_id = c.id
			where ${own} = any (${ids}::uuid[])
				and (${kind}::text is null or ${kind} = 'comment' or c.kind = ${kind})
				and (${block}::text is null or c.block_id = ${block})
				and (${cursor}::uuid is null or coalesce(c.reply_to, c.id) > ${cursor}::uuid)
				and (w.at is null or (c.author_id = ${actor.id} and w.at >= ${restorableSince(at)})
					or exists (select from comment r where r.reply_to = c.id))
		), ranked as (
			select id, thread, dense_rank() over (partition by subject order by thread) as place from readable
		)
		select c.id, c.kind, c.subject_id, c.block_id, c.reply_to, c.author_id, c.markdown, c.html, c.at,
			w.at as withdrawn_at, rw.at as root_withdrawn_at,
			(select max(e.at) from comment_edit e where e.comment_id = c.id) as edited_at
		from ranked join comment c on c.id = ranked.id
		left join comment_withdrawal w on w.comment_id = c.id
		left join comment_withdrawal rw on rw.comment_id = c.reply_to
		where ranked.place <= ${size + (kind ? 1 : 0)}
		order by ranked.thread, c.id`.execute(tx);
	return rows;
}

/** Rows as their reader sees them; in front of answers to a comment that was withdrawn stands a line in its place. */
async function shown(tx: Tx, actor: Actor, at: string, rows: Row[]): Promise<Comment[]> {
	const people = await peopleById(
		tx,
		rows.map((row) => row.author_id)
	);
	const thanks = await thanksOn(
		tx,
		actor,
		rows.map((row) => row.id)
	);
	const there = new Set(rows.map((row) => row.id));
	return rows.flatMap((row) => {
		const items: Comment[] = [];
		if (row.reply_to && row.root_withdrawn_at && !there.has(row.reply_to)) {
			there.add(row.reply_to);
			items.push({ ...nothing, id: row.reply_to, block: row.block_id, at: row.root_withdrawn_at });
		}
		const { id, block_id: block, reply_to: replyTo, withdrawn_at: withdrawn } = row;
		const mine = row.author_id === actor.id;
		if (withdrawn) {
			const restore = mine && Temporal.Instant.compare(withdrawn, restorableSince(at)) >= 0;
			return [
				...items,
				{ ...nothing, id, block, replyTo, at: row.at, may: { ...nothing.may, restore } }
			];
		}
		const author = people.get(row.author_id);
		items.push({
			id,
			author: author ? { id: author.id, name: author.name, face: author.face } : null,
			html: row.html,
			markdown: row.markdown,
			block,
			replyTo,
			withdrawn: false,
			edited: row.edited_at,
			at: row.at,
			...(thanks.get(id) ?? { thanked: false, thanks: [], moreThanks: 0 }),
			may: { reply: true, edit: mine, withdraw: mine, restore: false, thank: !mine }
		});
		return items;
	});
}

const nothing = {
	author: null,
	html: '',
	markdown: '',
	replyTo: null,
	withdrawn: true,
	edited: null,
	thanked: false,
	thanks: [],
	moreThanks: 0,
	may: { reply: false, edit: false, withdraw: false, restore: false, thank: false }
} satisfies Partial<Comment>;

function threadOf(row: { id: string; reply_to: string | null }): string {
	return row.reply_to ?? row.id;
}
