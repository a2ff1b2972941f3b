import { redirect } from '@sveltejs/kit';
import { getFollow } from '#modules/notices/server/follows.ts';
import { follow } from '#modules/notices/server/forms.ts';
import { giveFeedback, listFeedback, takeBackFeedback } from '#modules/series/server/feedback.ts';
import { cancelSeries, resumeSeries } from '#modules/series/server/cancelling.ts';
import { joinTheOthers, startFromBeginning } from '#modules/series/server/pace.ts';
import { seriesParticipation, trainingMissing } from '#modules/series/server/participation.ts';
import { getSeries } from '#modules/series/server/reading.ts';
import { listRetrospectives, writeRetrospective } from '#modules/series/server/retrospective.ts';
import { runAgain } from '#modules/series/server/running-again.ts';
import { listQuotes, listSurveys } from '#modules/surveys/server/reading.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	const missingOf = url.searchParams.get('missing');
	const about = { kind: 'series', id: params.series };
	const { series, feedback, participation, missing, lookedBack, ...others } = await readTogether(
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
				lookedBack: owner
					? (await listRetrospectives(actor, { series: params.series })).items[0]
					: undefined,
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
		lookedBack,
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
	callOff: action(async (actor, form, { params }: RequestEvent) => {
		await cancelSeries(actor, { series: params.series, reason: form.text('reason') });
	}),
	takeUp: action(async (actor, _form, { params }: RequestEvent) => {
		await resumeSeries(actor, { series: params.series });
	}),
	startOver: action(async (actor, _form, { params }: RequestEvent) => {
		await startFromBeginning(actor, { series: params.series });
	}),
	joinOthers: action(async (actor, _form, { params }: RequestEvent) => {
		await joinTheOthers(actor, { series: params.series });
	}),
	lookBack: action(async (actor, form, { params }: RequestEvent) => {
		await writeRetrospective(actor, {
			series: params.series,
			worked: form.text('worked'),
			change: form.text('change')
		});
		return { kept: true };
	}),
	again: action(async (actor, form, { params }: RequestEvent) => {
		const { id } = await runAgain(actor, {
			series: params.series,
			firstOpens: form.text('firstOpens')
		});
		redirect(303, `/series/${id}/plan`);
	}),
	takeBack: action(async (actor, form) => {
		await takeBackFeedback(actor, { feedback: form.text('feedback') });
		return { thanked: false };
	})
};
