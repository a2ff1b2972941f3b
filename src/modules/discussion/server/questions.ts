import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, Forbidden, NotFound } from '#platform/errors.ts';
import { audienceFrom, heardBy, peopleIn } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { limit } from '#platform/server/limits.ts';
import { refuseSetAside } from '#platform/server/subjects.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import {
	boxesOpen,
	namelessFrom,
	questionWords,
	shownQuestion,
	type Question
} from '../questions.ts';

const which = { question: z.uuid() };
const size = 30;

/** Asks a circle of mine: at once and by name, or without one, with what others ask on that day; then nobody can tell whose it is, and it cannot be taken back. */
export const askCircle = door({
	id: 'questions.ask',
	summary: 'Ask a circle of mine something, by name or without one',
	http: 'POST /circles/{circle}/questions',
	input: z.object({ circle: z.uuid(), words: questionWords, named: z.boolean().default(true) }),
	output: z.object({
		/** None for one without a name, which is not out yet. */
		id: z.string().nullable()
	}),
	traceless: true,
	// To count what somebody asks without a name would be to note it.
	before: async ({ actor, input }) => {
		if (input.named) await limit(`questions in circles of ${actor.id}`, 20, 60);
	},
	can: anyMember,
	run: async ({ actor, input: { circle, words, named }, tx, at, record }) => {
		const audience = await audienceFrom(tx, `circle:${circle}`, actor.id);
		if (!named) {
			await askWithoutName(tx, audience, words, at);
			return { id: null };
		}
		const id = newId();
		await tx
			.insertInto('question')
			.values({ id, audience_id: audience, author_id: actor.id, words, at })
			.execute();
		await record({ verb: 'asked', kind: 'question', id, audience });
		return { id };
	}
});

/** What was asked in a circle of mine, the newest first. */
export const listQuestions = door({
	id: 'questions.list',
	summary: 'What was asked in a circle of mine',
	http: 'GET /circles/{circle}/questions',
	input: z.object({ circle: z.uuid(), cursor: z.uuid().optional() }),
	output: z.object({ items: z.array(shownQuestion), next: z.string().nullable() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		let query = tx
			.selectFrom('question')
			.select('id')
			.where('audience_id', '=', input.circle)
			.where(sql<boolean>`not question_withdrawn(id)`)
			.orderBy('id', 'desc')
			.limit(size + 1);
		if (input.cursor) query = query.where('id', '<', input.cursor);
		const ids = (await query.execute()).map((row) => row.id);
		const shown = ids.slice(0, size);
		const items = await showQuestions(tx, shown, actor);
		return { items, next: ids.length > size ? shown.at(-1)! : null };
	}
});

export const getQuestion = door({
	id: 'questions.get',
	summary: 'A question that was asked in a circle of mine',
	http: 'GET /questions/{question}',
	input: z.object(which),
	output: shownQuestion.extend({ circle: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const { audience_id: circle } = await questionRow(tx, input.question);
		const [shown] = await showQuestions(tx, [input.question], actor);
		return { ...shown!, circle };
	}
});

/** Takes a question of mine out of sight; `questions.restore` undoes it. */
export const withdrawQuestion = door({
	id: 'questions.withdraw',
	summary: 'Withdraw a question of mine',
	http: 'PUT /questions/{question}/withdrawal',
	input: z.object(which),
	output: z.object({}),
	can: asked,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await questionRow(tx, input.question);
		const audience = await heardBy(tx, row.audience_id, actor.id);
		const gone = await tx
			.insertInto('question_withdrawal')
			.values({ question_id: input.question, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (gone) await record({ verb: 'withdrew', kind: 'question', id: input.question, audience });
		return {};
	}
});

export const restoreQuestion = door({
	id: 'questions.restore',
	summary: 'Bring back a question that I withdrew',
	http: 'DELETE /questions/{question}/withdrawal',
	input: z.object(which),
	output: z.object({}),
	can: asked,
	run: async ({ actor, input, tx, record }) => {
		await refuseSetAside(tx, input.question);
		const row = await questionRow(tx, input.question);
		const audience = await heardBy(tx, row.audience_id, actor.id);
		if (audience !== row.audience_id) throw new Forbidden('You are not in this circle any more');
		const back = await tx
			.deleteFrom('question_withdrawal')
			.where('question_id', '=', input.question)
			.returning('at')
			.executeTakeFirst();
		if (back) await record({ verb: 'restored', kind: 'question', id: input.question, audience });
		return {};
	}
});

async function askWithoutName(tx: Tx, circle: string, words: string, at: string): Promise<void> {
	if ((await peopleIn(tx, circle)).length < namelessFrom)
		throw new Conflict(`Where fewer than ${namelessFrom} people are, it would be known who asks`);
	await sql`select ask_without_name(${circle}, ${words}, ${boxesOpen(at)})`.execute(tx);
}

async function questionRow(tx: Tx, id: string) {
	const row = await tx.selectFrom('question').selectAll().where('id', '=', id).executeTakeFirst();
	if (!row) throw new NotFound('There is no such question');
	return row;
}

async function asked(given: {
	tx: Tx;
	actor: Actor;
	input: { question: string };
}): Promise<boolean> {
	return (await questionRow(given.tx, given.input.question)).author_id === given.actor.id;
}

async function showQuestions(tx: Tx, ids: string[], actor: Actor): Promise<Question[]> {
	if (ids.length === 0) return [];
	const { rows } = await sql<{
		id: string;
		words: string;
		author_id: string | null;
		at: string;
		withdrawn: boolean;
		answers: number;
	}>`
		select q.id, q.words, q.author_id, q.at, question_withdrawn(q.id) as withdrawn, coalesce((
				select sum(t.amount)::integer from tally t
				where t.subject_id = q.id and t.kind = 'question' and t.block_id = '' and t.what = 'comment'
			), 0) as answers
		from question q where q.id = any (${ids}::uuid[]) order by q.id desc`.execute(tx);
	const people = await peopleById(
		tx,
		rows.flatMap((row) => row.author_id ?? [])
	);
	return rows.map(({ author_id: by, ...row }) => {
		const known = by ? people.get(by) : undefined;
		return {
			...row,
			author: known ? { id: known.id, name: known.name, face: known.face } : null,
			may: { withdraw: by === actor.id }
		};
	});
}
