import {
	answerSurvey,
	consentToQuote,
	takeBackAnswers
} from '#modules/surveys/server/answering.ts';
import { closeSurvey } from '#modules/surveys/server/closing.ts';
import { answersIn } from '#modules/surveys/server/forms.ts';
import { getSurvey } from '#modules/surveys/server/reading.ts';
import { respondToSurvey, surveyResults } from '#modules/surveys/server/results.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => ({
		survey: await getSurvey(actor, params),
		results: await surveyResults(actor, params),
		/** True while answers that were given are said anew, which works by address alone. */
		anew: url.searchParams.has('anew')
	}))
);

export const actions = {
	answer: action(async (actor, form, { params }: RequestEvent) => {
		const { questions } = await getSurvey(actor, params);
		await answerSurvey(actor, { ...params, answers: answersIn(form, questions) });
		return { done: 'answered' as const };
	}),
	takeBack: action(async (actor, _form, { params }: RequestEvent) => {
		await takeBackAnswers(actor, params);
		return { done: 'taken back' as const };
	}),
	consent: action(async (actor, form, { params }: RequestEvent) => {
		const mayQuote = form.text('mayQuote') === 'yes';
		await consentToQuote(actor, { ...params, question: form.text('question'), mayQuote });
	}),
	close: action(async (actor, _form, { params }: RequestEvent) => {
		await closeSurvey(actor, params);
	}),
	respond: action(async (actor, form, { params }: RequestEvent) => {
		await respondToSurvey(actor, { ...params, words: form.text('words') });
	})
};
