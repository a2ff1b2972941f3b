import { listUnheard } from '#modules/audio/server/listening.ts';
import { listPlaylists, listTags } from '#modules/audio/server/playlists.ts';
import { listUnheardTexts } from '#modules/audio/server/unheard-texts.ts';
import { readTogether } from '#platform/server/door.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const q = url.searchParams.get('q')?.trim() ?? '';
	const cursor = url.searchParams.get('after') ?? undefined;
	const tag = url.searchParams.get('tag')?.trim().toLowerCase() ?? '';
	return readTogether(actor, async () => ({
		...{ q, tag },
		lists: await listPlaylists(actor, { ...(q && { q }), ...(tag && { tag }), cursor }),
		tags: (await listTags(actor, {})).items.map((one) => one.tag),
		texts: q || tag || cursor ? [] : (await listUnheardTexts(actor, {})).items,
		unheard: q || tag || cursor ? [] : (await listUnheard(actor, {})).items
	}));
});
