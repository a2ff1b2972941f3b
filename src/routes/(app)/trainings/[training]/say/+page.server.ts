import { redirect } from '@sveltejs/kit';
import { hearersAbout } from '#modules/audio/server/hearers.ts';
import { soundLine } from '#modules/audio/server/said.ts';
import { getTrack } from '#modules/audio/server/tracks.ts';
import { addSubmission } from '#modules/series/server/submissions.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => ({
	about: await hearersAbout(actor, { kind: 'training', id: params.training })
}));

export const actions = {
	default: action(async (actor, form, { params }: RequestEvent) => {
		const track = await getTrack(actor, { track: form.text('track') });
		const { id } = await addSubmission(actor, {
			training: params.training,
			markdown: [soundLine(track), form.text('words')].filter(Boolean).join('\n\n')
		});
		redirect(303, `/trainings/${params.training}#s-${id}`);
	})
};
