import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import { EVERYONE, peopleIn } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { ask, dropAsk } from '#modules/notices/server/asks.ts';
import { adoptInput } from '../methods.ts';
import { countTrial, oneAtATime } from './counting.ts';
import { askDay, passageOf } from './passage.ts';

/** "I'll try this": takes up a passage, with one's own why or how and the day to be asked how it went. Taking up what one tries already changes its words and its day. */
export const adopt = door({
	id: 'methods.adopt',
	summary: "I'll try this",
	http: 'POST /documents/{document}/adoptions',
	input: adoptInput,
	output: z.object({ id: z.string(), askOn: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { words, authors, ...where } = await passageOf(tx, input.document, input.blocks);
		await oneAtATime(tx, actor.id);
		const before = await openTrial(tx, actor, input.document, input.blocks);
		if (before) {
			const { why, how, shown } = input;
			await tx
				.updateTable('adoption')
				.set({ why: why || before.why, how: how || before.how, shown })
				.where('id', '=', before.id)
				.execute();
			await record({ verb: 'changed', kind: 'adoption', id: before.id, audience: actor.id });
			const askOn = input.askOn
				? await setDay(tx, actor, before.id, input.askOn, at)
				: before.ask_on;
			return { id: before.id, askOn };
		}
		const { askOn, dueAt } = await askDay(tx, actor, input.askOn, at);
		const row = {
			id: newId(),
			person_id: actor.id,
			kind: where.kind,
			document_id: input.document,
			training_id: where.training,
			blocks: input.blocks,
			audience_id: where.audience
		};
		await tx
			.insertInto('adoption')
			.values({
				...row,
				version: where.version,
				words,
				why: input.why,
				how: input.how,
				shown: input.shown,
				ask_on: askOn,
				due_at: dueAt,
				at
			})
			.execute();
		await countTrial(tx, row, 1);
		await askAt(tx, actor, row.id, dueAt);
		await record({
			verb: 'adopted',
			kind: 'adoption',
			id: row.id,
			audience: input.shown ? where.audience : actor.id,
			data: {
				training: where.training,
				about: { kind: where.kind, id: input.document, block: input.blocks[0] },
				...(input.shown && { authors })
			}
		});
		return { id: row.id, askOn };
	}
});

/** Ends a trial before it is asked about; its kept counts go with it. `methods.resume` undoes it. */
export const endAdoption = door({
	id: 'methods.end',
	summary: 'Stop trying a method',
	http: 'DELETE /adoptions/{adoption}',
	input: z.object({ adoption: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await ownAdoption(tx, actor, input.adoption);
		if (row.outcome) throw new Conflict('You have said how it went');
		await oneAtATime(tx, actor.id);
		const ended = await tx
			.insertInto('adoption_end')
			.values({ adoption_id: row.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!ended) return {};
		await countTrial(tx, row, -1);
		await dropAsk(tx, actor.id, 'adoption', row.id);
		await record({ verb: 'ended adoption', kind: 'adoption', id: row.id, audience: actor.id });
		return {};
	}
});

/** Goes on with a trial that was ended; a day that has passed meanwhile moves to the next that is left. */
export const resumeAdoption = door({
	id: 'methods.resume',
	summary: 'Go on trying a method',
	http: 'PUT /adoptions/{adoption}/resumption',
	input: z.object({ adoption: z.uuid() }),
	output: z.object({ askOn: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await ownAdoption(tx, actor, input.adoption);
		await oneAtATime(tx, actor.id);
		const gone = await tx
			.deleteFrom('adoption_end')
			.where('adoption_id', '=', row.id)
			.returning('at')
			.executeTakeFirst();
		if (!gone) return { askOn: row.ask_on };
		await countTrial(tx, row, 1);
		const passed = Temporal.Instant.compare(row.due_at, at) <= 0;
		const askOn = passed ? await setDay(tx, actor, row.id, undefined, at) : row.ask_on;
		if (!passed) await askAt(tx, actor, row.id, row.due_at);
		await record({
			verb: 'resumed adoption',
			kind: 'adoption',
			id: row.id,
			audience: actor.id,
			data: { training: row.training_id }
		});
		return { askOn };
	}
});

/** An adoption of the actor's own, with its end and its answer where it has them. Throws NotFound. */
export async function ownAdoption(tx: Tx, actor: Actor, id: string) {
	const row = await tx
		.selectFrom('adoption')
		.leftJoin('adoption_end as ending', 'ending.adoption_id', 'adoption.id')
		.leftJoin('follow_up_answer as answer', 'answer.adoption_id', 'adoption.id')
		.leftJoin('variant', 'variant.adoption_id', 'adoption.id')
		.selectAll('adoption')
		.select([
			'ending.at as ended_at',
			'outcome',
			'note',
			'answer.at as answered_at',
			'variant.at as variant_at'
		])
		.where('adoption.id', '=', id)
		.where('person_id', '=', actor.id)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is nothing here');
	return row;
}

/** Moves the day of a trial, and asks anew on it; returns the day, which is a working one. */
export async function setDay(
	tx: Tx,
	actor: Actor,
	id: string,
	wish: string | undefined,
	at: string
): Promise<string> {
	const { askOn, dueAt } = await askDay(tx, actor, wish, at);
	await tx
		.updateTable('adoption')
		.set({ ask_on: askOn, due_at: dueAt })
		.where('id', '=', id)
		.execute();
	await askAt(tx, actor, id, dueAt);
	return askOn;
}

/** A new ask each time, so that a day that was moved is told of again. */
export async function askAt(
	tx: Tx,
	actor: Pick<Actor, 'id'>,
	id: string,
	dueAt: string
): Promise<void> {
	await dropAsk(tx, actor.id, 'adoption', id);
	await ask(tx, {
		kind: 'adoption',
		subject: id,
		level: 'offered',
		minutes: 2,
		people: [{ id: actor.id, opensAt: dueAt, untilAt: null }]
	});
}

/** Asks how each of these trials goes whose day comes after `at`, and that nobody answered or ended, of people who are here. */
export async function askForTrials(tx: Tx, ids: string[], at: string): Promise<void> {
	const rows = await tx
		.selectFrom('adoption')
		.leftJoin('adoption_end as ending', 'ending.adoption_id', 'adoption.id')
		.leftJoin('follow_up_answer as answer', 'answer.adoption_id', 'adoption.id')
		.select(['adoption.id', 'person_id', 'due_at'])
		.where('adoption.id', '=', sql<string>`any (${ids}::uuid[])`)
		.where('due_at', '>', at)
		.where('ending.at', 'is', null)
		.where('answer.at', 'is', null)
		.execute();
	const here = new Set(await peopleIn(tx, EVERYONE));
	for (const { id, person_id, due_at } of rows)
		if (here.has(person_id)) await askAt(tx, { id: person_id }, id, due_at);
}

async function openTrial(tx: Tx, actor: Actor, document: string, blocks: string[]) {
	return tx
		.selectFrom('adoption')
		.leftJoin('adoption_end as ending', 'ending.adoption_id', 'adoption.id')
		.leftJoin('follow_up_answer as answer', 'answer.adoption_id', 'adoption.id')
		.select(['adoption.id', 'why', 'how', 'ask_on'])
		.where('person_id', '=', actor.id)
		.where('document_id', '=', document)
		.where(sql<boolean>`blocks = ${blocks}::text[]`)
		.where('ending.at', 'is', null)
		.where('answer.at', 'is', null)
		.executeTakeFirst();
}
