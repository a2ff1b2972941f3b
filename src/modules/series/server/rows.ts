import { sql } from 'kysely';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';

/** A series as stored, whether it is out, and whether the transaction's person owns it. Throws NotFound. */
export async function seriesOf(tx: Tx, id: string) {
	const row = await tx
		.selectFrom('series')
		.leftJoin('series_publication as out', 'out.series_id', 'series.id')
		.selectAll('series')
		.select(['out.at as out', sql<boolean>`i_own_series(series.id)`.as('mine')])
		.where('series.id', '=', id)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such series');
	return row;
}

/** A training as stored. Throws NotFound. */
export async function trainingRow(tx: Tx, id: string) {
	const row = await tx.selectFrom('training').selectAll().where('id', '=', id).executeTakeFirst();
	if (!row) throw new NotFound('There is no such training');
	return row;
}

/** The right to care for a series; NotFound for whoever may not even see it. */
export async function ownsSeries({
	tx,
	input
}: {
	tx: Tx;
	input: { series: string };
}): Promise<boolean> {
	return (await seriesOf(tx, input.series)).mine;
}
