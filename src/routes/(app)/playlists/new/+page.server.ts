import { redirect } from '@sveltejs/kit';
import { linesOf } from '#modules/audio/outlines.ts';
import { tagsOf } from '#modules/audio/words.ts';
import { createPlaylist } from '#modules/audio/server/playlists.ts';
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
		const track = url.searchParams.get('track');
		const { id } = await createPlaylist(actor, {
			tracks: track ? [track] : [],
			titles: linesOf(form.text('outline')),
			title: form.text('title'),
			about: form.text('about'),
			tags: tagsOf(form.text('tags')),
			audience: await audienceIn(actor, form)
		});
		redirect(303, `/playlists/${id}`);
	})
};
