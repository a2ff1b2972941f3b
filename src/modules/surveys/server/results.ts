import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { choicesOf, mode, responseWords } from '../surveys.ts';
import { askedIt, questionShown, questionsOf, surveyRow, who } from './rows.ts';

const byName = z.object({
	person: who,
	words: z.string(),
	chosen: z.array(z.number()),
	mayQuote: z.boolean()
});

/**
 * What came back. Whoever asked by name sees each answer with its author, from the first on. Everybody else, and without
 * names everybody, sees what the database tells of all together: nothing before it is closed, nothing of fewer than five.
 */
export const surveyResults = door({
	id: 'surveys.results',
	summary: 'What came back',
	http: 'GET /surveys/{survey}/results',
	input: z.object({ survey: z.uuid() }),
	output: z.object({
		mode,
		/** True where numbers are whole; else they are told in fives, from five on. */
		exact: z.boolean(),
		/** How many answered; null while that is not to be told. */
		people: z.number().nullable(),
		questions: z.array(
			questionShown.extend({
				/** How many chose each, by its place; null where that is not to be told. */
				counts: z.array(z.number().nullable()),
				/** What was written without a name, in an order that tells nothing. */
				words: z.array(z.string()),
				answers: z.array(byName)
			})
		)
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const row = await surveyRow(tx, input.survey);
		const asked = await questionsOf(tx, row.id);
		const named = await answersByName(tx, row.id);
		const exact = row.mode === 'named' && row.asker_id === actor.id;
		const told = exact ? new Map<string, Together>() : await together(tx, row.id);
		const askers = new Set([...named.values()].flat().map(({ person }) => person.id));
		return {
			mode: row.mode,
			exact,
			people: exact ? askers.size : ([...told.values()][0]?.people ?? null),
			questions: asked.map((question) => {
				const all = named.get(question.id) ?? [];
				const places = Array.from({ length: choicesOf(question) }, (_, i) => i + 1);
				return {
					...question,
					counts: places.map((place) =>
						exact
							? all.filter(({ chosen }) => chosen.includes(place)).length
							: (told.get(question.id)?.counts[place - 1] ?? null)
					),
					words: told.get(question.id)?.words ?? [],
					answers: row.closed || exact ? all : []
				};
			})
		};
	}
});

/** Tells everybody asked what is done with what came back. Saying it again replaces it. */
export const respondToSurvey = door({
	id: 'surveys.respond',
	summary: 'Say what I do with what came back',
	http: 'PUT /surveys/{survey}/response',
	input: z.object({ survey: z.uuid(), words: responseWords }),
	output: z.object({}),
	can: askedIt,
	run: async ({ input, tx, at, record }) => {
		const row = await surveyRow(tx, input.survey);
		if (!row.closed) throw new Conflict('Close it first; then say what you do with it');
		const { words } = input;
		await tx
			.insertInto('survey_response')
			.values({ survey_id: row.id, words, at })
			.onConflict((conflict) => conflict.column('survey_id').doUpdateSet({ words, at }))
			.execute();
		await record({ verb: 'responded', kind: 'survey', id: row.id, audience: row.audience_id });
		return {};
	}
});

type Together = {
	question_id: string;
	people: number;
	counts: (number | null)[];
	words: string[];
};

async function together(tx: Tx, survey: string): Promise<Map<string, Together>> {
	const { rows } = await sql<Together>`
		select question_id, people, counts, words from survey_results(${survey})`.execute(tx);
	return new Map(rows.map((row) => [row.question_id, row]));
}

/** The answers by name that the reader may see, by question: to whoever asked all of them, to others their own and what they may read as quoted. */
async function answersByName(tx: Tx, survey: string) {
	const rows = await tx
		.selectFrom('survey_answer as answer')
		.leftJoin('survey_consent as consent', (join) =>
			join
				.onRef('consent.question_id', '=', 'answer.question_id')
				.onRef('consent.person_id', '=', 'answer.person_id')
		)
		.select(['answer.question_id', 'answer.person_id', 'words', 'chosen', 'consent.at as consent'])
		.where('answer.survey_id', '=', survey)
		.orderBy('answer.at')
		.execute();
	const people = await peopleById(
		tx,
		rows.map((row) => row.person_id)
	);
	const shown = rows.flatMap(({ question_id, person_id, words, chosen, consent }) => {
		const person = people.get(person_id);
		if (!person) return [];
		return [
			{
				question: question_id,
				person: who.parse(person),
				words,
				chosen,
				mayQuote: consent !== null
			}
		];
	});
	return Map.groupBy(shown, ({ question }) => question);
}
