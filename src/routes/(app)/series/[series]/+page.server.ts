import { getFollow } from '#modules/notices/server/follows.ts';
import { follow } from '#modules/notices/server/forms.ts';
import { giveFeedback, listFeedback, takeBackFeedback } from '#modules/series/server/feedback.ts';
import { seriesParticipation, trainingMissing } from '#modules/series/server/participation.ts';
import { getSeries } from '#modules/series/server/reading.ts';
import { listQuotes, listSurveys } from '#modules/surveys/server/reading.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	const missingOf = url.searchParams.get('missing');
	const about = { kind: 'series', id: params.series };
	const { series, feedback, participation, missing, ...others } = await readTogether(
		actor,
		async () => {
			const series = await getSeries(actor, { series: params.series });
			const owner = series.may.change && series.publishedAt !== null;
			return {
				series,
				rhythm: (await getFollow(actor, { kind: 'series', id: params.series })).rhythm,
				surveys: (await listSurveys(actor, about)).items,
				quotes: (await listQuotes(actor, about)).items,
				feedback: await listFeedback(actor, { series: params.series }),
				participation: owner ? await seriesParticipation(actor, { series: params.series }) : null,
				missing: owner && missingOf ? await trainingMissing(actor, { training: missingOf }) : null
			};
		}
	);
	return {
		...others,
		series,
		feedback,
		participation,
		missing: missing && { training: missingOf, people: missing.items }
	};
});

export const actions = {
	follow: action(follow),
	feedback: action(async (actor, form, { params }: RequestEvent) => {
		await giveFeedback(actor, {
			series: params.series,
			words: form.text('words'),
			mayQuote: form.text('mayQuote') === 'yes'
		});
		return { thanked: true };
	}),
	takeBack: action(async (actor, form) => {
		await takeBackFeedback(actor, { feedback: form.text('feedback') });
		return { thanked: false };
	})
};
