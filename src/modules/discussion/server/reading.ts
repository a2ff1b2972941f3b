import { sql } from 'kysely';
import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { isSetAside, seenOf, show } from '#platform/server/subjects.ts';
import { writtenByMe } from '#modules/documents/server/versions.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { about, commentShown, restorableSince, type Comment } from '../discussion.ts';
import { thanksOn } from './thanks.ts';

const size = 50;

/** How many conversations of each thing, and of each of its blocks, stand on a page that shows several. */
const few = 5;

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
		const rows = await read(tx, actor, at, input);
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

/** The comments of several things at once, for a page that shows them together: of each thing, and each of its blocks, the threads in which something was said last. */
export const listCommentsOn = door({
	id: 'comments.listOn',
	summary: 'What was said about several things',
	http: 'GET /comments',
	input: z.object({
		ids: z.string().max(4000),
		/** One of the things, or a comment on one of them: all that was said there is wanted. */
		whole: z.uuid().optional()
	}),
	output: z.object({
		items: z.array(commentShown.extend({ subject: z.string() })),
		/** Where there are earlier threads, and how many. */
		earlier: z.array(z.object({ subject: z.string(), block: z.string(), count: z.number() })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		const ids = z.array(z.uuid()).max(100).safeParse(input.ids.split(',').filter(Boolean));
		if (!ids.success)
			throw new Invalid([{ field: 'ids', message: 'Write up to 100 ids with commas between' }]);
		const rows =
			ids.data.length > 0 ? await readLatest(tx, actor, at, ids.data, input.whole ?? null) : [];
		const seen = await seenOf(tx, rows);
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
			earlier: earlierThan(visible),
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
	closed_at: string | null;
	closed_by: string | null;
	last_words: string | null;
	aside: boolean;
};

type Asked = { id: string; kind: string; block?: string; cursor?: string };

/** One thread more than a page. */
async function read(tx: Tx, actor: Actor, at: string, asked: Asked): Promise<Row[]> {
	const { id, kind, block = null, cursor = null } = asked;
	const { rows } = await sql<Row>`
		with readable as (
			select c.id, coalesce(c.reply_to, c.id) as thread from comment c
			left join comment_withdrawal w on w.comment_id = c.id
			where ${kind === 'comment' ? sql`c.reply_to = ${id}` : sql`c.subject_id = ${id} and c.kind = ${kind}`}
				and (${block}::text is null or c.block_id = ${block})
				and (${cursor}::uuid is null or coalesce(c.reply_to, c.id) > ${cursor}::uuid)
				and ${isReadable(actor, at)}
		), ranked as (
			select id, thread, dense_rank() over (order by thread) as place from readable
		)
		select ${columns} from ranked ${joined} where ranked.place <= ${size + 1}
		order by ranked.thread, c.id`.execute(tx);
	return rows;
}

type Latest = Row & { threads: number };

/** The threads of each of these things, and of each of their blocks, in which something was said last; every one of what is wanted whole. */
async function readLatest(
	tx: Tx,
	actor: Actor,
	at: string,
	ids: string[],
	whole: string | null
): Promise<Latest[]> {
	const { rows } = await sql<Latest>`
		with readable as (
			select c.id, coalesce(c.reply_to, c.id) as thread, c.subject_id, c.block_id from comment c
			left join comment_withdrawal w on w.comment_id = c.id
			where c.subject_id = any (${ids}::uuid[]) and ${isReadable(actor, at)}
		), lively as (
			select thread, subject_id, block_id, max(id::text) as newest from readable group by 1, 2, 3
		), placed as (
			select thread, row_number() over lately as place, count(*) over (partition by subject_id, block_id) as threads,
				subject_id = ${whole} or exists (
					select from comment one where one.id = ${whole}
						and one.subject_id = lively.subject_id and one.block_id = lively.block_id
				) as whole
			from lively window lately as (partition by subject_id, block_id order by newest desc)
		), ranked as (
			select id, thread, threads from readable join placed using (thread) where place <= ${few} or whole
		)
		select ${columns}, ranked.threads from ranked ${joined}
		order by ranked.thread, c.id`.execute(tx);
	return rows;
}

/** Its author sees a withdrawn comment for as long as it can come back, everybody where something answers it. */
function isReadable(actor: Actor, at: string) {
	return sql`(w.at is null or (c.author_id = ${actor.id} and w.at >= ${restorableSince(at)})
		or exists (select from comment r where r.reply_to = c.id))`;
}

const columns = sql`c.id, c.kind, c.subject_id, c.block_id, c.reply_to, c.author_id, c.markdown, c.html, c.at,
	w.at as withdrawn_at, rw.at as root_withdrawn_at,
	(select max(e.at) from comment_edit e where e.comment_id = c.id) as edited_at,
	tc.at as closed_at, tc.by_id as closed_by, tc.words as last_words,
	w.at is not null and ${isSetAside('c.id')} as aside`;

const joined = sql`join comment c on c.id = ranked.id
	left join comment_withdrawal w on w.comment_id = c.id
	left join comment_withdrawal rw on rw.comment_id = c.reply_to
	left join thread_closure tc on tc.comment_id = coalesce(c.reply_to, c.id)`;

function earlierThan(rows: Latest[]) {
	const places = Map.groupBy(rows, (row) => `${row.subject_id} ${row.block_id}`);
	return [...places.values()].flatMap((own) => {
		const { subject_id: subject, block_id: block, threads } = own[0]!;
		const count = threads - new Set(own.map(threadOf)).size;
		return count > 0 ? [{ subject, block, count }] : [];
	});
}

/** Rows as their reader sees them; in front of answers to a comment that was withdrawn stands a line in its place. */
async function shown(tx: Tx, actor: Actor, at: string, rows: Row[]): Promise<Comment[]> {
	const people = await peopleById(
		tx,
		rows.flatMap((row) => [row.author_id, ...(row.closed_by ? [row.closed_by] : [])])
	);
	const writes = await writtenByMe(
		tx,
		rows.map((row) => row.subject_id)
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
			const restore =
				mine && !row.aside && Temporal.Instant.compare(withdrawn, restorableSince(at)) >= 0;
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
			closed:
				row.closed_at && !replyTo
					? {
							by: people.get(row.closed_by!)?.name ?? '',
							words: row.last_words ?? '',
							at: row.closed_at
						}
					: null,
			at: row.at,
			...(thanks.get(id) ?? { thanked: false, thanks: [], moreThanks: 0 }),
			may: {
				reply: !row.closed_at,
				edit: mine,
				withdraw: mine,
				restore: false,
				thank: !mine,
				close: !replyTo && !row.closed_at && (mine || writes.has(row.subject_id)),
				reopen: !replyTo && row.closed_at !== null && (mine || row.closed_by === actor.id)
			}
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
	closed: null,
	thanked: false,
	thanks: [],
	moreThanks: 0,
	may: {
		reply: false,
		edit: false,
		withdraw: false,
		restore: false,
		thank: false,
		close: false,
		reopen: false
	}
} satisfies Partial<Comment>;

function threadOf(row: { id: string; reply_to: string | null }): string {
	return row.reply_to ?? row.id;
}
