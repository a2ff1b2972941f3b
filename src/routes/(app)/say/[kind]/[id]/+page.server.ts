import { redirect } from '@sveltejs/kit';
import * as m from '#messages';
import { hearersAbout } from '#modules/audio/server/hearers.ts';
import { soundLine } from '#modules/audio/server/said.ts';
import { getTrack } from '#modules/audio/server/tracks.ts';
import { postComment } from '#modules/discussion/server/comments.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { askAnew } from '#routes/ask-anew.server.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	const answered = url.searchParams.get('replyTo');
	const heard = answered ? { kind: 'comment', id: answered } : params;
	const about = await hearersAbout(actor, heard);
	const atMoment = params.kind === 'track' && !answered && url.searchParams.has('block');
	const others = atMoment && (await getTrack(actor, { track: params.id })).voice.id !== actor.id;
	return { about, askRetake: others ? m.retake_ask() : '' };
});

export const actions = {
	default: action(async (actor, form, { params, url }: RequestEvent) => {
		const track = await getTrack(actor, { track: form.text('track') });
		const block = url.searchParams.get('block');
		const about = { kind: params.kind, id: params.id, ...(block && { block }) };
		const { id } = await postComment(actor, {
			about,
			markdown: [form.text('words'), soundLine(track)].filter(Boolean).join('\n\n'),
			replyTo: url.searchParams.get('replyTo') || undefined
		});
		await askAnew(actor, form, id);
		const { url: place } = await hearersAbout(actor, { kind: 'comment', id });
		redirect(303, place);
	})
};
