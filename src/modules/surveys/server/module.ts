import type { Module } from '#platform/server/module.ts';
import { answerSurvey, consentToQuote, takeBackAnswers } from './answering.ts';
import { createSurvey, proposeSurvey } from './asking.ts';
import { closeEnded, closeSurvey } from './closing.ts';
import { getSurvey, listQuotes, listSurveys } from './reading.ts';
import { respondToSurvey, surveyResults } from './results.ts';
import { surveySubject } from './subjects.ts';
import { askAudience, tellAnswerers } from './telling.ts';
import { leaving } from './leaving.ts';

export const surveys: Module = {
	name: 'surveys',
	doors: [
		createSurvey,
		proposeSurvey,
		listSurveys,
		getSurvey,
		answerSurvey,
		takeBackAnswers,
		consentToQuote,
		closeSurvey,
		surveyResults,
		respondToSurvey,
		listQuotes
	],
	subjects: [surveySubject],
	after: [askAudience, tellAnswerers],
	sweeps: [{ name: 'surveys', run: closeEnded }],
	leaving
};
