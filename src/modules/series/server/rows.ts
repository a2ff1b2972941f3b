import { sql } from 'kysely';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { mayWrite } from '#modules/documents/server/versions.ts';

/** A series as stored, whether it is out or called off, and whether the transaction's person owns it. Throws NotFound. */
export async function seriesOf(tx: Tx, id: string) {
	const row = await tx
		.selectFrom('series')
		.leftJoin('series_publication as out', 'out.series_id', 'series.id')
		.leftJoin('series_cancellation as off', 'off.series_id', 'series.id')
		.selectAll('series')
		.select(['out.at as out', 'off.at as cancelled_at'])
		.select(sql<boolean>`i_own_series(series.id)`.as('mine'))
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

/** The right to care for a training's series; NotFound for whoever may not even see it. */
export async function ownsTraining({
	tx,
	input
}: {
	tx: Tx;
	input: { training: string };
}): Promise<boolean> {
	const row = await trainingRow(tx, input.training);
	return (await seriesOf(tx, row.series_id)).mine;
}

/** The right to write a training; NotFound for whoever may not even read it. */
export async function writesTraining({
	tx,
	input
}: {
	tx: Tx;
	input: { training: string };
}): Promise<boolean> {
	await trainingRow(tx, input.training);
	return mayWrite(tx, input.training);
}

/** Who owns a series, by id. */
export async function ownersOf(tx: Tx, series: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('series_owner')
		.select('person_id')
		.where('series_id', '=', series)
		.execute();
	return rows.map((row) => row.person_id);
}

/** The trainings of a series as stored, in their order. */
export async function trainingsOf(tx: Tx, series: string) {
	return tx
		.selectFrom('training')
		.selectAll()
		.where('series_id', '=', series)
		.orderBy('position')
		.execute();
}

/** A submission with its sharing, where it has one. Throws NotFound. */
export async function submissionRow(tx: Tx, id: string) {
	const row = await tx
		.selectFrom('submission')
		.leftJoin('sharing', 'sharing.submission_id', 'submission.id')
		.select([
			'submission.id',
			'training_id',
			'author_id',
			'sharing.audience_id',
			'late',
			'sharing.at'
		])
		.where('submission.id', '=', id)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such submission');
	return row;
}

/** Whether a submission is somebody's own; NotFound for whoever may not even see it. */
export async function isAuthor(tx: Tx, submission: string, actor: Actor): Promise<boolean> {
	return (await submissionRow(tx, submission)).author_id === actor.id;
}
