import { listTracks } from '#modules/audio/server/track-list.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const q = url.searchParams.get('q')?.trim() ?? '';
	const cursor = url.searchParams.get('after') ?? undefined;
	return { q, tracks: await listTracks(actor, { mine: true, ...(q && { q }), cursor }) };
});
