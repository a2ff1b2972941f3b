import { sql } from 'kysely';
import * as m from '#messages';
import { escapeHtml } from '#platform/html.ts';
import type { Leaving } from '#platform/server/leaving.ts';

export const leaving: Leaving = {
	own: ['comment_letter'],
	erase: async (tx, { person, wishes, at }) => {
		if (wishes.comments === 'stay') return;
		await sql`update tally t set amount = greatest(0, t.amount - own.amount)
			from (
				select c.kind, c.subject_id, b.block_id, c.audience_id, count(*)::integer as amount
				from comment c, lateral (select distinct unnest(array['', c.block_id]) as block_id) b
				where c.author_id = ${person}
					and not exists (select from comment_withdrawal w where w.comment_id = c.id)
				group by 1, 2, 3, 4
			) own
			where t.kind = own.kind and t.subject_id = own.subject_id and t.block_id = own.block_id
				and t.audience_id = own.audience_id and t.what = 'comment'`.execute(tx);
		await sql`insert into comment_withdrawal (comment_id, at)
			select id, ${at} from comment where author_id = ${person} on conflict do nothing`.execute(tx);
		await sql`update comment set markdown = '', html = '' where author_id = ${person}`.execute(tx);
		await sql`insert into question_withdrawal (question_id, at)
			select id, ${at} from question where author_id = ${person} on conflict do nothing`.execute(tx);
		await sql`update question set words = '…' where author_id = ${person}`.execute(tx);
	},
	readable: async (tx, person) => {
		const rows = await tx
			.selectFrom('comment')
			.select(['html', 'at'])
			.where('author_id', '=', person)
			.orderBy('at')
			.execute();
		const asked = await tx
			.selectFrom('question')
			.select(['words', 'at'])
			.where('author_id', '=', person)
			.orderBy('at')
			.execute();
		const questions = asked.map(({ words, at }) => ({ at, html: `<p>${escapeHtml(words)}</p>` }));
		return {
			title: m.people_along_comments(),
			pieces: [...rows, ...questions].map(({ html, at }) => ({ title: '', at, html }))
		};
	}
};
