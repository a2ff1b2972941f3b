import { listPlaylists } from '#modules/audio/server/playlists.ts';
import { firstPages } from '#modules/library/server/first-pages.ts';
import { firstMethod } from '#modules/methods/server/first.ts';
import { getWelcome } from '#modules/people/server/welcoming.ts';
import { readTogether } from '#platform/server/door.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page((actor, _event: PageServerLoadEvent) =>
	readTogether(actor, async () => ({
		pages: (await firstPages(actor, {})).items,
		toAsk: (await getWelcome(actor, {})).person,
		method: (await firstMethod(actor, {})).method,
		taught: (await listPlaylists(actor, { mine: true })).items[0] ?? null
	}))
);
