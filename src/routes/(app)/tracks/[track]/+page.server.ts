import {
	getTrack,
	renameTrack,
	restoreTrack,
	widenTrack,
	withdrawTrack
} from '#modules/audio/server/tracks.ts';
import { getTranscript, putTranscript } from '#modules/audio/server/transcripts.ts';
import { askedIn, forWriting } from '#modules/discussion/asked.ts';
import { listCommentsOn } from '#modules/discussion/server/reading.ts';
import { listThanks } from '#modules/discussion/server/thanks.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { Invalid } from '#platform/errors.ts';
import { readTogether } from '#platform/server/door.ts';
import { talking } from '#routes/talking.server.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const asked = askedIn(url);
		const track = await getTrack(actor, params);
		const circles = track.may.change ? (await listCircles(actor, { mine: true })).items : [];
		const { transcript } = await getTranscript(actor, params);
		const said = await listCommentsOn(actor, { ids: track.id, whole: asked.whole });
		const { items: thanks } = await listThanks(actor, { ids: track.id });
		return { track, circles, transcript, asked, said: forWriting(said), thanks };
	})
);

export const actions = {
	...talking,
	rename: action(async (actor, form, { params }: RequestEvent) => {
		await renameTrack(actor, { ...params, title: form.text('title') });
	}),
	widen: action(async (actor, form, { params }: RequestEvent) => {
		const audience = form.text('audience');
		if (audience) await widenTrack(actor, { ...params, audience });
	}),
	transcribe: action(async (actor, form, { params }: RequestEvent) => {
		const file = form.file('file');
		if (file && file.size > 1_000_000)
			throw new Invalid([{ field: 'text', message: 'Choose a file of words, of at most 1 MB' }]);
		await putTranscript(actor, { ...params, text: file ? await file.text() : form.text('text') });
	}),
	withdraw: action(async (actor, _form, { params }: RequestEvent) => {
		await withdrawTrack(actor, params);
	}),
	restore: action(async (actor, _form, { params }: RequestEvent) => {
		await restoreTrack(actor, params);
	})
};
