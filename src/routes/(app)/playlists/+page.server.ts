import { listUnheard } from '#modules/audio/server/listening.ts';
import { listPlaylists } from '#modules/audio/server/playlists.ts';
import { readTogether } from '#platform/server/door.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const q = url.searchParams.get('q')?.trim() ?? '';
	const cursor = url.searchParams.get('after') ?? undefined;
	return readTogether(actor, async () => ({
		q,
		lists: await listPlaylists(actor, { ...(q && { q }), cursor }),
		unheard: q || cursor ? [] : (await listUnheard(actor, {})).items
	}));
});
