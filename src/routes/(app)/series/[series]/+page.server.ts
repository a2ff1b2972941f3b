import { getSeries } from '#modules/series/server/reading.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => ({
	series: await getSeries(actor, { series: params.series })
}));
