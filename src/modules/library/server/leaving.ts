import type { Leaving } from '#platform/server/leaving.ts';
import { addWriters } from '#modules/documents/server/versions.ts';

export const leaving: Leaving = {
	/** Pages that others read go to whoever takes over; what was never published stays its owner's. */
	handOver: async (tx, { from, to, at }) => {
		const pages = await tx
			.updateTable('page')
			.set({ owner_id: to })
			.where('owner_id', '=', from)
			.where(({ exists, selectFrom }) =>
				exists(selectFrom('page_publication').whereRef('page_publication.page_id', '=', 'page.id'))
			)
			.returning('id')
			.execute();
		for (const { id } of pages) await addWriters(tx, id, [to], at);
		return pages.length;
	},
	/** Words that were given to a page stand in it without a name; what was kept of them beside it goes. */
	erase: async (tx, { person, wishes }) => {
		if (wishes.submissions === 'stay') return;
		await tx
			.deleteFrom('page_source_answer')
			.where('submission_id', 'in', (eb) =>
				eb.selectFrom('page_source').select('submission_id').where('author_id', '=', person)
			)
			.execute();
	}
};
