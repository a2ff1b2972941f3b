import * as m from '#messages';
import type { Leaving } from '#platform/server/leaving.ts';

export const leaving: Leaving = {
	/** That somebody tried a thing stays among its numbers; why, and how it went, was theirs alone. */
	erase: async (tx, { person, wishes }) => {
		await tx
			.updateTable('follow_up_answer')
			.set({ note: '' })
			.where('adoption_id', 'in', (eb) =>
				eb.selectFrom('adoption').select('id').where('person_id', '=', person)
			)
			.execute();
		await tx
			.updateTable('adoption')
			.set({ why: '', how: '', shown: false })
			.where('person_id', '=', person)
			.execute();
		if (wishes.comments === 'stay') return;
		await tx.deleteFrom('variant').where('author_id', '=', person).execute();
		await tx.updateTable('same_here').set({ note: '' }).where('person_id', '=', person).execute();
	},
	readable: async (tx, person) => {
		const rows = await tx
			.selectFrom('adoption')
			.leftJoin('follow_up_answer as answer', 'answer.adoption_id', 'adoption.id')
			.select(['words', 'why', 'how', 'adoption.at', 'note', 'outcome'])
			.where('person_id', '=', person)
			.orderBy('adoption.at')
			.execute();
		const plain = (text: string) =>
			text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>');
		return {
			title: m.people_along_trials(),
			pieces: rows.map(({ words, why, how, at, note, outcome }) => ({
				title: '',
				at,
				html: [words, why, how, outcome ?? '', note ?? '']
					.filter(Boolean)
					.map((text) => `<p>${plain(text)}</p>`)
					.join('')
			}))
		};
	}
};
