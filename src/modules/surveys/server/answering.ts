import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, Forbidden, Invalid, NotFound } from '#platform/errors.ts';
import { heardBy } from '#platform/server/audiences.ts';
import { at as asIfAt } from '#platform/server/clock.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { record as recordAt } from '#platform/server/events.ts';
import { finishAsk, reopenAsk } from '#modules/notices/server/asks.ts';
import { answer, limits, says, wrongWith, type Answer } from '../surveys.ts';
import { aboutOf, questionsOf, surveyRow } from './rows.ts';

/** Answers a survey. By name it may be said anew until it closes; without one it is said once, since nobody could tell later which answer is whose. */
export const answerSurvey = door({
	id: 'surveys.answer',
	summary: 'Answer a few questions',
	http: 'PUT /surveys/{survey}/answers',
	input: z.object({ survey: z.uuid(), answers: z.array(answer).max(limits.questions) }),
	output: z.object({}),
	traceless: true,
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await openSurvey(tx, input.survey);
		if (row.asker_id === actor.id) throw new Forbidden('You asked this; the others answer it');
		const given = await soundAnswers(tx, row.id, input.answers);
		if (row.mode === 'anonymous') await sayWithoutName(tx, actor, row.id, given, at);
		else {
			await sayByName(tx, actor, row, given, at);
			await finishAsk(tx, actor.id, 'survey', row.id, at);
			await record({ verb: 'answered', kind: 'survey', id: row.id, audience: actor.id });
		}
		return {};
	}
});

/** Takes back what I answered by name, all of it, while the survey is open. */
export const takeBackAnswers = door({
	id: 'surveys.takeBack',
	summary: 'Take back what I answered by name',
	http: 'DELETE /surveys/{survey}/answers',
	input: z.object({ survey: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const row = await openSurvey(tx, input.survey);
		if (row.mode === 'anonymous')
			throw new Conflict('Nobody can tell which answer is yours, so none can be taken back');
		await forget(tx, actor, row.id);
		const gone = await tx
			.deleteFrom('survey_part')
			.where('survey_id', '=', row.id)
			.where('person_id', '=', actor.id)
			.returning('person_id')
			.executeTakeFirst();
		if (!gone) throw new NotFound('You have not answered');
		await reopenAsk(tx, actor.id, 'survey', row.id);
		await record({ verb: 'took answers back', kind: 'survey', id: row.id, audience: actor.id });
		return {};
	}
});

/** Says whether an answer of mine by name may be quoted; this can be said, and taken back, at any time. */
export const consentToQuote = door({
	id: 'surveys.consent',
	summary: 'Say whether an answer of mine may be quoted',
	http: 'PUT /surveys/{survey}/consent',
	input: z.object({ survey: z.uuid(), question: z.uuid(), mayQuote: z.boolean() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const mine = await tx
			.selectFrom('survey_answer')
			.select('question_id')
			.where('survey_id', '=', input.survey)
			.where('question_id', '=', input.question)
			.where('person_id', '=', actor.id)
			.where('words', '<>', '')
			.executeTakeFirst();
		if (!mine) throw new NotFound('There is no answer of yours here');
		await tx
			.deleteFrom('survey_consent')
			.where('question_id', '=', input.question)
			.where('person_id', '=', actor.id)
			.execute();
		if (input.mayQuote)
			await consent(tx, actor, await surveyRow(tx, input.survey), [input.question], at);
		const verb = input.mayQuote ? 'let quote' : 'stopped quoting';
		await record({ verb, kind: 'survey', id: input.survey, audience: actor.id });
		return {};
	}
});

type Survey = Awaited<ReturnType<typeof surveyRow>>;

/** A survey that is open to whoever asks. Throws NotFound, and Conflict once it is closed. */
async function openSurvey(tx: Tx, id: string): Promise<Survey> {
	const row = await surveyRow(tx, id);
	if (row.closed) throw new Conflict('It is closed; what is said now would come too late');
	return row;
}

/** What was really said, question by question. Throws Invalid. */
async function soundAnswers(tx: Tx, survey: string, given: Answer[]): Promise<Answer[]> {
	const asked = new Map((await questionsOf(tx, survey)).map((each) => [each.id, each]));
	const fields = given.flatMap((each, i) => {
		const question = asked.get(each.question);
		const again = given.findIndex((other) => other.question === each.question) !== i;
		const message = !question
			? 'There is no such question here'
			: again
				? 'Answer each question once'
				: wrongWith(question, each);
		return message ? [{ field: `answers.${i}`, message }] : [];
	});
	if (fields.length > 0) throw new Invalid(fields);
	const said = given.filter(says);
	if (said.length === 0)
		throw new Invalid([{ field: 'answers', message: 'Answer at least one question' }]);
	return said;
}

async function sayByName(
	tx: Tx,
	actor: Actor,
	survey: Survey,
	given: Answer[],
	at: string
): Promise<void> {
	const own = { survey_id: survey.id, person_id: actor.id };
	await forget(tx, actor, survey.id);
	await tx
		.insertInto('survey_part')
		.values(own)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	await tx
		.insertInto('survey_answer')
		.values(
			given.map(({ question, words, chosen }) => ({
				...own,
				question_id: question,
				words,
				chosen,
				at
			}))
		)
		.execute();
	const quotable = given.filter(({ mayQuote, words }) => mayQuote && words !== '');
	await consent(
		tx,
		actor,
		survey,
		quotable.map(({ question }) => question),
		at
	);
}

/** That somebody answered is theirs alone to know, and by the day: nothing about it has a time that an answer could be found by. */
async function sayWithoutName(tx: Tx, actor: Actor, survey: string, given: Answer[], at: string) {
	const part = await tx
		.selectFrom('survey_part')
		.select('person_id')
		.where('survey_id', '=', survey)
		.executeTakeFirst();
	if (part) throw new Conflict('You have answered; without names that cannot be changed');
	const bare = given.map(({ question, words, chosen }) => ({ question, words, chosen }));
	await sql`select answer_without_name(${survey}, ${JSON.stringify(bare)}::jsonb)`.execute(tx);
	const today = Temporal.Instant.from(at).toZonedDateTimeISO('UTC').startOfDay().toInstant();
	await finishAsk(tx, actor.id, 'survey', survey, today.toString());
	const happening = { verb: 'answered', kind: 'survey', id: survey, audience: actor.id };
	await asIfAt(today, () => recordAt(tx, actor.id, today.toString(), happening));
}

async function forget(tx: Tx, actor: Actor, survey: string): Promise<void> {
	await tx
		.deleteFrom('survey_answer')
		.where('survey_id', '=', survey)
		.where('person_id', '=', actor.id)
		.execute();
}

/** Lets answers be quoted to all who see what the survey is about; about nothing in particular, to all who are asked. */
async function consent(tx: Tx, actor: Actor, survey: Survey, questions: string[], at: string) {
	if (questions.length === 0) return;
	const about = (await aboutOf(tx, [survey])).get(survey.subject_id ?? '');
	const audience = await heardBy(tx, about?.audience ?? null, survey.audience_id);
	await tx
		.insertInto('survey_consent')
		.values(
			questions.map((question_id) => ({
				question_id,
				person_id: actor.id,
				survey_id: survey.id,
				audience_id: audience,
				at
			}))
		)
		.execute();
}
