import { getTraining } from '#modules/series/server/reading.ts';
import { getTrainingVersion, listTrainingVersions } from '#modules/series/server/publishing.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	const [training, versions] = await Promise.all([
		getTraining(actor, { training: params.training }),
		listTrainingVersions(actor, { training: params.training })
	]);
	const wish = Number(url.searchParams.get('version'));
	const number = wish || versions.items[0]?.number;
	const shown = number
		? await getTrainingVersion(actor, { training: params.training, number })
		: null;
	return { training, versions: versions.items, shown };
});
