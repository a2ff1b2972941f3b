import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import { tally } from '#platform/server/events.ts';
import { showEach, type SubjectKind } from '#platform/server/subjects.ts';
import { excerpt } from '#modules/documents/server/render.ts';
import { commentRow } from './rows.ts';

/** A comment stands on the page of what it is about, and is gone with it. */
export const commentSubject: SubjectKind = {
	kind: 'comment',
	aside: {
		set: async (tx, id, { at }) => {
			const gone = await tx
				.insertInto('comment_withdrawal')
				.values({ comment_id: id, at })
				.onConflict((conflict) => conflict.doNothing())
				.returning('at')
				.executeTakeFirst();
			if (gone) await countOf(tx, id, -1);
			return gone !== undefined;
		},
		bringBack: async (tx, id) => {
			await tx.deleteFrom('comment_withdrawal').where('comment_id', '=', id).execute();
			await countOf(tx, id, 1);
		}
	},
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('comment')
			.select(['id', 'kind', 'subject_id', 'author_id', 'html', 'audience_id', 'at'])
			.where('id', 'in', ids)
			.where(sql<boolean>`not comment_withdrawn(id)`)
			.execute();
		const things = rows.map((row) => ({ kind: row.kind, id: row.subject_id }));
		const subjects = await showEach(tx, things);
		return rows.flatMap((row) => {
			const subject = subjects.get(row.subject_id);
			if (!subject) return [];
			const text = plain(row.html);
			return [
				{
					kind: 'comment',
					id: row.id,
					title: excerpt(text, 80),
					url: `${subject.url.split('#')[0]}?said=${row.id}#c-${row.id}`,
					audience: row.audience_id,
					authors: [row.author_id],
					text,
					at: row.at
				}
			];
		});
	}
};

/** What was asked in a circle; without a name it has no author here either. */
export const questionSubject: SubjectKind = {
	kind: 'question',
	aside: {
		set: async (tx, id, { at }) => {
			const gone = await tx
				.insertInto('question_withdrawal')
				.values({ question_id: id, at })
				.onConflict((conflict) => conflict.doNothing())
				.returning('at')
				.executeTakeFirst();
			return gone !== undefined;
		},
		bringBack: (tx, id) =>
			tx.deleteFrom('question_withdrawal').where('question_id', '=', id).execute()
	},
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('question')
			.selectAll()
			.where('id', 'in', ids)
			.where(sql<boolean>`not question_withdrawn(id)`)
			.execute();
		return rows.map(({ id, words, author_id, audience_id: audience, at }) => ({
			...{ kind: 'question', id, title: excerpt(words, 80), url: `/questions/${id}` },
			...{ audience, authors: author_id ? [author_id] : [], text: words, at }
		}));
	}
};

async function countOf(tx: Tx, id: string, by: 1 | -1): Promise<void> {
	const { kind, subject_id, block_id, audience_id } = await commentRow(tx, id);
	const of = { kind, id: subject_id, what: 'comment', audience: audience_id };
	await tally(tx, of, by);
	if (block_id) await tally(tx, { ...of, block: block_id }, by);
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };

/** The words of sanitised HTML; blocks stand on lines of their own. */
function plain(html: string): string {
	return html
		.replace(/<(?:br|\/(?:p|li|tr|pre|blockquote))>/g, '\n')
		.replace(/<[^>]+>/g, '')
		.replace(/&(lt|gt|quot|amp);/g, (_, name: string) => entities[name]!)
		.trim();
}
