import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import { tally } from '#platform/server/events.ts';
import type { Outcome } from '../methods.ts';

/** A trial, or an "I already do this", as stored. */
export type Counted = {
	id: string;
	person_id: string;
	kind: string;
	document_id: string;
	training_id: string | null;
	blocks: string[];
	audience_id: string;
};

type Other = Pick<Counted, 'document_id' | 'training_id' | 'blocks'>;

/** Counts a trial on the blocks taken up, on their document, and on the training whose page it stands on. Somebody who tries the same twice is one person. */
export async function countTrial(tx: Tx, row: Counted, by: 1 | -1): Promise<void> {
	const others = await tx
		.selectFrom('adoption')
		.leftJoin('adoption_end as ending', 'ending.adoption_id', 'adoption.id')
		.select(['document_id', 'training_id', 'blocks'])
		.where('person_id', '=', row.person_id)
		.where('adoption.id', '<>', row.id)
		.where('ending.at', 'is', null)
		.where((eb) =>
			eb.or([eb('document_id', '=', row.document_id), eb('training_id', '=', row.training_id)])
		)
		.execute();
	await countPlaces(tx, row, 'adoption', others, by);
}

/** Counts an "I already do this" in the same places as a trial. */
export async function countSame(tx: Tx, row: Counted, by: 1 | -1): Promise<void> {
	const others = await tx
		.selectFrom('same_here')
		.select(['document_id', 'training_id', 'blocks'])
		.where('person_id', '=', row.person_id)
		.where('id', '<>', row.id)
		.where((eb) =>
			eb.or([eb('document_id', '=', row.document_id), eb('training_id', '=', row.training_id)])
		)
		.execute();
	await countPlaces(tx, row, 'same', others, by);
}

/** Counts an answer on the blocks that were tried. Dropped is not counted: from outside it cannot be told from unanswered. */
export async function countOutcome(
	tx: Tx,
	row: Counted,
	outcome: Outcome,
	by: 1 | -1
): Promise<void> {
	if (outcome === 'dropped' || !(await stillAmong(tx, row.audience_id))) return;
	const others = await tx
		.selectFrom('adoption')
		.innerJoin('follow_up_answer as answer', 'answer.adoption_id', 'adoption.id')
		.select('blocks')
		.where('person_id', '=', row.person_id)
		.where('document_id', '=', row.document_id)
		.where('adoption.id', '<>', row.id)
		.where('outcome', '=', outcome)
		.execute();
	await countBlocks(tx, row, outcome, others, by);
}

/** Whoever left a circle counts there no more: its numbers are closed to them. */
export async function stillAmong(tx: Tx, audience: string): Promise<boolean> {
	const { rows } = await sql<{
		among: boolean;
	}>`select ${audience}::uuid = any (my_audiences()) as among`.execute(tx);
	return rows[0]?.among ?? false;
}

/** Two taps of one person at one moment must not both be the first: whichever comes second waits. */
export async function oneAtATime(tx: Tx, person: string): Promise<void> {
	await sql`select pg_advisory_xact_lock(hashtextextended(${person}, 5))`.execute(tx);
}

type What = 'adoption' | 'same' | 'kept' | 'changed';

async function countPlaces(
	tx: Tx,
	row: Counted,
	what: What,
	others: Other[],
	by: 1 | -1
): Promise<void> {
	if (!(await stillAmong(tx, row.audience_id))) return;
	const { kind, document_id: document, training_id: training, audience_id: audience } = row;
	const here = others.filter((other) => other.document_id === document);
	await countBlocks(tx, row, what, here, by);
	if (here.length === 0) await tally(tx, { kind, id: document, what, audience }, by);
	if (training && training !== document && !others.some((other) => other.training_id === training))
		await tally(tx, { kind: 'training', id: training, what, audience }, by);
}

async function countBlocks(
	tx: Tx,
	row: Counted,
	what: What,
	others: { blocks: string[] }[],
	by: 1 | -1
): Promise<void> {
	const counted = new Set(others.flatMap((other) => other.blocks));
	for (const block of new Set(row.blocks))
		if (!counted.has(block))
			await tally(
				tx,
				{ kind: row.kind, id: row.document_id, block, what, audience: row.audience_id },
				by
			);
}
