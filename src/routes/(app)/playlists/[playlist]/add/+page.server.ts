import { error } from '@sveltejs/kit';
import { addTrack, getPlaylist, removeTrack } from '#modules/audio/server/playlists.ts';
import { listTracks } from '#modules/audio/server/track-list.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const { id, title, may, call, tracks: inIt } = await getPlaylist(actor, params);
		if (!may.change || call) error(404, 'There is no such playlist');
		const q = url.searchParams.get('q')?.trim() ?? '';
		const cursor = url.searchParams.get('after') ?? undefined;
		return {
			q,
			list: { id, title },
			holds: inIt.map((track) => track.id),
			tracks: await listTracks(actor, { ...(q && { q }), cursor })
		};
	})
);

export const actions = {
	put: action(async (actor, form, { params }: RequestEvent) => {
		await addTrack(actor, { ...params, track: form.text('track') });
	}),
	takeOut: action(async (actor, form, { params }: RequestEvent) => {
		await removeTrack(actor, { ...params, track: form.text('track') });
	})
};
