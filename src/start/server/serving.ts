import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { openLiveDrafts } from '#modules/documents/server/live-drafts.ts';
import { actorAsking } from '#modules/people/server/actors.ts';
import { makeSetupToken } from '#modules/people/server/place.ts';
import type { Env } from '#platform/server/env.ts';
import { log } from '#platform/server/log.ts';
import { clientAddress } from '#platform/server/web/client.ts';
import { compress } from '#platform/server/web/compress.ts';
import { secure } from '#platform/server/web/headers.ts';
import { answerHealth } from '#platform/server/web/health.ts';
import { originOf } from './app.ts';
import { openControl } from './control.ts';
import { openReceiving } from './receiving.ts';
import { isFetched, sendFetched } from './sending.ts';

export type Handler = (
	request: IncomingMessage,
	response: ServerResponse,
	next: () => void
) => void;

/** Answers by `handler` with all that stands around it, says where, and ends by a signal; `close` ends what `openApp` opened. Throws when the address is not to be had. */
export async function serve(env: Env, handler: Handler, close: () => Promise<void>): Promise<void> {
	const receiveUpload = openReceiving();
	const server = createServer((request, response) => {
		const origin = originFor(request, env);
		secure(response, origin);
		if (request.url === '/healthz') return void answerHealth(response);
		const { protocol, host } = new URL(origin);
		request.headers['x-junto-protocol'] = protocol.slice(0, -1);
		request.headers['x-junto-host'] = host;
		request.headers['x-junto-address'] = clientAddress(request, env.JUNTO_TRUSTED_PROXIES);
		if (request.url?.startsWith('/uploads/')) return receiveUpload(request, response, origin);
		if (isFetched(request)) return void sendFetched(request, response, origin);
		compress(request, response, () =>
			handler(request, response, () => response.writeHead(404).end())
		);
	});
	// A proxy keeps an idle connection for up to two minutes, and must not ask on one that was just closed. Node counts from when all was handed over, not from when a slow listener has it.
	server.keepAliveTimeout = 125_000;
	const live = openLiveDrafts({
		whoAsks: actorAsking,
		originOf: (request) => originFor(request, env)
	});
	server.on('upgrade', live.handleUpgrade);
	const sockets = new Set<Socket>();
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});

	const closeControl = await openControl(env.JUNTO_DATA);
	try {
		await listen(server, env);
	} catch (error) {
		closeControl();
		await close();
		throw error;
	}
	/** Answers what is under way, refuses what is new, and ends within ten seconds. */
	const drain = async () => {
		setTimeout(() => process.exit(0), 9_000).unref();
		closeControl();
		const closed = new Promise((done) => server.close(done));
		await live.close();
		server.closeIdleConnections();
		setTimeout(() => sockets.forEach((socket) => socket.destroy()), 4_000).unref();
		await closed;
		await close().catch((error: unknown) => log.error(error, 'closing'));
		process.exit(0);
	};
	for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void drain());
	await announce({ ...env, PORT: portOf(server) });
}

function listen(server: ReturnType<typeof createServer>, { PORT, HOST }: Env): Promise<void> {
	const told: Record<string, string> = {
		EADDRINUSE: `Port ${PORT} of ${HOST} is taken: choose another by PORT`,
		EACCES: `Port ${PORT} is not this user's to open: choose one from 1024 on by PORT`,
		EADDRNOTAVAIL: `HOST ${HOST} is not an address of this machine`,
		ENOTFOUND: `HOST ${HOST} is not an address of this machine`
	};
	return new Promise((ready, failed) => {
		server.once('error', (error: NodeJS.ErrnoException) =>
			failed(new Error(told[error.code ?? ''] ?? error.message, { cause: error }))
		);
		server.listen(PORT, HOST, ready);
	});
}

function portOf(server: ReturnType<typeof createServer>): number {
	const address = server.address();
	return typeof address === 'object' && address ? address.port : 0;
}

async function announce(env: Env): Promise<void> {
	const origin = originOf(env);
	console.log(`Junto is at ${origin}`);
	const token = await makeSetupToken();
	if (token) console.log(`Set it up at ${origin}/set-up?token=${token}`);
}

/** The address that this request was made to: what the operator set, else what the browser asked for. */
function originFor(request: IncomingMessage, env: Env): string {
	if (env.ORIGIN) return env.ORIGIN;
	const host = request.headers.host ?? '';
	return `http://${/^[\w.:[\]-]+$/.test(host) ? host : 'localhost'}`;
}
