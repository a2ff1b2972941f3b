import { getDemoLetter } from '#modules/notices/server/demo.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => ({
	letter: await getDemoLetter(actor, { letter: params.letter })
}));
