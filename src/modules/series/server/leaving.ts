import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import type { Leaving } from '#platform/server/leaving.ts';
import { addWriters } from '#modules/documents/server/versions.ts';
import { inSight } from '#modules/documents/server/where.ts';
import { peopleById } from '#modules/people/server/persons.ts';

export const leaving: Leaving = {
	own: ['early_start', 'own_pace', 'first_request', 'check_off'],
	handOver: handOverSeries,
	erase: async (tx, { person, wishes }) => {
		if (wishes.submissions === 'stay') return;
		await sql`update tally t set amount = greatest(0, t.amount - own.amount)
			from (
				select s.training_id, shared.audience_id, count(*)::integer as amount
				from submission s join sharing shared on shared.submission_id = s.id
				where s.author_id = ${person} and ${inSight('s.id')} group by 1, 2
			) own
			where t.kind = 'training' and t.subject_id = own.training_id and t.what = 'submission'
				and t.audience_id = own.audience_id`.execute(tx);
		await sql`delete from series_feedback where person_id = ${person}`.execute(tx);
	}
};

/** Series that nobody else owns go to whoever takes over, with the right to plan them. */
async function handOverSeries(
	tx: Tx,
	{ from, to, at }: { from: string; to: string; at: string }
): Promise<number> {
	const owned = await tx
		.selectFrom('series_owner as own')
		.innerJoin('series_owner as any', 'any.series_id', 'own.series_id')
		.innerJoin('series', 'series.id', 'own.series_id')
		.select(['series.id', 'plan_id', 'team_id', 'any.person_id as owner'])
		.where('own.person_id', '=', from)
		.execute();
	const here = await peopleById(
		tx,
		owned.map((row) => row.owner),
		'here'
	);
	const orphans = [...Map.groupBy(owned, (row) => row.id).values()].filter((rows) =>
		rows.every(({ owner }) => owner === from || !here.has(owner))
	);
	for (const [row] of orphans) {
		const { id, plan_id, team_id } = row!;
		await tx
			.insertInto('series_owner')
			.values({ series_id: id, person_id: to })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await sql`insert into audience_person values (${team_id}, ${to}) on conflict do nothing`.execute(
			tx
		);
		const parts = await tx
			.selectFrom('training')
			.select('id')
			.where('series_id', '=', id)
			.execute();
		for (const document of [plan_id, ...parts.map((part) => part.id)])
			await addWriters(tx, document, [to], at);
	}
	return orphans.length;
}
