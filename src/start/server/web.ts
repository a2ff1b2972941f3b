import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { makeSetupToken } from '#modules/people/server/place.ts';
import { presentToKit, readEnv } from '#platform/server/env.ts';
import { log } from '#platform/server/log.ts';
import { secure } from '#platform/server/web/headers.ts';
import { answerHealth } from '#platform/server/web/health.ts';
import { openApp, originOf } from './app.ts';
import { openControl } from './control.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const env = readEnv();
const close = await openApp(env, { work: true });
presentToKit();
const { handler } = (await import(
	/* @vite-ignore */ new URL('./handler.js', import.meta.url).href
)) as { handler: Handler };

const server = createServer((request, response) => {
	const origin = originFor(request);
	secure(response, origin);
	if (request.url === '/healthz') return void answerHealth(response);
	const { protocol, host } = new URL(origin);
	request.headers['x-junto-protocol'] = protocol.slice(0, -1);
	request.headers['x-junto-host'] = host;
	handler(request, response, () => response.writeHead(404).end());
});
server.listen(env.PORT, env.HOST, () => void announce());
const closeControl = await openControl(env.JUNTO_DATA);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void drain());

async function announce(): Promise<void> {
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : env.PORT;
	const origin = originOf({ ...env, PORT: port });
	console.log(`Junto is at ${origin}`);
	const token = await makeSetupToken();
	if (token) console.log(`Set it up at ${origin}/set-up?token=${token}`);
}

/** The address that this request was made to: what the operator set, else what the browser asked for. */
function originFor(request: IncomingMessage): string {
	if (env.ORIGIN) return env.ORIGIN;
	const host = request.headers.host ?? '';
	return `http://${/^[\w.:[\]-]+$/.test(host) ? host : 'localhost'}`;
}

/** Answers what is under way, refuses what is new, and ends within ten seconds. */
async function drain(): Promise<void> {
	setTimeout(() => process.exit(0), 9_000).unref();
	closeControl();
	const closed = new Promise((done) => server.close(done));
	server.closeIdleConnections();
	setTimeout(() => server.closeAllConnections(), 5_000).unref();
	await closed;
	await close().catch((error) => log.error(error, 'closing'));
	process.exit(0);
}
