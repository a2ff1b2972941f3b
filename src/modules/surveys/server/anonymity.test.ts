import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freezeAt, now } from '#platform/server/clock.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { answerApi } from '#platform/server/web/api.ts';
import { modules } from '#start/server/modules.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { find } from '#modules/search/server/find.ts';
import { answerSurvey, consentToQuote, takeBackAnswers } from './answering.ts';
import { createSurvey } from './asking.ts';
import { closeSurvey } from './closing.ts';
import { getSurvey, listSurveys } from './reading.ts';
import { surveyResults } from './results.ts';

let close: () => Promise<void>;
let siti: Actor;
let people: Actor[];

beforeAll(async () => {
	close = await openTestPlace();
	siti = await person('Siti', { steward: true });
	people = [];
	for (const name of [
		...['Darcy', 'Mei', 'Kofi', 'Liam', 'Rosa', 'Abena', 'Jack', 'Nora', 'Omar', 'Wren', 'Lena']
	])
		people.push(await person(name));
});
afterAll(() => close());

const asked = [
	{ kind: 'words' as const, text: 'What worked for you?' },
	{ kind: 'words' as const, text: 'What would you change?' },
	{ kind: 'one' as const, text: 'Once more?', options: ['Yes', 'No', 'Later'] },
	{ kind: 'several' as const, text: 'When?', options: ['Early', 'Late'] },
	{ kind: 'scale' as const, text: 'How calm?', options: ['Not at all', 'Very'] }
];

async function ask(): Promise<{ survey: string; ids: string[] }> {
	const { id } = await createSurvey(siti, {
		title: 'How calm are your days?',
		mode: 'anonymous',
		closes: '2027-01-25',
		questions: asked
	});
	const { questions } = await getSurvey(people[0]!, { survey: id });
	return { survey: id, ids: questions.map((each) => each.id) };
}

/** What the nth person says: words of their own to both questions, and a choice. */
function answers(ids: string[], nth: number, chosen: number) {
	return [
		{ question: ids[0]!, words: `zzworked${nth}` },
		{ question: ids[1]!, words: `zzchange${nth}` },
		{ question: ids[2]!, chosen: [chosen] },
		{ question: ids[3]!, chosen: [1, 2] },
		{ question: ids[4]!, chosen: [5] }
	];
}

async function say(survey: string, ids: string[], who: number[], chosen: (nth: number) => number) {
	for (const nth of who) {
		freezeAt(now().add({ minutes: 7 }));
		await answerSurvey(people[nth]!, { survey, answers: answers(ids, nth, chosen(nth)) });
	}
}

/** Every row of every table as text, with what the database adds to it by itself. */
async function everyRow(): Promise<{ table: string; row: string; made: string }[]> {
	return asSystem('at the machine', async (tx) => {
		const { rows: tables } = await sql<{ schema: string; name: string }>`
			select schemaname as schema, tablename as name from pg_tables
			where schemaname in ('public', 'auth', 'jobs')`.execute(tx);
		const all = [];
		for (const { schema, name } of tables) {
			const { rows } = await sql<{ row: string; made: string }>`
				select t::text as row, t.xmin::text as made from ${sql.id(schema, name)} t`.execute(tx);
			all.push(...rows.map((each) => ({ table: `${schema}.${name}`, ...each })));
		}
		return all;
	});
}

describe('what is stored', () => {
	let survey: string;
	let ids: string[];
	const order = [4, 1, 7, 2, 0, 6, 3];

	beforeAll(async () => {
		({ survey, ids } = await ask());
		await say(survey, ids, order, (nth) => (nth % 2) + 1);
		await runDue();
	});

	test('no row holds an answer beside a person, an instant or another answer of theirs', async () => {
		for (const { table, row } of await everyRow()) {
			if (!row.includes('zz')) continue;
			expect(table).toBe('public.survey_bundle');
			for (const { id, name } of people) {
				expect(row).not.toContain(id);
				expect(row).not.toContain(name);
			}
			expect(row).not.toMatch(/\d\d:\d\d:\d\d/);
			expect(row.includes('zzworked') && row.includes('zzchange')).toBe(false);
		}
	});

	test('there is one row a question, written anew with every answer: no answer has an id, a place or a transaction of its own', async () => {
		const rows = await everyRow();
		const bundles = rows.filter(
			({ table, row }) => table === 'public.survey_bundle' && row.includes(survey)
		);
		expect(bundles).toHaveLength(asked.length);
		// Whoever answered last is in it too; of the six before them no trace is left.
		const shared = rows.filter(({ made }) => made === bundles[0]!.made);
		const last = people[order.at(-1)!]!.id;
		for (const { id } of people)
			if (id !== last) expect(shared.filter(({ row }) => row.includes(id))).toEqual([]);
		expect(new Set(bundles.map(({ made }) => made)).size).toBe(1);
	});

	test('leaving a question out touches its row all the same', async () => {
		const before = new Map((await everyRow()).map(({ row, made }) => [row, made]));
		const only = [{ question: ids[0]!, words: 'zzworked8' }];
		await answerSurvey(people[8]!, { survey, answers: only });
		const after = (await everyRow()).filter(
			({ table, row }) => table === 'public.survey_bundle' && row.includes(survey)
		);
		expect(after.filter(({ row }) => before.has(row))).toHaveLength(asked.length - 1);
		expect(new Set(after.map(({ made }) => made)).size).toBe(1);
	});

	test('words stand in an order made of the words alone, another for each question', async () => {
		const rows = await asSystem('at the machine', (tx) =>
			tx.selectFrom('survey_bundle').selectAll().where('survey_id', '=', survey).execute()
		);
		const orders = ids.slice(0, 2).map((id) => {
			const { words } = rows.find(({ question_id }) => question_id === id)!;
			const mark = (text: string) =>
				createHash('sha256')
					.update(id + text)
					.digest('hex');
			const byMark = words.toSorted((a, b) => (mark(a) < mark(b) ? -1 : 1));
			expect(words).toEqual(byMark);
			return words.map((text) => text.replace(/\D/g, '')).filter((nth) => nth !== '8');
		});
		expect(orders[0]).not.toEqual(order.map(String));
		expect(orders[0]).not.toEqual(orders[1]);
	});

	test('that somebody answered is told to nobody, and has the day alone for a time', async () => {
		const mine = await as(people[1]!.id, (tx) =>
			tx.selectFrom('survey_part').selectAll().execute()
		);
		expect(mine.map(({ person_id }) => person_id)).toEqual([people[1]!.id]);
		for (const who of [siti, people[9]!]) {
			const rows = await as(who.id, (tx) => tx.selectFrom('survey_part').selectAll().execute());
			expect(rows).toEqual([]);
			const heard = await as(who.id, (tx) =>
				tx.selectFrom('event').selectAll().where('verb', '=', 'answered').execute()
			);
			expect(heard).toEqual([]);
		}
		const events = await asSystem('at the machine', (tx) =>
			tx.selectFrom('event').selectAll().where('verb', '=', 'answered').execute()
		);
		const done = await asSystem('at the machine', (tx) =>
			tx.selectFrom('ask_done').select('at').execute()
		);
		for (const row of [...events, ...done]) expect(row.at).toMatch(/T00:00:00/);
		const made = new Set(events.map(({ id }) => id.slice(0, 13)));
		expect(made.size).toBe(1);
	});

	test('a program that sends a key keeps no mark of what it sent', async () => {
		const body = { answers: answers(ids, 9, 1) };
		const request = new Request(`http://junto.test/api/v1/surveys/${survey}/answers`, {
			method: 'PUT',
			headers: { 'idempotency-key': 'once', 'content-type': 'application/json' },
			body: JSON.stringify(body)
		});
		const doors = modules.flatMap((module) => module.doors);
		const fault = (error: unknown) => {
			throw error;
		};
		const answer = await answerApi(doors, people[9]!, request, `surveys/${survey}/answers`, fault);
		expect(answer.status).toBe(200);
		const kept = await asSystem('at the machine', (tx) =>
			tx.selectFrom('idempotency').selectAll().execute()
		);
		expect(kept).toEqual([]);
	});
});

describe('before it is closed', () => {
	test('nobody sees anything, not even how many answered, by any door or any query', async () => {
		const { survey, ids } = await ask();
		await say(survey, ids, [0, 1, 2, 3, 4, 5], () => 1);
		await runDue();
		const empty = { people: null, questions: expect.anything() };
		for (const who of [siti, people[0]!, people[9]!]) {
			const results = await surveyResults(who, { survey });
			expect(results).toMatchObject(empty);
			for (const { counts, words, answers: named } of results.questions) {
				expect(counts.every((count) => count === null)).toBe(true);
				expect([words, named]).toEqual([[], []]);
			}
			expect((await find(who, { q: 'zzworked0' })).items).toEqual([]);
			const told = [await getSurvey(who, { survey }), await listSurveys(who, {})];
			expect(JSON.stringify(told)).not.toContain('zz');
			const queries = await as(who.id, async (tx) => [
				await tx.selectFrom('survey_bundle').selectAll().execute(),
				await tx.selectFrom('survey_answer').selectAll().execute(),
				(await sql`select * from survey_results(${survey})`.execute(tx)).rows
			]);
			expect(queries).toEqual([[], [], []]);
		}
	});

	test('the database lets nobody write past the door either: not twice, not for another, not into the bundle, not by closing what others asked', async () => {
		const { survey, ids } = await ask();
		await say(survey, ids, [0], () => 1);
		const tries = (who: Actor, query: ReturnType<typeof sql>) =>
			as(who.id, (tx) => query.execute(tx));
		const answer = sql`select answer_without_name(${survey}, '[]'::jsonb)`;
		await expect(tries(people[0]!, answer)).rejects.toThrow('duplicate key');
		await expect(tries(siti, answer)).rejects.toThrow('not asked');
		const part = sql`insert into survey_part values (${survey}, ${people[1]!.id})`;
		await expect(tries(people[1]!, part)).rejects.toThrow('row-level security');
		for (const change of [
			sql`update survey_bundle set words = '{}' where survey_id = ${survey} returning question_id`,
			sql`delete from survey_bundle where survey_id = ${survey} returning question_id`,
			sql`delete from survey_part where survey_id = ${survey} returning person_id`
		])
			expect((await tries(people[0]!, change)).rows).toEqual([]);
		const closing = sql`select close_survey(${survey}, ${now().toString()})`;
		await expect(tries(people[0]!, closing)).rejects.toThrow('not yours');
		const closed = sql`insert into survey_closing values (${survey}, null, ${now().toString()})`;
		await expect(tries(siti, closed)).rejects.toThrow('row-level security');
	});

	test('an answer is given once: it is not changed, not taken back, and named by nobody', async () => {
		const { survey, ids } = await ask();
		await say(survey, ids, [0], () => 1);
		const again = { survey, answers: answers(ids, 0, 2) };
		await expect(answerSurvey(people[0]!, again)).rejects.toMatchObject({ code: 'conflict' });
		await expect(takeBackAnswers(people[0]!, { survey })).rejects.toMatchObject({
			code: 'conflict'
		});
		const consent = { survey, question: ids[0]!, mayQuote: true };
		await expect(consentToQuote(people[0]!, consent)).rejects.toMatchObject({ code: 'not_found' });
		expect((await getSurvey(people[0]!, { survey })).mine).toEqual({ answered: true, answers: [] });
	});
});

describe('once it is closed', () => {
	test('four answers show nothing at all', async () => {
		const { survey, ids } = await ask();
		await say(survey, ids, [0, 1, 2, 3], () => 1);
		await closeSurvey(siti, { survey });
		const results = await surveyResults(siti, { survey });
		expect(results.people).toBeNull();
		expect(JSON.stringify(results)).not.toMatch(/zz|[1-9]\d*,null/);
		expect(results.questions.flatMap(({ counts }) => counts)).not.toContain(4);
	});

	test('five show what all have in common; words of four to one question stay unseen', async () => {
		const { survey, ids } = await ask();
		await say(survey, ids, [0, 1, 2, 3], () => 1);
		const rest = answers(ids, 4, 1).filter(({ question }) => question !== ids[1]);
		await answerSurvey(people[4]!, { survey, answers: rest });
		await closeSurvey(siti, { survey });
		for (const who of [siti, people[9]!]) {
			const { people: count, questions } = await surveyResults(who, { survey });
			expect(count).toBe(5);
			expect(questions[0]!.words.toSorted()).toEqual([0, 1, 2, 3, 4].map((n) => `zzworked${n}`));
			expect(questions[1]!.words).toEqual([]);
			expect(questions.map(({ counts }) => counts).slice(2)).toEqual([
				[5, null, null],
				[5, 5],
				[null, null, null, null, 5]
			]);
		}
	});

	test.each([
		[
			[10, 1, 0],
			[10, null, null]
		],
		[
			[9, 2, 0],
			[5, null, null]
		],
		[
			[7, 4, 0],
			[5, null, null]
		],
		[
			[11, 0, 0],
			[10, null, null]
		],
		[
			[5, 6, 0],
			[5, 5, null]
		]
	])('of %j is told %j, so that no sum tells of the few', async (chose, told) => {
		const { survey, ids } = await ask();
		const choices = chose.flatMap((count, i) => Array<number>(count).fill(i + 1));
		await say(survey, ids, [...people.keys()], (nth) => choices[nth]!);
		await closeSurvey(siti, { survey });
		const results = await surveyResults(siti, { survey });
		expect(results.people).toBe(10);
		expect(results.questions[2]!.counts).toEqual(told);
	});

	test('asked again of all but one, numbers within their five tell nothing of the one', async () => {
		const tell = async (who: number[]) => {
			const { survey, ids } = await ask();
			await say(survey, ids, who, (nth) => (nth < 6 ? 1 : 2));
			await closeSurvey(siti, { survey });
			const { people: count, questions } = await surveyResults(siti, { survey });
			return [count, questions[2]!.counts];
		};
		const everybody = [...people.keys()];
		expect(await tell(everybody)).toEqual(await tell(everybody.filter((nth) => nth !== 0)));
	});

	test('nothing comes in any more', async () => {
		const { survey, ids } = await ask();
		await closeSurvey(siti, { survey });
		const late = { survey, answers: answers(ids, 0, 1) };
		await expect(answerSurvey(people[0]!, late)).rejects.toMatchObject({ code: 'conflict' });
		const past = as(people[0]!.id, (tx) =>
			sql`select answer_without_name(${survey}, '[]'::jsonb)`.execute(tx)
		);
		await expect(past).rejects.toThrow('closed');
	});
});
