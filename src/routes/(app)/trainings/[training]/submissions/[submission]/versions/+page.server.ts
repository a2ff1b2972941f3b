import { versionsAt } from '#modules/documents/server/versions-page.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { restoreSubmissionVersion } from '#modules/series/server/submission-versions.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const { id, title } = await getTraining(actor, { training: params.training });
		return {
			training: { id, title },
			submission: params.submission,
			...(await versionsAt(actor, params.submission, url))
		};
	})
);

export const actions = {
	restore: action(async (actor, form, { params }: RequestEvent) => {
		const number = Number(form.text('number'));
		await restoreSubmissionVersion(actor, { submission: params.submission, number });
		return { restored: number };
	})
};
