import { versionsAt } from '#modules/documents/server/versions-page.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { restoreTraining } from '#modules/series/server/publishing.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const training = await getTraining(actor, { training: params.training });
		return { training, ...(await versionsAt(actor, params.training, url)) };
	})
);

export const actions = {
	restore: action(async (actor, form, { params }: RequestEvent) => {
		const number = Number(form.text('number'));
		await restoreTraining(actor, { training: params.training, number });
		return { restored: number };
	})
};
