import { answerSurvey } from '#modules/surveys/server/answering.ts';
import { createSurvey } from '#modules/surveys/server/asking.ts';
import { closeSurvey } from '#modules/surveys/server/closing.ts';
import { getSurvey } from '#modules/surveys/server/reading.ts';
import { respondToSurvey } from '#modules/surveys/server/results.ts';
import type { Script } from './script.ts';
import { halfway, next, type Asked, type Said } from './story/surveys.ts';

/** Adds what the series' owner asked its people: halfway without names, which is closed by now, and by name what to do next. */
export function addSurveys(script: Script): void {
	const { monday } = script.calendar;
	ask(script, 'halfway', monday.subtract({ days: 3 }), halfway);
	ask(script, 'next', monday.add({ days: 1 }), next);
	script.add({
		by: 'dana',
		day: monday.add({ days: 3 }),
		makes: 'halfway is over',
		after: ['halfway', ...halfway.said.map((_, i) => `halfway ${i}`)],
		work: async (actor) => {
			const { id } = script.thing('halfway');
			await closeSurvey(actor, { survey: id });
			return { kind: 'survey', id };
		}
	});
	script.add({
		by: 'dana',
		day: monday.add({ days: 4 }),
		after: ['halfway is over'],
		work: async (actor) => {
			const survey = script.thing('halfway').id;
			await respondToSurvey(actor, { survey, words: halfway.response });
		}
	});
}

function ask(script: Script, key: string, day: Temporal.PlainDate, asked: Asked): void {
	script.add({
		by: 'dana',
		day,
		makes: key,
		after: ['series is out'],
		work: async (actor) => {
			const { id } = await createSurvey(actor, {
				title: asked.title,
				lead: asked.lead,
				mode: asked.mode,
				about: { kind: 'series', id: script.thing('series').id },
				closes: script.calendar.monday.add({ days: 14 }).toString(),
				questions: asked.questions
			});
			return { kind: 'survey', id };
		}
	});
	for (const [i, said] of asked.said.entries())
		script.add({
			by: said.by,
			day: day.add({ days: 1 }),
			makes: `${key} ${i}`,
			after: [key],
			work: async (actor) => {
				const survey = script.thing(key).id;
				const { questions } = await getSurvey(actor, { survey });
				await answerSurvey(actor, { survey, answers: answersOf(said, questions) });
				return { kind: 'survey', id: survey };
			}
		});
}

function answersOf({ answers, mayQuote = false }: Said, questions: { id: string }[]) {
	return answers.map((said, i) => ({
		question: questions[i]!.id,
		...(typeof said === 'string' ? { words: said, mayQuote } : { chosen: said })
	}));
}
