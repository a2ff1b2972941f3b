import { redirect } from '@sveltejs/kit';
import { linesOf } from '#modules/audio/outlines.ts';
import { tagsOf } from '#modules/audio/words.ts';
import { addTrack, createPlaylist, outlinePlaylist } from '#modules/audio/server/playlists.ts';
import { getTrack } from '#modules/audio/server/tracks.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { audienceIn } from '#routes/audience.server.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const track = url.searchParams.get('track');
		return {
			circles: (await listCircles(actor, { mine: true })).items,
			/** What is in it from the beginning. */
			holds: track ? (await getTrack(actor, { track })).title : ''
		};
	})
);

export const actions = {
	default: action(async (actor, form, { url }: RequestEvent) => {
		const { id } = await createPlaylist(actor, {
			title: form.text('title'),
			about: form.text('about'),
			tags: tagsOf(form.text('tags')),
			audience: await audienceIn(actor, form)
		});
		const titles = linesOf(form.text('outline'));
		const track = url.searchParams.get('track');
		if (track) await addTrack(actor, { playlist: id, track });
		if (titles.length > 0) await outlinePlaylist(actor, { playlist: id, titles });
		redirect(303, `/playlists/${id}`);
	})
};
