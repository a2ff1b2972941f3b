import { soundOfBlock } from '#modules/audio/server/machine-voice.ts';
import { chunksOf } from '#platform/server/storage/bytes.ts';
import { answerBytes, asResponse } from '#platform/server/web/files.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import { nothing } from '#routes/nothing.server.ts';
import type { RequestHandler } from './$types';

/** One block of a text in a machine's voice, to whoever may read it. */
export const GET: RequestHandler = async ({ request, params, locals }) => {
	if (!locals.actor) return nothing();
	try {
		const { id, bytes } = await soundOfBlock(locals.actor, params);
		const read = (range: { start: number; end: number }) => chunksOf(id, 'whole', range);
		const sound = { id, name: `${params.block}.wav`, type: 'audio/wav', bytes, read };
		return await asResponse(answerBytes(request, sound));
	} catch (error) {
		return problemOf(error) ? nothing(error) : Promise.reject(error);
	}
};
