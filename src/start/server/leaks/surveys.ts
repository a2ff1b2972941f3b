import { answerSurvey } from '#modules/surveys/server/answering.ts';
import { createSurvey } from '#modules/surveys/server/asking.ts';
import { getSurvey } from '#modules/surveys/server/reading.ts';
import type { Actor } from '#platform/server/door.ts';

/** What Darcy asks about a series, and Mei answers by name. */
export async function survey(
	{ darcy, mei }: { darcy: Actor; mei: Actor },
	series: string,
	audience: string,
	word: string
) {
	const { id } = await createSurvey(darcy, {
		title: `Survey ${word}`,
		lead: `Lead ${word}`,
		about: { kind: 'series', id: series },
		audience,
		closes: '2027-01-31',
		questions: [{ kind: 'words', text: `Question ${word}` }]
	});
	const { questions } = await getSurvey(mei, { survey: id });
	const question = questions[0]!.id;
	const answers = [{ question, words: `Answer ${word}`, mayQuote: true }];
	await answerSurvey(mei, { survey: id, answers });
	return { survey: id, question };
}
