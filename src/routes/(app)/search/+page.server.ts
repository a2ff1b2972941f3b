import { questionIn } from '#modules/search/search.ts';
import { find } from '#modules/search/server/find.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const q = questionIn(url);
	const kind = url.searchParams.get('kind') ?? '';
	const cursor = url.searchParams.get('cursor')?.slice(0, 100);
	return { q, kind, ...(await find(actor, { q, kinds: kind || undefined, cursor })) };
});
