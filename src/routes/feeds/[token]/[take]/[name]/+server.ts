import type { RequestHandler } from '@sveltejs/kit';
import { feedBy, soundOf } from '#modules/audio/server/feeds.ts';
import { answerFile } from '#platform/server/web/files.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import { nothing } from '#routes/nothing.server.ts';

/** The bytes of a take that a feed holds; the name behind it is for whoever keeps it as a file. */
export const GET: RequestHandler = async ({ request, params }) => {
	try {
		const feed = await feedBy(params.token ?? '', request.headers.get('user-agent') ?? '');
		return answerFile(request, await soundOf(feed, params.take ?? ''));
	} catch (error) {
		return problemOf(error) ? nothing(error) : Promise.reject(error);
	}
};

export const HEAD = GET;
