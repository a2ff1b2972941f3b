import { asSystem } from '#platform/server/db/database.ts';
import { record, type Event } from '#platform/server/events.ts';
import { stewardsHere } from '#modules/people/server/stewards.ts';

/** Tells each steward who did not write what was reported. Bears a second time. */
export async function tellStewards({ kind, verb, id, actor, at }: Event): Promise<void> {
	if (kind !== 'report' || verb !== 'reported') return;
	await asSystem('telling people', async (tx) => {
		const authors = await tx
			.selectFrom('report_author')
			.select('person_id')
			.where('report_id', '=', id)
			.execute();
		const told = await tx
			.selectFrom('event')
			.select('audience_id')
			.where('kind', '=', 'report')
			.where('subject_id', '=', id)
			.where('verb', '=', 'brought to')
			.execute();
		const not = new Set([
			actor,
			...authors.map((row) => row.person_id),
			...told.map((row) => row.audience_id)
		]);
		for (const steward of await stewardsHere(tx))
			if (!not.has(steward))
				await record(tx, actor, at, {
					verb: 'brought to',
					kind,
					id,
					audience: steward,
					data: { tell: [steward] }
				});
	});
}
