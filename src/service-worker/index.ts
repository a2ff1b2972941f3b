// Answers from what somebody keeps on this device, where the place cannot be reached; it keeps nothing by itself.
import { keptCache } from '#modules/audio/player/kept-cache.ts';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
	const path = url.pathname;
	if (path.startsWith('/_app/immutable/')) event.respondWith(madeOf(request, path));
	else if (path.startsWith('/files/')) event.respondWith(file(request, path));
	else if (request.mode === 'navigate' || path.endsWith('/__data.json'))
		event.respondWith(page(request, path));
});

async function madeOf(request: Request, path: string): Promise<Response> {
	return (await caches.match(path)) ?? fetch(request);
}

/** What is kept, unless the place says that it is not to be heard any more. */
async function file(request: Request, path: string): Promise<Response> {
	const kept = await caches.match(path);
	if (!kept) return fetch(request);
	const now = await asked(path);
	if (!now || !gone.has(now.status)) return part(kept, request.headers.get('range'));
	await (await caches.open(keptCache)).delete(path);
	return now;
}

const gone = new Set([403, 404, 410]);

/** What the place says of an address; nothing where it cannot be reached in time. */
function asked(path: string): Promise<Response | undefined> {
	const ask = { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(2_000) } as const;
	return fetch(path, ask).catch(() => undefined);
}

/** The page itself, else the one that is kept, else the list of those that are. */
async function page(request: Request, path: string): Promise<Response> {
	try {
		return await fetch(request);
	} catch (error) {
		const kept = await caches.match(path);
		if (kept) return kept;
		if (request.mode === 'navigate' && (await caches.match('/playlists/kept')))
			return Response.redirect('/playlists/kept');
		throw error;
	}
}

/** The range of bytes that a player asks for, of what is kept whole. */
async function part(kept: Response, asked: string | null): Promise<Response> {
	const range = /^bytes=(\d+)-(\d*)$/.exec(asked ?? '');
	if (!range) return kept;
	const bytes = await kept.blob();
	const from = Number(range[1]);
	const to = range[2] ? Math.min(Number(range[2]), bytes.size - 1) : bytes.size - 1;
	if (from > to) return new Response(null, { status: 416 });
	const headers = {
		'content-type': kept.headers.get('content-type') ?? bytes.type,
		'content-range': `bytes ${from}-${to}/${bytes.size}`,
		'content-length': String(to - from + 1),
		'accept-ranges': 'bytes'
	};
	return new Response(bytes.slice(from, to + 1), { status: 206, headers });
}
