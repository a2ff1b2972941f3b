import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import type { Names } from './file-names.ts';

type Said = {
	id: string;
	root: string;
	author: string;
	markdown: string;
	passage: string | null;
	ended: string | null;
	last: string | null;
	at: string;
};

/** What was said about a thing, thread by thread, each comment with who said it and when; empty where nothing was. */
export async function conversations(tx: Tx, names: Names, subject: string): Promise<string> {
	const { rows } = await sql<Said>`
		select c.id, coalesce(c.reply_to, c.id) as root, c.author_id as author, c.markdown, c.at,
			e.by_id as ended, e.words as last, (
				select b.block ->> 'text' from version v, jsonb_array_elements(v.blocks) as b (block)
				where v.document_id = c.subject_id and c.block_id <> '' and b.block ->> 'id' = c.block_id
				order by v.number desc limit 1
			) as passage
		from comment c left join thread_closure e on e.comment_id = c.id
		where c.subject_id = ${subject} and not comment_withdrawn(c.id)
		order by coalesce(c.reply_to, c.id), c.id`.execute(tx);
	if (rows.length === 0) return '';
	const threads = [...Map.groupBy(rows, ({ root }) => root).values()];
	return ['---', '## What was said', ...threads.map((thread) => written(thread, names))].join(
		'\n\n'
	);
}

function written(thread: Said[], names: Names): string {
	const [first] = thread;
	const about = first?.passage ? [`On “${first.passage.split('\n')[0]!.slice(0, 120)}”:`] : [];
	const said = thread.map(({ root, id, author, markdown, at }) => {
		const text = `**${names.person(author)}**, ${at.slice(0, 10)}:\n\n${markdown}`;
		return id === root ? text : text.replace(/^/gm, '> ');
	});
	const ended = first?.ended ? [`*${names.person(first.ended)} ended it.* ${first.last}`] : [];
	return [...about, ...said, ...ended].join('\n\n');
}
