import { z } from 'zod';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Context } from '#platform/server/door.ts';
import { finishAsk, reopenAsk } from '#modules/notices/server/asks.ts';
import { answerInput, type Outcome } from '../methods.ts';
import { countOutcome, oneAtATime, stillAmong } from './counting.ts';
import { sourcesOf } from './sources.ts';
import { ownAdoption } from './taking-up.ts';

/** "How did it go?": kept, changed (how) or dropped (why). Who dropped it is shown to nobody. */
export const answerFollowUp = door({
	id: 'followUps.answer',
	summary: 'Say how it went',
	http: 'POST /follow-ups/{followUp}/answer',
	input: answerInput,
	output: z.object({}),
	can: anyMember,
	run: async (context) => {
		const row = await ownAdoption(context.tx, context.actor, context.input.followUp);
		if (row.outcome) throw new Conflict('You have said how it went');
		await write(context, row);
		return {};
	}
});

/** Says it otherwise; what was said before is as if it had not been. */
export const changeAnswer = door({
	id: 'followUps.change',
	summary: 'Say otherwise how it went',
	http: 'PUT /follow-ups/{followUp}/answer',
	input: answerInput,
	output: z.object({}),
	can: anyMember,
	run: async (context) => {
		const row = await ownAdoption(context.tx, context.actor, context.input.followUp);
		if (!row.outcome) throw new NotFound('You have not said how it went');
		await erase(context.tx, row);
		await write(context, row);
		return {};
	}
});

/** Takes the answer back: the question is open again. */
export const takeBackAnswer = door({
	id: 'followUps.takeBack',
	summary: 'Take back how it went',
	http: 'DELETE /follow-ups/{followUp}/answer',
	input: z.object({ followUp: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const row = await ownAdoption(tx, actor, input.followUp);
		if (!row.outcome) return {};
		await erase(tx, row);
		await reopenAsk(tx, actor.id, 'adoption', row.id);
		await record({ verb: 'took back answer', kind: 'adoption', id: row.id, audience: actor.id });
		return {};
	}
});

type Row = Awaited<ReturnType<typeof ownAdoption>>;

async function write(
	{ actor, input, tx, at, record }: Context<z.output<typeof answerInput>>,
	row: Row
): Promise<void> {
	if (row.ended_at) throw new Conflict('You stopped trying this');
	if (input.showVariant) await refuseUnshowable(tx, input, row);
	await oneAtATime(tx, actor.id);
	const answered = await tx
		.insertInto('follow_up_answer')
		.values({ adoption_id: row.id, outcome: input.outcome, note: input.note, at })
		.onConflict((conflict) => conflict.doNothing())
		.returning('at')
		.executeTakeFirst();
	if (!answered) throw new Conflict('You have said how it went');
	await finishAsk(tx, actor.id, 'adoption', row.id, at);
	await countOutcome(tx, row, input.outcome, 1);
	await record({
		verb: 'answered',
		kind: 'adoption',
		id: row.id,
		audience: actor.id,
		data: { about: { kind: row.kind, id: row.document_id } }
	});
	if (!input.showVariant) return;
	await tx
		.insertInto('variant')
		.values({
			adoption_id: row.id,
			document_id: row.document_id,
			block_id: row.blocks[0]!,
			author_id: actor.id,
			words: input.note,
			audience_id: row.audience_id,
			at
		})
		.execute();
	// Whoever says it otherwise a second time has told of it already.
	if (row.variant_at) return;
	const { authorsOf } = (await sourcesOf(tx, [row]))(row.document_id);
	await record({
		verb: 'varied',
		kind: row.kind,
		id: row.document_id,
		audience: row.audience_id,
		data: {
			about: { kind: row.kind, id: row.document_id, block: row.blocks[0] },
			authors: authorsOf(row.blocks)
		}
	});
}

async function refuseUnshowable(
	tx: Tx,
	input: z.output<typeof answerInput>,
	row: Row
): Promise<void> {
	if (input.outcome !== 'changed' || !input.note)
		throw new Invalid([{ field: 'note', message: 'Say what you changed' }]);
	const { url } = (await sourcesOf(tx, [row]))(row.document_id);
	if (url === '' || !(await stillAmong(tx, row.audience_id)))
		throw new Invalid([
			{ field: 'showVariant', message: 'You are not among its readers any more' }
		]);
}

async function erase(tx: Tx, row: Row): Promise<void> {
	await oneAtATime(tx, row.person_id);
	await tx.deleteFrom('variant').where('adoption_id', '=', row.id).execute();
	await tx.deleteFrom('follow_up_answer').where('adoption_id', '=', row.id).execute();
	await countOutcome(tx, row, row.outcome as Outcome, -1);
}
