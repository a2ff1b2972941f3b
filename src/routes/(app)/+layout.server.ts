import { place } from '#modules/people/server/place.ts';
import { unreadNotices } from '#modules/notices/server/inbox.ts';
import { page } from '#platform/server/web/kit.ts';
import { now } from '#platform/server/clock.ts';
import type { LayoutServerLoadEvent } from './$types';

export const load = page(async (actor, { locals }: LayoutServerLoadEvent) => {
	const [here, { count }] = await Promise.all([place(), unreadNotices(actor, {})]);
	return {
		me: { ...actor, face: locals.actor?.face ?? null },
		place: here?.name ?? '',
		demo: here?.demo ?? false,
		unread: count,
		now: now().toString()
	};
});
