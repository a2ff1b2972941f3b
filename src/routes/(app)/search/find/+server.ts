import { questionIn } from '#modules/search/search.ts';
import { find } from '#modules/search/server/find.ts';
import { page } from '#platform/server/web/kit.ts';
import type { RequestEvent } from './$types';

/** What the box over a page shows while somebody types. */
export const GET = page(async (actor, { url }: RequestEvent) => {
	const found = await find(actor, { q: questionIn(url) });
	return Response.json(found, { headers: { 'cache-control': 'no-store' } });
});
