import { sql } from 'kysely';
import type { Module } from '#platform/server/module.ts';
import { showAll, type Shown, type SubjectKind } from '#platform/server/subjects.ts';
import { excerpt } from '#modules/documents/server/render.ts';
import { listComments, listCommentsOn, postComment, restoreComment, withdrawComment } from './comments.ts';
import { giveThanks, listThanks, takeBackThanks } from './thanks.ts';

/** A comment stands on the page of what it is about. */
const commentSubject: SubjectKind = {
	kind: 'comment',
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('comment')
			.selectAll()
			.where('id', 'in', ids)
			.where(sql<boolean>`not comment_withdrawn(id)`)
			.execute();
		const shown: Shown[] = [];
		for (const [kind, own] of Map.groupBy(rows, (row) => row.kind)) {
			const subjects =
				kind === 'comment'
					? new Map<string, Shown>()
					: await showAll(
							tx,
							kind,
							own.map((row) => row.subject_id)
						);
			for (const row of own) {
				const subject = subjects.get(row.subject_id);
				if (!subject) continue;
				const text = row.html.replace(/<[^>]+>/g, ' ');
				shown.push({
					kind: 'comment',
					id: row.id,
					title: subject.title,
					url: `${subject.url.split('#')[0]}#c-${row.id}`,
					audience: row.audience_id,
					authors: [row.author_id],
					text: excerpt(unescape(text), 20_000),
					at: row.at
				});
			}
		}
		return shown;
	}
};

function unescape(html: string): string {
	return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

export const discussion: Module = {
	name: 'discussion',
	doors: [
		postComment,
		listComments,
		listCommentsOn,
		withdrawComment,
		restoreComment,
		giveThanks,
		takeBackThanks,
		listThanks
	],
	subjects: [commentSubject]
};
