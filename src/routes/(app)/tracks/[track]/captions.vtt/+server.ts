import type { RequestHandler } from '@sveltejs/kit';
import { overFilm } from '#modules/audio/server/captions.ts';
import { getTranscript } from '#modules/audio/server/transcripts.ts';
import { nothing } from '#routes/nothing.server.ts';

/** The words of a track with their times, as a film shows them; none where they have no times. */
export const GET: RequestHandler = async ({ params, locals }) => {
	if (!locals.actor) return nothing();
	try {
		const { transcript } = await getTranscript(locals.actor, { track: params.track ?? '' });
		return new Response(overFilm(transcript?.text), {
			headers: { 'content-type': 'text/vtt; charset=utf-8', 'cache-control': 'no-store' }
		});
	} catch (thrown) {
		return nothing(thrown);
	}
};
