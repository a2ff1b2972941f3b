import { z } from 'zod';
import { Conflict, Invalid } from '#platform/errors.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { tally } from '#platform/server/events.ts';
import { showAll } from '#platform/server/subjects.ts';
import { publishedDocument } from '#modules/documents/server/where.ts';
import { finishAsk } from '#modules/notices/server/asks.ts';
import { answerInput } from '../methods.ts';
import { ownAdoption } from './taking-up.ts';

const followUp = z.object({
	id: z.string(),
	askOn: z.string(),
	dueAt: z.string(),
	/** The adopter's own words: why and how. */
	words: z.string(),
	document: z.string(),
	blocks: z.array(z.string()),
	/** The passage as it stood when it was taken up. */
	text: z.string(),
	title: z.string(),
	url: z.string(),
	adoptedAt: z.string()
});

/** What I try and have not been asked about, or not answered, the next first. */
export const myFollowUps = door({
	id: 'followUps.mine',
	summary: 'What I am trying, and when I am asked how it went',
	http: 'GET /follow-ups',
	input: z.object({ due: z.coerce.boolean().optional() }),
	output: z.object({ items: z.array(followUp), next: z.null() }),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		let query = tx
			.selectFrom('adoption')
			.leftJoin('follow_up_answer as answer', 'answer.adoption_id', 'adoption.id')
			.leftJoin('adoption_end as ending', 'ending.adoption_id', 'adoption.id')
			.selectAll('adoption')
			.where('person_id', '=', actor.id)
			.where('answer.at', 'is', null)
			.where('ending.at', 'is', null)
			.orderBy('due_at')
			.limit(200);
		if (input.due) query = query.where('due_at', '<=', at);
		const rows = await query.execute();
		const documents = rows.map((row) => row.document_id);
		const shown = new Map([
			...(await showAll(tx, 'training', documents)),
			...(await showAll(tx, 'submission', documents)),
			...(await showAll(tx, 'page', documents))
		]);
		const items = rows.map((row) => ({
			id: row.id,
			askOn: row.ask_on,
			dueAt: row.due_at,
			words: [row.why, row.how].filter(Boolean).join('\n'),
			document: row.document_id,
			blocks: row.blocks,
			text: row.words,
			title: shown.get(row.document_id)?.title ?? '',
			url: shown.get(row.document_id)?.url ?? '',
			adoptedAt: row.at
		}));
		return { items, next: null };
	}
});

/** "How did it go?": kept, changed (how) or dropped (why). Who dropped it is shown to nobody. */
export const answerFollowUp = door({
	id: 'followUps.answer',
	summary: 'Say how it went',
	http: 'POST /follow-ups/{followUp}/answer',
	input: answerInput,
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await ownAdoption(tx, actor, input.followUp);
		if (input.showVariant && (input.outcome !== 'changed' || !input.note))
			throw new Invalid([{ field: 'note', message: 'Say what you changed' }]);
		const answered = await tx
			.insertInto('follow_up_answer')
			.values({ adoption_id: row.id, outcome: input.outcome, note: input.note, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!answered) throw new Conflict('You have said how it went');
		await finishAsk(tx, actor.id, 'adoption', row.id, at);
		const { kind } = await publishedDocument(tx, row.document_id);
		// Dropped is not counted: from outside it cannot be told from unanswered.
		if (input.outcome !== 'dropped')
			for (const block of row.blocks)
				await tally(
					tx,
					{ kind, id: row.document_id, block, what: input.outcome, audience: row.audience_id },
					1
				);
		if (input.showVariant)
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
		await record({
			verb: 'answered',
			kind: 'adoption',
			id: row.id,
			audience: actor.id,
			data: { about: { kind, id: row.document_id } }
		});
		if (input.showVariant)
			await record({
				verb: 'varied',
				kind,
				id: row.document_id,
				audience: row.audience_id,
				data: { about: { kind, id: row.document_id, block: row.blocks[0] } }
			});
		return {};
	}
});
