import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { chaptersOfTake } from '#modules/audio/server/chapters.ts';
import {
	bytesOf,
	chaptersOf,
	readingIn,
	readParts,
	wordsOf
} from '#modules/audio/server/episodes.ts';
import { feedBy, soundIn, type Feed, type Heard } from '#modules/audio/server/feeds.ts';
import { captionsOfLink, linkBy, soundOfLink } from '#modules/audio/server/links.ts';
import { transcriptOf } from '#modules/audio/server/transcripts.ts';
import { fileToSend } from '#modules/documents/server/files.ts';
import { idAsking } from '#modules/people/server/actors.ts';
import { log } from '#platform/server/log.ts';
import { compress } from '#platform/server/web/compress.ts';
import { answerBytes, answerFile, send, type Answer } from '#platform/server/web/files.ts';
import { headersOf } from '#platform/server/web/headers.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import { nothing } from '#routes/nothing.server.ts';

type Asked = { method: string; url: string; headers: Headers };

const file = /^\/files\/([^/?]+)(?:\?|$)/;
const shared = /^\/listen\/([^/?]+)\/([0-9a-f-]{36})(\/captions\.vtt)?(?:\?|$)/;
const episode = /^\/feeds\/([^/?]*)\/([^/?]+)\/([^/?]+)(?:\?|$)/;

/** Whether a request is for bytes, which players fetch a part after another: Kit would cost more than they do. */
export function isFetched({ method = '', url = '' }: IncomingMessage): boolean {
	return (
		(method === 'GET' || method === 'HEAD') &&
		[file, shared, episode].some((path) => path.test(url))
	);
}

/** Answers such a request. */
export async function sendFetched(
	request: IncomingMessage,
	response: ServerResponse,
	origin: string
): Promise<void> {
	const { method = '', url = '' } = request;
	try {
		const answer = await answerTo({ method, url: origin + url, headers: headersOf(request) }, url);
		if (answer instanceof Response) sendText(answer, request, response);
		else await send(answer, response);
	} catch (error) {
		const known = problemOf(error);
		if (!known) log.error(error, 'sending bytes');
		// Who has a part of it asks for the rest by its range.
		if (response.headersSent) response.destroy();
		else if (known) sendText(nothing(error), request, response);
		else
			sendText(new Response('Something broke on our side\n', { status: 500 }), request, response);
	}
}

function sendText(answer: Response, request: IncomingMessage, to: ServerResponse): void {
	to.statusCode = answer.status;
	to.setHeaders(answer.headers);
	compress(request, to, async () => void to.end(await answer.text()));
}

async function answerTo(asked: Asked, url: string): Promise<Answer | Response> {
	const [, id] = file.exec(url) ?? [];
	if (id) {
		const person = await idAsking(asked.headers);
		return person ? answerFile(asked, await fileToSend(person, id)) : nothing();
	}
	return shared.test(url) ? answerShared(asked, url) : answerEpisode(asked, url);
}

const vtt = 'text/vtt; charset=utf-8';

/** The bytes of a take that a link shares, or its words over a film; heard no longer than the link is good. */
async function answerShared(asked: Asked, url: string): Promise<Answer | Response> {
	const [, token = '', take = '', captions] = shared.exec(url) ?? [];
	const link = await linkBy(token, asked.headers.get('x-junto-address') ?? '');
	if (captions)
		return new Response(await captionsOfLink(link, take), {
			headers: { 'content-type': vtt, 'cache-control': 'no-store' }
		});
	return nameless(answerFile(asked, await soundOfLink(link, take)));
}

const transcripts: Record<string, string> = {
	'transcript.vtt': vtt,
	'transcript.txt': 'text/plain; charset=utf-8'
};

/** The bytes of what a feed holds, a take or what is read aloud of a text, or what is said in it; the name is else for whoever keeps it as a file. */
async function answerEpisode(asked: Asked, url: string): Promise<Answer | Response> {
	const [, token = '', id = '', name = ''] = episode.exec(url) ?? [];
	const agent = asked.headers.get('user-agent') ?? '';
	const heard = await soundIn(token, agent, id);
	if (heard) return answerTake(asked, heard, id, name);
	return answerReading(asked, await feedBy(token, agent), id, name);
}

async function answerTake(asked: Asked, heard: Heard, take: string, name: string) {
	if (name === 'chapters.json') return chaptersAnswer(await chaptersOfTake(heard.reader, take));
	const type = transcripts[name];
	if (!type) return nameless(answerFile(asked, heard));
	const words = await transcriptOf(heard.reader, take);
	return new Response(words, { headers: { 'content-type': type } });
}

const chaptersAnswer = (chapters: object) =>
	Response.json(chapters, { headers: { 'content-type': 'application/json+chapters' } });

async function answerReading(asked: Asked, feed: Feed, id: string, name: string) {
	const parts = await readingIn(feed, id);
	if (name === 'chapters.json') return chaptersAnswer(chaptersOf(parts));
	if (name === 'transcript.vtt')
		return new Response(wordsOf(parts), { headers: { 'content-type': vtt } });
	const ids = parts.map(({ take }) => take).join();
	const answer = answerBytes(asked, {
		...{ id: createHash('sha256').update(ids).digest('base64url'), name },
		...{ type: parts[0]!.type, bytes: bytesOf(parts), read: (range) => readParts(parts, range) }
	});
	return nameless(answer);
}

/** Some apps read of a name in a header no more than its ASCII; the address has it in any script. */
function nameless(answer: Answer): Answer {
	return { ...answer, headers: { ...answer.headers, 'Content-Disposition': 'attachment' } };
}
