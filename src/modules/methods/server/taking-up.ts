import { sql } from 'kysely';
import { z } from 'zod';
import { Invalid, NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { tally } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { show } from '#platform/server/subjects.ts';
import { nextDigest } from '#platform/time/moments.ts';
import { onWorkingDay } from '#platform/time/week.ts';
import { todayIn } from '#platform/time/windows.ts';
import { publishedDocument } from '#modules/documents/server/where.ts';
import { ask, finishAsk } from '#modules/notices/server/asks.ts';
import { rhythmOf } from '#modules/people/server/rhythm.ts';
import { adoptInput, sameInput, weeksUntilAsked } from '../methods.ts';

/** "I'll try this": takes up a passage, with one's own why or how and the day to be asked how it went. */
export const adopt = door({
	id: 'methods.adopt',
	summary: "I'll try this",
	http: 'POST /documents/{document}/adoptions',
	input: adoptInput,
	output: z.object({ id: z.string(), askOn: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { words, authors, ...where } = await passageOf(tx, input.document, input.blocks);
		const { askOn, dueAt } = await askDay(tx, actor, input.askOn, at);
		const id = newId();
		await tx
			.insertInto('adoption')
			.values({
				id,
				person_id: actor.id,
				document_id: input.document,
				training_id: where.training,
				version: where.version,
				blocks: input.blocks,
				words,
				why: input.why,
				how: input.how,
				shown: input.shown,
				audience_id: where.audience,
				ask_on: askOn,
				due_at: dueAt,
				at
			})
			.execute();
		await count(
			tx,
			{ ...where, document: input.document, blocks: input.blocks, what: 'adoption' },
			1
		);
		await ask(tx, {
			kind: 'adoption',
			subject: id,
			level: 'offered',
			minutes: 2,
			people: [{ id: actor.id, opensAt: dueAt, untilAt: null }]
		});
		await record({
			verb: 'adopted',
			kind: 'adoption',
			id,
			audience: input.shown ? where.audience : actor.id,
			data: {
				training: where.training,
				about: { kind: where.kind, id: input.document, block: input.blocks[0] },
				authors
			}
		});
		return { id, askOn };
	}
});

/** Ends a trial before it is asked about; its kept counts go with it. */
export const endAdoption = door({
	id: 'methods.end',
	summary: 'Stop trying a method',
	http: 'DELETE /adoptions/{adoption}',
	input: z.object({ adoption: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await ownAdoption(tx, actor, input.adoption);
		const ended = await tx
			.insertInto('adoption_end')
			.values({ adoption_id: row.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!ended) return {};
		const { kind } = await publishedDocument(tx, row.document_id);
		await count(
			tx,
			{
				kind,
				document: row.document_id,
				blocks: row.blocks,
				audience: row.audience_id,
				training: row.training_id,
				what: 'adoption'
			},
			-1
		);
		await finishAsk(tx, actor.id, 'adoption', row.id, at);
		await record({ verb: 'ended adoption', kind: 'adoption', id: row.id, audience: actor.id });
		return {};
	}
});

/** "I already do this": one tap, which counts as taking part; a later one adds or changes the sentence. */
export const same = door({
	id: 'methods.same',
	summary: 'I already do this',
	http: 'POST /documents/{document}/same',
	input: sameInput,
	output: z.object({ id: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { authors, ...where } = await passageOf(tx, input.document, input.blocks);
		const before = await tx
			.selectFrom('same_here')
			.select('id')
			.where('person_id', '=', actor.id)
			.where('document_id', '=', input.document)
			.where(sql<boolean>`blocks = ${input.blocks}::text[]`)
			.executeTakeFirst();
		if (before) {
			await tx
				.updateTable('same_here')
				.set({ note: input.note })
				.where('id', '=', before.id)
				.execute();
			return before;
		}
		const id = newId();
		await tx
			.insertInto('same_here')
			.values({
				id,
				person_id: actor.id,
				document_id: input.document,
				training_id: where.training,
				blocks: input.blocks,
				note: input.note,
				audience_id: where.audience,
				at
			})
			.execute();
		await count(tx, { ...where, document: input.document, blocks: input.blocks, what: 'same' }, 1);
		await record({
			verb: 'does already',
			kind: 'same',
			id,
			audience: where.audience,
			data: {
				training: where.training,
				about: { kind: where.kind, id: input.document, block: input.blocks[0] },
				authors
			}
		});
		return { id };
	}
});

export const takeBackSame = door({
	id: 'methods.takeBackSame',
	summary: 'Take back "I already do this"',
	http: 'DELETE /same/{same}',
	input: z.object({ same: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const row = await tx
			.deleteFrom('same_here')
			.where('id', '=', input.same)
			.where('person_id', '=', actor.id)
			.returningAll()
			.executeTakeFirst();
		if (!row) throw new NotFound('There is nothing here');
		const { kind } = await publishedDocument(tx, row.document_id);
		await count(
			tx,
			{
				kind,
				document: row.document_id,
				blocks: row.blocks,
				audience: row.audience_id,
				training: row.training_id,
				what: 'same'
			},
			-1
		);
		await record({ verb: 'took back', kind: 'same', id: row.id, audience: actor.id });
		return {};
	}
});

/** An adoption of the actor's own. Throws NotFound. */
export async function ownAdoption(tx: Tx, actor: Actor, id: string) {
	const row = await tx
		.selectFrom('adoption')
		.selectAll()
		.where('id', '=', id)
		.where('person_id', '=', actor.id)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is nothing here');
	return row;
}

type Counted = {
	kind: string;
	document: string;
	blocks: string[];
	audience: string;
	training: string | null;
	what: 'adoption' | 'same';
};

/** Counts on each block taken up, on the document, and on the training whose page it stands on. */
async function count(tx: Tx, of: Counted, by: 1 | -1): Promise<void> {
	const { kind, document, audience, what } = of;
	for (const block of of.blocks) await tally(tx, { kind, id: document, block, what, audience }, by);
	await tally(tx, { kind, id: document, what, audience }, by);
	if (of.training && of.training !== document)
		await tally(tx, { kind: 'training', id: of.training, what, audience }, by);
}

/** The words of a passage as they stand now, whose they are, and the training on whose page it stands. */
async function passageOf(tx: Tx, document: string, blocks: string[]) {
	const { kind, audience, version } = await publishedDocument(tx, document);
	const chosen = version.blocks.filter((block) => blocks.includes(block.id));
	if (chosen.length !== new Set(blocks).size)
		throw new Invalid([{ field: 'blocks', message: 'This passage is not in the text any more' }]);
	const { url } = await show(tx, kind, document);
	return {
		kind,
		audience,
		version: version.number,
		words: chosen.map((block) => block.text).join('\n'),
		authors: [...new Set(chosen.flatMap((block) => block.authors))],
		training: url.match(/^\/trainings\/([0-9a-f-]{36})/)?.[1] ?? null
	};
}

/** The wished day (four weeks on by default), moved onto a working day, and the instant at which it is due. */
async function askDay(tx: Tx, actor: Actor, wish: string | undefined, at: string) {
	const today = todayIn(actor.zone, Temporal.Instant.from(at));
	if (wish !== undefined && wish <= today)
		throw new Invalid([{ field: 'askOn', message: 'Choose a day after today' }]);
	const rhythm = await rhythmOf(tx, actor.id);
	const day = wish
		? Temporal.PlainDate.from(wish)
		: Temporal.PlainDate.from(today).add({ weeks: weeksUntilAsked });
	const askOn = onWorkingDay(day, rhythm.week, rhythm.leave);
	const midnight = askOn
		.toZonedDateTime({ timeZone: actor.zone })
		.toInstant()
		.subtract({ seconds: 1 });
	return { askOn: askOn.toString(), dueAt: nextDigest(midnight, rhythm).toString() };
}
