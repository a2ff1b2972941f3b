import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { plainEnvironment } from './env.ts';
import { newId } from './ids.ts';

/** What it may take at most, and what it may write. */
type Bounds = { seconds: number; bytes: number };

/** Nothing was written down. Its message says why, and nothing of what was said. */
export class NotWritten extends Error {}

let opened: { setting: string; bounds: Bounds; closing: AbortController } | undefined;

/** Says what writes down what is said: an address that takes recordings, or a command; nothing does without one. */
export function openSpeech(
	setting: string | undefined,
	{ seconds = 600, bytes = 1_000_000 }: Partial<Bounds> = {}
): void {
	opened = setting
		? { setting, bounds: { seconds, bytes }, closing: new AbortController() }
		: undefined;
}

/** Ends what is being written down, and begins nothing more. */
export function closeSpeech(): void {
	opened?.closing.abort();
}

/** Whether there is something here that writes down what is said. */
export function writesDown(): boolean {
	return opened !== undefined;
}

/** What is said in the sound at `path`, as WebVTT, SubRip or plain text. Throws NotWritten, and another error where Junto ends before. */
export async function writeDown(path: string): Promise<string> {
	if (!opened) throw new NotWritten('SPEECH_TO_TEXT is not set');
	const { setting, bounds, closing } = opened;
	const time = AbortSignal.timeout(bounds.seconds * 1000);
	const signal = AbortSignal.any([time, closing.signal]);
	try {
		signal.throwIfAborted();
		const bytes = /^https?:/.test(setting)
			? await post(new URL(setting), path, signal, bounds.bytes)
			: await run(setting.split(' ').filter(Boolean), path, signal, bounds.bytes);
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch (error) {
		if (closing.signal.aborted) throw new Error('Junto ends', { cause: error });
		if (time.aborted) throw new NotWritten(`It took longer than ${bounds.seconds} seconds`);
		if (error instanceof NotWritten) throw error;
		const { code = 'no text' } = error as { code?: string };
		throw new NotWritten(`It failed: ${code}`);
	}
}

/** Runs a command of the operator's without a shell, and with none of our settings. What it says on standard error may tell what was said: nobody reads it. */
async function run(
	[command = '', ...given]: string[],
	path: string,
	signal: AbortSignal,
	most: number
): Promise<Buffer> {
	const child = spawn(command, [...given, path], {
		env: plainEnvironment(),
		stdio: ['ignore', 'pipe', 'ignore'],
		detached: true,
		signal
	});
	const endWithUs = () => endAll(child);
	process.once('exit', endWithUs);
	child.once('spawn', () => makeWay(child.pid!));
	try {
		const [bytes, [code]] = await Promise.all([
			allOf(child.stdout, most),
			once(child, 'close') as Promise<[number | null]>
		]);
		if (code !== 0) throw new NotWritten(`It ended with ${code}`);
		return bytes;
	} finally {
		process.off('exit', endWithUs);
		child.on('error', () => {});
		child.stdout.destroy();
		endAll(child);
	}
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

/** Sends a sound as a form, as many programs take it. The library that `fetch` stands on waits five minutes for an answer at most, so this does not use it. */
async function post(url: URL, path: string, signal: AbortSignal, most: number): Promise<Buffer> {
	const boundary = newId();
	const field = (name: string, more: string) =>
		`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
	const fields = [['response_format', 'vtt'], ...url.searchParams]
		.map(([name, value]) => `${field(name!, '')}${value}\r\n`)
		.join('');
	const before = Buffer.from(`${fields}${field('file', `; filename="${basename(path)}"`)}`);
	const after = Buffer.from(`\r\n--${boundary}--\r\n`);
	const { size } = await stat(path);
	const ask = (url.protocol === 'https:' ? overHttps : overHttp)(url, {
		method: 'POST',
		signal,
		headers: {
			'Content-Type': `multipart/form-data; boundary=${boundary}`,
			'Content-Length': before.length + size + after.length,
			Accept: 'text/vtt, text/plain',
			...(url.username &&
				!url.password && { Authorization: `Bearer ${decodeURIComponent(url.username)}` })
		}
	});
	const form = Readable.from(inTurn(before, path, after));
	form.once('error', (error) => ask.destroy(error));
	// Whatever goes wrong is told by waiting for the answer, or by reading it.
	ask.on('error', () => form.destroy());
	try {
		form.pipe(ask);
		const [answer] = (await once(ask, 'response')) as [IncomingMessage];
		if (answer.statusCode !== 200) throw new NotWritten(`It answered with ${answer.statusCode}`);
		const type = answer.headers['content-type'] ?? '';
		if (/json|html/.test(type)) throw new NotWritten(`It answered with ${type.split(';')[0]}`);
		return await allOf(answer, most);
	} finally {
		form.destroy();
		ask.destroy();
	}
}

async function* inTurn(before: Buffer, path: string, after: Buffer): AsyncGenerator<Buffer> {
	yield before;
	yield* createReadStream(path);
	yield after;
}

async function allOf(stream: Readable, most: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > most) throw new NotWritten(`It wrote more than ${most} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
