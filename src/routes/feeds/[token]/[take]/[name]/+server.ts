import { createHash } from 'node:crypto';
import type { RequestHandler } from '@sveltejs/kit';
import { bytesOf, chaptersOf, readingIn, readParts } from '#modules/audio/server/episodes.ts';
import { feedBy, soundOf, type Feed } from '#modules/audio/server/feeds.ts';
import { transcriptOf } from '#modules/audio/server/transcripts.ts';
import { answerBytes, answerFile } from '#platform/server/web/files.ts';
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
		if (feed.series) return await answerReading(request, feed, take, params.name ?? '');
		if (type)
			return new Response(await transcriptOf(feed, take), { headers: { 'content-type': type } });
		return nameless(answerFile(request, await soundOf(feed, take)));
	} catch (error) {
		return problemOf(error) ? nothing(error) : Promise.reject(error);
	}
};

async function answerReading(request: Request, feed: Feed, id: string, name: string) {
	const parts = await readingIn(feed, id);
	if (name === 'chapters.json')
		return Response.json(chaptersOf(parts), {
			headers: { 'content-type': 'application/json+chapters' }
		});
	const ids = parts.map(({ take }) => take).join();
	const answer = answerBytes(request, {
		...{ id: createHash('sha256').update(ids).digest('base64url'), name },
		...{ type: parts[0]!.type, bytes: bytesOf(parts), read: (range) => readParts(parts, range) }
	});
	return nameless(answer);
}

/** Some apps read of a name in a header no more than its ASCII; the address has it in any script. */
function nameless(answer: Response): Response {
	answer.headers.set('content-disposition', 'attachment');
	return answer;
}

export const HEAD = GET;
