import { redirect } from '@sveltejs/kit';
import { linesOf } from '#modules/audio/outlines.ts';
import { tagsOf } from '#modules/audio/words.ts';
import { createPlaylist, outlinePlaylist } from '#modules/audio/server/playlists.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, _event: PageServerLoadEvent) => ({
	circles: (await listCircles(actor, { mine: true })).items
}));

export const actions = {
	default: action(async (actor, form, _event: RequestEvent) => {
		const { id } = await createPlaylist(actor, {
			title: form.text('title'),
			about: form.text('about'),
			tags: tagsOf(form.text('tags')),
			audience: form.text('audience')
		});
		const titles = linesOf(form.text('outline'));
		if (titles.length > 0) await outlinePlaylist(actor, { playlist: id, titles });
		redirect(303, `/playlists/${id}`);
	})
};
