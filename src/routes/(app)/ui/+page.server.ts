import { Forbidden } from '#platform/errors.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, _event: PageServerLoadEvent) => {
	if (!actor.steward) throw new Forbidden('This page is for stewards');
	return {};
});
