import { addTrack, listPlaylists, removeTrack } from '#modules/audio/server/playlists.ts';
import { listsWith } from '#modules/audio/server/track-list.ts';
import { getTrack } from '#modules/audio/server/tracks.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const cursor = url.searchParams.get('after') ?? undefined;
		const { id, title } = await getTrack(actor, params);
		const lists = await listPlaylists(actor, { mine: true, cursor });
		const { items: holding } = await listsWith(actor, params);
		return { track: { id, title }, lists, holding: holding.map((list) => list.id) };
	})
);

export const actions = {
	put: action(async (actor, form, { params }: RequestEvent) => {
		await addTrack(actor, { ...params, playlist: form.text('playlist') });
	}),
	takeOut: action(async (actor, form, { params }: RequestEvent) => {
		await removeTrack(actor, { ...params, playlist: form.text('playlist') });
	})
};
