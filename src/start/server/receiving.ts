import type { IncomingMessage, ServerResponse } from 'node:http';
import { draftAtMost } from '#modules/audio/audio.ts';
import { maySend, receive } from '#modules/audio/server/receiving.ts';
import { actorAsking, bearerOf } from '#modules/people/server/actors.ts';
import { uploadServer } from '#platform/server/storage/uploads.ts';
import { crossSite } from '#platform/server/web/cross-site.ts';
import { headersOf } from '#platform/server/web/headers.ts';

/** What answers below `/uploads/`: a recording is sent by whoever began it, from here or with a token. */
export function openReceiving() {
	const answer = uploadServer({
		mayReach: async ({ headers }, upload) => {
			const actor = await actorAsking(headers);
			return actor !== null && maySend(actor.id, upload);
		},
		atMost: draftAtMost,
		finished: receive
	});
	return (request: IncomingMessage, response: ServerResponse, origin: string): void => {
		const url = new URL(request.url ?? '/', origin);
		const headers = headersOf(request);
		const method = request.method ?? 'GET';
		const foreign = !bearerOf(headers) && crossSite({ method, headers }, url);
		if (foreign) return void response.writeHead(403).end('This was sent from another site\n');
		answer(request, response);
	};
}
