import { getSetAside } from '#modules/reports/server/reading.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => ({
	aside: await getSetAside(actor, params)
}));
