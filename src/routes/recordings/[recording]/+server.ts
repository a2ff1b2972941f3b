import { Readable } from 'node:stream';
import type { RequestHandler } from '@sveltejs/kit';
import { getRecording } from '#modules/audio/server/drafts.ts';
import { readUpload } from '#platform/server/storage/uploads.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import { nothing } from '#routes/nothing.server.ts';

const headers = {
	'Content-Type': 'application/octet-stream',
	'Content-Disposition': 'attachment; filename="recording"',
	'Cache-Control': 'no-store'
};

/** What somebody said into the recorder, as far as it has come, to themselves alone. */
export const GET: RequestHandler = async ({ params, locals }) => {
	if (!locals.actor) return nothing();
	try {
		const { recording } = await getRecording(locals.actor, { recording: params.recording ?? '' });
		return new Response(Readable.toWeb(readUpload(recording)) as ReadableStream, { headers });
	} catch (error) {
		if (problemOf(error)) return nothing(error);
		throw error;
	}
};
