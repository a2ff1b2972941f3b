import { sql } from 'kysely';
import { z } from 'zod';
import { day } from '#platform/time/day.ts';
import { Conflict } from '#platform/errors.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { outcome } from '../methods.ts';
import { stillAmong } from './counting.ts';
import { sourcesOf } from './sources.ts';
import { ownAdoption, setDay } from './taking-up.ts';

const trial = z.object({
	id: z.string(),
	document: z.string(),
	blocks: z.array(z.string()),
	/** The passage as it stood when it was taken up. */
	text: z.string(),
	/** The adopter's own words: why and how. */
	words: z.string(),
	/** Where it was taken up; both empty when it is out of sight. */
	title: z.string(),
	url: z.string(),
	adoptedAt: z.string()
});
const followUp = trial.extend({ askOn: z.string(), dueAt: z.string() });
const answer = z.object({ outcome, note: z.string(), at: z.string(), variant: z.boolean() });

/** What I try and have not been asked about, or not answered, the next first. */
export const myFollowUps = door({
	id: 'followUps.mine',
	summary: 'What I am trying, and when I am asked how it went',
	http: 'GET /follow-ups',
	input: z.object({ due: z.stringbool().or(z.boolean()).optional() }),
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
			.orderBy('adoption.id')
			.limit(200);
		if (input.due) query = query.where('due_at', '<=', at);
		const rows = await query.execute();
		const sources = await sourcesOf(tx, rows);
		const items = rows.map((row) => ({
			...shownTrial(row, sources),
			askOn: row.ask_on,
			dueAt: row.due_at
		}));
		return { items, next: null };
	}
});

/** One trial of mine, with its answer or its end where it has them. */
export const getFollowUp = door({
	id: 'followUps.get',
	summary: 'A method that I try, with my own words',
	http: 'GET /follow-ups/{followUp}',
	input: z.object({ followUp: z.uuid() }),
	output: followUp.extend({
		shown: z.boolean(),
		endedAt: z.string().nullable(),
		answer: answer.nullable(),
		may: z.object({
			answer: z.boolean(),
			move: z.boolean(),
			end: z.boolean(),
			showVariant: z.boolean()
		})
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const row = await ownAdoption(tx, actor, input.followUp);
		const sources = await sourcesOf(tx, [row]);
		const open = !row.ended_at && !row.outcome;
		return {
			...shownTrial(row, sources),
			askOn: row.ask_on,
			dueAt: row.due_at,
			shown: row.shown,
			endedAt: row.ended_at,
			answer: row.outcome
				? {
						outcome: outcome.parse(row.outcome),
						note: row.note ?? '',
						at: row.answered_at!,
						variant: row.variant_at !== null
					}
				: null,
			may: {
				answer: !row.ended_at,
				move: open,
				end: open,
				showVariant: sources(row.document_id).url !== '' && (await stillAmong(tx, row.audience_id))
			}
		};
	}
});

/** What I was asked and answered, the newest first; nobody else reads it. */
export const answeredFollowUps = door({
	id: 'followUps.answered',
	summary: 'What came of what I tried',
	http: 'GET /follow-ups/answered',
	input: z.object({ cursor: z.uuid().optional() }),
	output: z.object({ items: z.array(trial.extend({ answer })), next: z.string().nullable() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const size = 20;
		let query = tx
			.selectFrom('adoption')
			.innerJoin('follow_up_answer as answer', 'answer.adoption_id', 'adoption.id')
			.leftJoin('variant', 'variant.adoption_id', 'adoption.id')
			.selectAll('adoption')
			.select(['outcome', 'note', 'answer.at as answered_at', 'variant.at as variant_at'])
			.where('person_id', '=', actor.id)
			.orderBy('answer.at', 'desc')
			.orderBy('adoption.id', 'desc')
			.limit(size + 1);
		if (input.cursor)
			query = query.where(
				sql<boolean>`(answer.at, adoption.id) < (select at, adoption_id from follow_up_answer where adoption_id = ${input.cursor})`
			);
		const rows = await query.execute();
		const shown = rows.slice(0, size);
		const sources = await sourcesOf(tx, shown);
		const items = shown.map((row) => ({
			...shownTrial(row, sources),
			answer: {
				outcome: outcome.parse(row.outcome),
				note: row.note,
				at: row.answered_at,
				variant: row.variant_at !== null
			}
		}));
		return { items, next: rows.length > size ? shown.at(-1)!.id : null };
	}
});

/** Chooses another day to be asked; a day off moves on to the next working one. */
export const moveFollowUp = door({
	id: 'followUps.move',
	summary: 'Choose another day to be asked how it went',
	http: 'PUT /follow-ups/{followUp}/day',
	input: z.object({ followUp: z.uuid(), askOn: day('Choose a day') }),
	output: z.object({ askOn: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await ownAdoption(tx, actor, input.followUp);
		if (row.outcome) throw new Conflict('You have said how it went');
		if (row.ended_at) throw new Conflict('You stopped trying this');
		const askOn = await setDay(tx, actor, row.id, input.askOn, at);
		await record({ verb: 'moved', kind: 'adoption', id: row.id, audience: actor.id });
		return { askOn };
	}
});

type Row = {
	id: string;
	document_id: string;
	blocks: string[];
	words: string;
	why: string;
	how: string;
	at: string;
};

function shownTrial(row: Row, sources: Awaited<ReturnType<typeof sourcesOf>>) {
	const { title, url } = sources(row.document_id);
	return {
		id: row.id,
		document: row.document_id,
		blocks: row.blocks,
		text: row.words,
		words: [row.why, row.how].filter(Boolean).join('\n'),
		title,
		url,
		adoptedAt: row.at
	};
}
