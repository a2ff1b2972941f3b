import type { RequestHandler } from '@sveltejs/kit';
import { feedBy, soundOf } from '#modules/audio/server/feeds.ts';
import { transcriptOf } from '#modules/audio/server/transcripts.ts';
import { answerFile } from '#platform/server/web/files.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import { nothing } from '#routes/nothing.server.ts';

const transcripts: Record<string, string> = {
	'transcript.vtt': 'text/vtt; charset=utf-8',
	'transcript.txt': 'text/plain; charset=utf-8'
};

/** The bytes of a take that a feed holds, or what is said in it; the name is else for whoever keeps it as a file. */
export const GET: RequestHandler = async ({ request, params }) => {
	try {
		const feed = await feedBy(params.token ?? '', request.headers.get('user-agent') ?? '');
		const take = params.take ?? '';
		const type = transcripts[params.name ?? ''];
		if (type)
			return new Response(await transcriptOf(feed, take), { headers: { 'content-type': type } });
		return answerFile(request, await soundOf(feed, take));
	} catch (error) {
		return problemOf(error) ? nothing(error) : Promise.reject(error);
	}
};

export const HEAD = GET;
