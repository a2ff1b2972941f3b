import { sql } from 'kysely';
import { z } from 'zod';
import { writtenAudiences } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { about, mode } from '../surveys.ts';
import { aboutOf, aboutShown, mayAsk, questionShown, questionsOf, surveyRow, who } from './rows.ts';

const ownAnswer = z.object({
	question: z.string(),
	words: z.string(),
	chosen: z.array(z.number()),
	mayQuote: z.boolean()
});

/** A survey as somebody who is asked, or who asked, meets it. */
export const getSurvey = door({
	id: 'surveys.get',
	summary: 'A survey and its questions',
	http: 'GET /surveys/{survey}',
	input: z.object({ survey: z.uuid() }),
	output: z.object({
		id: z.string(),
		title: z.string(),
		lead: z.string(),
		mode,
		asker: who.nullable(),
		about: aboutShown.nullable(),
		audience: z.string(),
		/** The last day, in the zone of whoever answers. */
		closes: z.string(),
		closedAt: z.string().nullable(),
		minutes: z.number(),
		questions: z.array(questionShown),
		/** That I answered; what I said by name, and nothing of what I said without. */
		mine: z.object({ answered: z.boolean(), answers: z.array(ownAnswer) }),
		/** What comes of it, as whoever asked says. */
		response: z.object({ words: z.string(), at: z.string() }).nullable(),
		may: z.object({
			answer: z.boolean(),
			takeBack: z.boolean(),
			close: z.boolean(),
			respond: z.boolean(),
			askAgain: z.boolean()
		})
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const row = await surveyRow(tx, input.survey);
		const mine = await ownStanding(tx, actor, row.id);
		const thing = (await aboutOf(tx, [row])).get(row.subject_id ?? '');
		const response = await tx
			.selectFrom('survey_response')
			.select(['words', 'at'])
			.where('survey_id', '=', row.id)
			.executeTakeFirst();
		const asker = (await peopleById(tx, [row.asker_id])).get(row.asker_id);
		const audiences = await writtenAudiences(tx, [row.audience_id], actor.id);
		const own = row.asker_id === actor.id;
		const open = row.closed === null;
		const named = row.mode === 'named';
		return {
			id: row.id,
			title: row.title,
			lead: row.lead,
			mode: row.mode,
			asker: asker ? who.parse(asker) : null,
			about: thing ? aboutShown.parse(thing) : null,
			audience: audiences.get(row.audience_id) ?? 'everyone',
			closes: row.closes,
			closedAt: row.closed,
			minutes: row.minutes,
			questions: await questionsOf(tx, row.id),
			mine,
			response: response ?? null,
			may: {
				answer: open && !own && (named || !mine.answered),
				takeBack: open && named && mine.answered,
				close: open && own,
				respond: !open && own,
				askAgain: own && (await mayAsk(tx))
			}
		};
	}
});

/** Surveys that I asked or that I am asked, about one thing or about anything, the newest first. */
export const listSurveys = door({
	id: 'surveys.list',
	summary: 'What I asked, and what I am asked',
	http: 'GET /surveys',
	input: z.object({
		kind: about.shape.kind.optional(),
		id: about.shape.id.optional(),
		cursor: z.uuid().optional()
	}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				title: z.string(),
				mode,
				asker: who.nullable(),
				closes: z.string(),
				closedAt: z.string().nullable(),
				minutes: z.number(),
				mine: z.object({ asked: z.boolean(), answered: z.boolean() })
			})
		),
		next: z.string().nullable(),
		may: z.object({ ask: z.boolean() })
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const size = 30;
		let query = tx
			.selectFrom('survey')
			.leftJoin('survey_closing as closing', 'closing.survey_id', 'survey.id')
			.leftJoin('survey_part as part', (join) =>
				join.onRef('part.survey_id', '=', 'survey.id').on('part.person_id', '=', actor.id)
			)
			.select([
				'survey.id',
				'title',
				'mode',
				'asker_id',
				'closes',
				'closing.at as closed',
				'minutes',
				'part.person_id as part'
			])
			.orderBy('survey.id', 'desc')
			.limit(size + 1);
		if (input.kind && input.id)
			query = query.where('kind', '=', input.kind).where('subject_id', '=', input.id);
		if (input.cursor) query = query.where('survey.id', '<', input.cursor);
		const rows = await query.execute();
		const shown = rows.slice(0, size);
		const askers = await peopleById(
			tx,
			shown.map((row) => row.asker_id)
		);
		return {
			items: shown.map((row) => ({
				id: row.id,
				title: row.title,
				mode: mode.parse(row.mode),
				asker: who.nullable().parse(askers.get(row.asker_id) ?? null),
				closes: row.closes,
				closedAt: row.closed,
				minutes: row.minutes,
				mine: { asked: row.asker_id === actor.id, answered: row.part !== null }
			})),
			next: rows.length > size ? shown.at(-1)!.id : null,
			may: { ask: await mayAsk(tx) }
		};
	}
});

/** What people said about a thing, where each lets it be quoted to the reader. */
export const listQuotes = door({
	id: 'surveys.quotes',
	summary: 'What people let be quoted about something',
	http: 'GET /quotes',
	input: about,
	output: z.object({
		items: z.array(
			z.object({
				survey: z.string(),
				question: z.string(),
				person: who,
				words: z.string(),
				mine: z.boolean()
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const { rows } = await sql<{
			survey_id: string;
			question: string;
			person_id: string;
			words: string;
		}>`select survey_id, question, person_id, words from survey_quotes(${input.kind}, ${input.id})`.execute(
			tx
		);
		const people = await peopleById(
			tx,
			rows.map((row) => row.person_id)
		);
		const items = rows.flatMap((row) => {
			const person = people.get(row.person_id);
			if (!person) return [];
			return [
				{
					survey: row.survey_id,
					question: row.question,
					person: who.parse(person),
					words: row.words,
					mine: person.id === actor.id
				}
			];
		});
		return { items, next: null };
	}
});

async function ownStanding(tx: Tx, actor: Actor, survey: string) {
	const part = await tx
		.selectFrom('survey_part')
		.select('person_id')
		.where('survey_id', '=', survey)
		.where('person_id', '=', actor.id)
		.executeTakeFirst();
	const rows = await tx
		.selectFrom('survey_answer as answer')
		.leftJoin('survey_consent as consent', (join) =>
			join
				.onRef('consent.question_id', '=', 'answer.question_id')
				.onRef('consent.person_id', '=', 'answer.person_id')
		)
		.select(['answer.question_id as question', 'words', 'chosen', 'consent.at as consented'])
		.where('answer.survey_id', '=', survey)
		.where('answer.person_id', '=', actor.id)
		.execute();
	return {
		answered: part !== undefined,
		answers: rows.map(({ question, words, chosen, consented }) => ({
			question,
			words,
			chosen,
			mayQuote: consented !== null
		}))
	};
}
