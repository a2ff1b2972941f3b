import { asSystem } from '#platform/server/db/database.ts';
import { record, type Event } from '#platform/server/events.ts';
import { milestones } from '../methods.ts';
import { sourcesOf } from './sources.ts';

/** Records that a method is tried by five people, ten, twenty and so on, which its authors then hear of; never by whom. */
export async function noteMilestone(event: Event): Promise<void> {
	if (event.verb !== 'adopted') return;
	await asSystem('keeping counts', async (tx) => {
		const row = await tx
			.selectFrom('adoption')
			.selectAll()
			.where('id', '=', event.id)
			.executeTakeFirst();
		if (!row) return;
		const block = row.blocks[0]!;
		const { amount } = await tx
			.selectFrom('tally')
			.select((eb) => eb.fn.coalesce(eb.fn.sum<number>('amount'), eb.lit(0)).as('amount'))
			.where('subject_id', '=', row.document_id)
			.where('block_id', '=', block)
			.where('what', '=', 'adoption')
			.executeTakeFirstOrThrow();
		const people = milestones.findLast((step) => step <= Number(amount));
		if (!people) return;
		const told = await tx
			.selectFrom('event')
			.select('data')
			.where('kind', '=', row.kind)
			.where('subject_id', '=', row.document_id)
			.where('verb', '=', 'taken up')
			.execute();
		const before = told.map(({ data }) => data as { block?: string; people?: number });
		if (before.some((data) => data.block === block && (data.people ?? 0) >= people)) return;
		const authors = (await sourcesOf(tx, [row]))(row.document_id).authorsOf([block]);
		await record(tx, null, event.at, {
			verb: 'taken up',
			kind: row.kind,
			id: row.document_id,
			audience: row.audience_id,
			data: { block, people, authors }
		});
	});
}
