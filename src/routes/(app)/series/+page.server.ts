import { listSeries } from '#modules/series/server/reading.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => ({
	series: await listSeries(actor, { cursor: url.searchParams.get('after') ?? undefined })
}));
