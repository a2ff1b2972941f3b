import { sql } from 'kysely';
import { showAll, type Shown, type SubjectKind } from '#platform/server/subjects.ts';
import { excerpt } from '#modules/documents/server/render.ts';

/** A comment stands on the page of what it is about, and is gone with it. */
export const commentSubject: SubjectKind = {
	kind: 'comment',
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('comment')
			.select(['id', 'kind', 'subject_id', 'author_id', 'html', 'audience_id', 'at'])
			.where('id', 'in', ids)
			.where(sql<boolean>`not comment_withdrawn(id)`)
			.execute();
		const shown: Shown[] = [];
		for (const [kind, own] of Map.groupBy(rows, (row) => row.kind)) {
			const subjects = await showAll(
				tx,
				kind,
				own.map((row) => row.subject_id)
			);
			for (const row of own) {
				const subject = subjects.get(row.subject_id);
				if (!subject) continue;
				const text = plain(row.html);
				shown.push({
					kind: 'comment',
					id: row.id,
					title: excerpt(text, 80),
					url: `${subject.url.split('#')[0]}?said=${row.id}#c-${row.id}`,
					audience: row.audience_id,
					authors: [row.author_id],
					text,
					at: row.at
				});
			}
		}
		return shown;
	}
};

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };

/** The words of sanitised HTML; blocks stand on lines of their own. */
function plain(html: string): string {
	return html
		.replace(/<(?:br|\/(?:p|li|tr|pre|blockquote))>/g, '\n')
		.replace(/<[^>]+>/g, '')
		.replace(/&(lt|gt|quot|amp);/g, (_, name: string) => entities[name]!)
		.trim();
}
