import { error, redirect } from '@sveltejs/kit';
import { chaptersIn, putChapters } from '#modules/audio/server/chapters.ts';
import { getTrack, renameTrack, widenTrack, withdrawTrack } from '#modules/audio/server/tracks.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { heardAgainIn, wideningIn } from '#routes/audience.server.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const track = await getTrack(actor, params);
		if (!track.may.change || track.withdrawn) error(404, 'There is no such track');
		return {
			track,
			circles: (await listCircles(actor, { mine: true })).items
		};
	})
);

export const actions = {
	rename: action(async (actor, form, { params }: RequestEvent) => {
		await renameTrack(actor, { ...params, title: form.text('title') });
		redirect(303, `/tracks/${params.track}`);
	}),
	widen: action(async (actor, form, { params }: RequestEvent) => {
		const heard = heardAgainIn(form);
		await widenTrack(actor, { ...params, ...(await wideningIn(actor, form)), ...heard });
		redirect(303, `/tracks/${params.track}`);
	}),
	chapters: action(async (actor, form, { params }: RequestEvent) => {
		await putChapters(actor, { ...params, chapters: chaptersIn(form.text('chapters')) });
		redirect(303, `/tracks/${params.track}`);
	}),
	withdraw: action(async (actor, _form, { params }: RequestEvent) => {
		await withdrawTrack(actor, params);
		redirect(303, `/tracks/${params.track}`);
	})
};
