import { listSurveys } from '#modules/surveys/server/reading.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => ({
	surveys: await listSurveys(actor, { cursor: url.searchParams.get('older') ?? undefined })
}));
