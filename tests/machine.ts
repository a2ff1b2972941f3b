// Junto's own processes, started as an operator starts them.
import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

export type Machine = { data: string; port: number; now: string };

/** A method and a path under /api/v1. */
export type Request = `${string} /${string}`;

/** Does one command of `junto` and returns what it answered; throws its one line of error. */
export async function junto<Answer>(machine: Machine, ...words: string[]): Promise<Answer> {
	const arguments_ = ['build/server/junto.js', ...words, '--json'];
	const { stdout } = await promisify(execFile)(process.execPath, arguments_, {
		env: envOf(machine)
	});
	return JSON.parse(stdout) as Answer;
}

/** Starts the built server; resolves with what it printed once it listens, and with what ends it. */
export async function serve(
	machine: Machine
): Promise<{ printed: string; stop: (signal?: NodeJS.Signals) => Promise<void> }> {
	const server = spawn(process.execPath, ['build/server/web.js'], { env: envOf(machine) });
	const ended = new Promise<void>((done) => server.once('exit', () => done()));
	let printed = '';
	for (const stream of [server.stdout, server.stderr])
		stream.on('data', (chunk) => (printed += chunk));
	while (!/Junto is at/.test(printed) || !(await isHealthy(machine))) {
		if (server.exitCode !== null) throw new Error(`The server did not start: ${printed}`);
		await new Promise((wait) => setTimeout(wait, 50));
	}
	const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
		server.kill(signal);
		await ended;
	};
	return { printed, stop };
}

/** One request to the API; throws the problem that came back. */
export async function ask<Answer>(
	{ port }: Machine,
	token: string,
	request: Request,
	body?: object
): Promise<Answer> {
	const [method = '', path = ''] = request.split(' ');
	const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
		method,
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		...(body && { body: JSON.stringify(body) })
	});
	const said = await answer.json();
	if (!answer.ok) throw new Error(`${request}: ${answer.status} ${JSON.stringify(said)}`);
	return said as Answer;
}

/** A port that nobody uses. */
export async function freePort(): Promise<number> {
	const probe = createServer();
	await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
	const address = probe.address();
	await new Promise((closed) => probe.close(closed));
	if (typeof address !== 'object' || !address) throw new Error('No port is free');
	return address.port;
}

async function isHealthy({ port }: Machine): Promise<boolean> {
	const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
	return answer?.ok ?? false;
}

function envOf({ data, port, now }: Machine): NodeJS.ProcessEnv {
	return {
		PATH: process.env.PATH,
		NODE_ENV: 'production',
		PORT: `${port}`,
		JUNTO_DATA: data,
		JUNTO_NOW: now,
		JUNTO_ALLOW_CLOCK: '1',
		JUNTO_RATE_LIMITS: 'off'
	};
}
