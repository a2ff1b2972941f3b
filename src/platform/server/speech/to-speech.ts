import { createRequire } from 'node:module';
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

/** Says what reads words aloud: `espeak`, an address that takes words, or a command; nothing does without one. Throws where the package for `espeak` is not there. */
export function openTextToSpeech(
	setting: string | undefined,
	{ seconds = 60, bytes = 50_000_000 }: Partial<Bounds> = {}
): void {
	opened = setting ? machineOf(setting, { seconds, bytes }) : undefined;
	if (setting === 'espeak') espeak();
}

/** Ends what is being read, and begins nothing more. */
export function closeTextToSpeech(): void {
	opened?.closing.abort();
}

/** What reads words aloud, by which what it made is known again; undefined where nothing does. */
export function reader(): string | undefined {
	return opened?.setting;
}

/** Words read aloud in a language such as `de`, as WAV. Throws MachineFailed, and another error where Junto ends before. */
export async function readAloud(words: string, language: string): Promise<Buffer> {
	if (!opened) throw new MachineFailed('TEXT_TO_SPEECH is not set');
	const { setting, bounds } = opened;
	const bytes = await within(opened, (signal) => {
		const given = { signal, most: bounds.bytes };
		if (setting === 'espeak')
			return run([...espeak(), language], { ...given, words: words.replace(/[<>]/g, ' ') });
		const named = setting.replaceAll('{language}', language);
		const command = commandOf(named);
		if (command) return run(command, { ...given, words });
		return ask(new URL(named), words, language, given);
	});
	return mended(bytes);
}

function ask(
	url: URL,
	input: string,
	language: string,
	given: { signal: AbortSignal; most: number }
): Promise<Buffer> {
	const fields = { voice: language, ...Object.fromEntries(url.searchParams) };
	const body = Buffer.from(JSON.stringify({ ...fields, input, response_format: 'wav' }));
	const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
	return post(url, { headers, body: [body] }, given);
}

/** Its package is licensed as Junto itself is not, so operators add it; it runs in a process of its own. */
const espeakPackage = '@echogarden/espeak-ng-emscripten';
const espeakProgram = `
const [path, language] = process.argv.slice(1);
const { default: load } = await import(path);
const { eSpeakNGWorker: Voice } = await load();
const voice = new Voice();
voice.set_voice(language);
let words = '';
for await (const some of process.stdin.setEncoding('utf8')) words += some;
const parts = [];
voice.synthesize(words, (sound) => {
	if (sound?.byteLength) parts.push(Buffer.from(Uint8Array.from(new Uint8Array(sound.buffer, sound.byteOffset, sound.byteLength))));
});
const sound = Buffer.concat(parts);
const rate = voice.get_samplerate();
const head = Buffer.alloc(44);
head.write('RIFF');
head.writeUInt32LE(36 + sound.length, 4);
head.write('WAVEfmt ', 8);
head.writeUInt32LE(16, 16);
head.writeUInt16LE(1, 20);
head.writeUInt16LE(1, 22);
head.writeUInt32LE(rate, 24);
head.writeUInt32LE(rate * 2, 28);
head.writeUInt16LE(2, 32);
head.writeUInt16LE(16, 34);
head.write('data', 36);
head.writeUInt32LE(sound.length, 40);
process.stdout.write(Buffer.concat([head, sound]));
`;

function espeak(): string[] {
	try {
		const path = createRequire(import.meta.url).resolve(espeakPackage);
		return [process.execPath, '--input-type=module', '-e', espeakProgram, path];
	} catch (error) {
		throw new Error(
			`TEXT_TO_SPEECH=espeak needs a package that does not come with Junto: npm install --no-save ${espeakPackage}`,
			{ cause: error }
		);
	}
}

/** Programs that write while they speak do not know how long it will be: the lengths are set right. Throws MachineFailed for what is no WAV. */
function mended(bytes: Buffer): Buffer {
	const name = (at: number) => bytes.toString('latin1', at, at + 4);
	if (bytes.length < 45 || name(0) !== 'RIFF' || name(8) !== 'WAVE')
		throw new MachineFailed('It made no WAV');
	for (let at = 12; at + 8 < bytes.length; at += 8 + bytes.readUInt32LE(at + 4))
		if (name(at) === 'data') {
			const left = bytes.length - at - 8;
			const told = bytes.readUInt32LE(at + 4);
			if (told === 0 || told > left) bytes.writeUInt32LE(left, at + 4);
			bytes.writeUInt32LE(bytes.length - 8, 4);
			return bytes;
		}
	throw new MachineFailed('There is nothing to hear in it');
}
