import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { newId } from '../ids.ts';
import {
	commandOf,
	MachineFailed,
	machineOf,
	post,
	run,
	within,
	type Bounds,
	type Machine
} from '../machine.ts';

let opened: Machine | undefined;

/** Says what writes down what is said: an address that takes recordings, or a command; nothing does without one. */
export function openSpeechToText(
	setting: string | undefined,
	{ seconds = 600, bytes = 1_000_000 }: Partial<Bounds> = {}
): void {
	opened = setting ? machineOf(setting, { seconds, bytes }) : undefined;
}

/** Ends what is being written down, and begins nothing more. */
export function closeSpeechToText(): void {
	opened?.closing.abort();
}

/** Whether there is something here that writes down what is said. */
export function writesDown(): boolean {
	return opened !== undefined;
}

/** What is said in the sound at `path`, as WebVTT, SubRip or plain text. Throws MachineFailed, and another error where Junto ends before. */
export async function writeDown(path: string): Promise<string> {
	if (!opened) throw new MachineFailed('SPEECH_TO_TEXT is not set');
	const { setting, bounds } = opened;
	const bytes = await within(opened, async (signal) => {
		const given = { signal, most: bounds.bytes };
		const command = commandOf(setting);
		if (command) return run([...command, path], given);
		const url = new URL(setting);
		return post(url, await formOf(url, path), given);
	});
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw new MachineFailed('It wrote no text');
	}
}

/** A sound as a form, as many programs take it, with whatever the address names behind its `?`. */
async function formOf(url: URL, path: string) {
	const boundary = newId();
	const field = (name: string, more = '') =>
		`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
	const fields = [['response_format', 'vtt'], ...url.searchParams]
		.map(([name, value]) => `${field(name!)}${value}\r\n`)
		.join('');
	const before = Buffer.from(`${fields}${field('file', `; filename="${basename(path)}"`)}`);
	const after = Buffer.from(`\r\n--${boundary}--\r\n`);
	const { size } = await stat(path);
	return {
		headers: {
			'Content-Type': `multipart/form-data; boundary=${boundary}`,
			'Content-Length': before.length + size + after.length,
			Accept: 'text/vtt, text/plain'
		},
		body: inTurn(before, path, after)
	};
}

async function* inTurn(before: Buffer, path: string, after: Buffer): AsyncGenerator<Buffer> {
	yield before;
	yield* createReadStream(path);
	yield after;
}
