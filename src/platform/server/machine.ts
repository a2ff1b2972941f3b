import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request as overHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as overHttps } from 'node:https';
import { setPriority } from 'node:os';
import { Readable } from 'node:stream';
import { plainEnvironment } from './env.ts';

/** What it may take at most, in seconds, and what may come of it, in bytes. */
export type Bounds = { seconds: number; bytes: number };

/** Something that the operator named: an address, or a command with its words split at spaces. */
export type Machine = { setting: string; bounds: Bounds; closing: AbortController };

/** Nothing came of it. Its message says why, and nothing of what was said or read. */
export class MachineFailed extends Error {}

/** The system or somebody ended it: another time it may go well. */
export class MachineEnded extends MachineFailed {}

export const machineOf = (setting: string, bounds: Bounds): Machine => ({
	...{ setting, bounds },
	closing: new AbortController()
});

/** The words of a command, as it is run; undefined where the setting is an address. */
export function commandOf(setting: string): string[] | undefined {
	return /^https?:/.test(setting) ? undefined : setting.split(' ').filter(Boolean);
}

/** What `work` has of a machine within its bounds. Throws MachineFailed, and another error where Junto ends before. */
export async function within(
	{ bounds, closing }: Machine,
	work: (signal: AbortSignal) => Promise<Buffer>
): Promise<Buffer> {
	const time = AbortSignal.timeout(bounds.seconds * 1000);
	const signal = AbortSignal.any([time, closing.signal]);
	try {
		signal.throwIfAborted();
		return await work(signal);
	} catch (error) {
		if (closing.signal.aborted) throw new Error('Junto ends', { cause: error });
		if (time.aborted) throw new MachineFailed(`It took longer than ${bounds.seconds} seconds`);
		if (error instanceof MachineFailed) throw error;
		const { code = 'for another reason' } = error as { code?: string };
		throw new MachineFailed(`It failed: ${code}`);
	}
}

/** What a command prints, run without a shell and with none of our settings. Nobody reads its standard error, which may repeat what was said. */
export async function run(
	[command = '', ...given]: string[],
	{ signal, most, words }: { signal: AbortSignal; most: number; words?: string }
): Promise<Buffer> {
	const child = spawn(command, given, {
		env: plainEnvironment(),
		stdio: ['pipe', 'pipe', 'ignore'],
		detached: true,
		signal
	});
	const endWithUs = () => endAll(child);
	process.once('exit', endWithUs);
	child.once('spawn', () => makeWay(child.pid!));
	// It may end before it has read all.
	child.stdin.on('error', () => {});
	child.stdin.end(words);
	try {
		const [bytes, [code]] = await Promise.all([
			allOf(child.stdout, most),
			once(child, 'close') as Promise<[number | null]>
		]);
		if (code === null) throw new MachineEnded('Something ended it');
		if (code !== 0) throw new MachineFailed(`It ended with ${code}`);
		return bytes;
	} finally {
		process.off('exit', endWithUs);
		child.on('error', () => {});
		child.stdout.destroy();
		endAll(child);
	}
}

/** What an address answers to `body`. `fetch` gives up on an answer after five minutes, so this does not use it. */
export async function post(
	url: URL,
	{
		headers,
		body
	}: { headers: Record<string, string | number>; body: Iterable<Buffer> | AsyncIterable<Buffer> },
	{ signal, most }: { signal: AbortSignal; most: number }
): Promise<Buffer> {
	const options: RequestOptions = {
		method: 'POST',
		signal,
		headers: { ...headers, ...keyOf(url) }
	};
	const ask = (url.protocol === 'https:' ? overHttps : overHttp)(url, options);
	const source = Readable.from(body);
	source.once('error', (error) => ask.destroy(error));
	// Whatever goes wrong is told by waiting for the answer, or by reading it.
	ask.on('error', () => source.destroy());
	try {
		source.pipe(ask);
		const [answer] = (await once(ask, 'response')) as [IncomingMessage];
		if (answer.statusCode !== 200) throw new MachineFailed(`It answered with ${answer.statusCode}`);
		const [type = ''] = (answer.headers['content-type'] ?? '').split(';');
		if (/json|html/.test(type)) throw new MachineFailed(`It answered with ${type}`);
		return await allOf(answer, most);
	} finally {
		source.destroy();
		ask.destroy();
	}
}

/** What stands alone before the @ of an address is a key; a name and a password are sent as they are. */
function keyOf({ username, password }: URL): Record<string, string> {
	if (!username || password) return {};
	return { Authorization: `Bearer ${decodeURIComponent(username)}` };
}

/** A command may have begun others, which end with it. */
function endAll({ pid }: ChildProcess): void {
	try {
		if (pid !== undefined) process.kill(-pid, 'SIGKILL');
	} catch {
		// All of them have ended already.
	}
}

/** People come first. */
function makeWay(pid: number): void {
	try {
		setPriority(pid, 10);
	} catch {
		// It has ended already, or this system has no such thing.
	}
}

async function allOf(stream: Readable, most: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > most) throw new MachineFailed(`More than ${most} bytes came of it`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
