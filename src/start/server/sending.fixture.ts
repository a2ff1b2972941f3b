import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Upload } from 'tus-js-client';
import { createTokenHere } from '#modules/people/server/tokens.ts';
import type { Actor } from '#platform/server/door.ts';
import { openReceiving } from './receiving.ts';
import { isFetched, sendFetched } from './sending.ts';

/** A server that takes uploads and sends bytes, and some people with tokens who ask it as other programs do. */
export async function openUploadServer(people: Actor[]) {
	const tokens = new Map<string, string>();
	for (const { id } of people) tokens.set(id, (await createTokenHere(id)).token);
	const receive = openReceiving();
	const server = createServer((request, response) =>
		isFetched(request)
			? void sendFetched(request, response, origin)
			: receive(request, response, origin)
	);
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const bearer = (who: Actor) => ({ authorization: `Bearer ${tokens.get(who.id)}` });

	return {
		origin,
		/** What a request of somebody's begins with, where a test speaks HTTP itself. */
		headers: (who: Actor) => ({ 'tus-resumable': '1.0.0', ...bearer(who) }),
		/** Sends bytes to where a recording is awaited, with another's client. */
		send: (who: Actor, path: string, bytes: Uint8Array, chunk = 8_000): Promise<void> =>
			new Promise((done, failed) =>
				new Upload(Buffer.from(bytes), {
					uploadUrl: origin + path,
					chunkSize: chunk,
					uploadSize: bytes.length,
					headers: bearer(who),
					retryDelays: null,
					onSuccess: () => done(),
					onError: failed
				}).start()
			),
		patch: (
			who: Actor | undefined,
			path: string,
			offset: number,
			bytes: Uint8Array,
			more: Record<string, string> = {}
		) =>
			fetch(origin + path, {
				method: 'PATCH',
				body: Buffer.from(bytes),
				headers: {
					'tus-resumable': '1.0.0',
					'upload-offset': String(offset),
					'content-type': 'application/offset+octet-stream',
					...(who && bearer(who)),
					...more
				}
			}),
		head: async (who: Actor | undefined, path: string) => {
			const answer = await fetch(origin + path, {
				method: 'HEAD',
				headers: { 'tus-resumable': '1.0.0', ...(who && bearer(who)) }
			});
			return { status: answer.status, offset: answer.headers.get('upload-offset') };
		},
		/** Any other request, as somebody. */
		ask: (who: Actor, path: string, request: RequestInit) =>
			fetch(origin + path, {
				...request,
				headers: { 'tus-resumable': '1.0.0', ...bearer(who), ...request.headers }
			}),
		close: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		}
	};
}
