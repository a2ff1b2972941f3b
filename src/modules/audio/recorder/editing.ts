import {
	ALL_FORMATS,
	AudioSampleSink,
	BlobSource,
	BufferTarget,
	EncodedAudioPacketSource,
	EncodedPacketSink,
	Input,
	Mp3OutputFormat,
	Output
} from 'mediabunny';
import { loudness } from './capturing.ts';

/** A part of a recording, in seconds from its beginning. */
export type Span = { from: number; to: number };

/** How many levels there are to a second. */
export const levelsASecond = 20;

/** How loud a recording is, 0 to 1, in each twentieth of a second; empty where this browser cannot look into it. */
export async function levelsOf(sound: Blob): Promise<number[]> {
	using input = opened(sound);
	const track = await input.getPrimaryAudioTrack();
	if (!track || !(await track.canDecode())) return [];
	const levels: number[] = [];
	let rest = new Float32Array();
	for await (const sample of new AudioSampleSink(track).samples()) {
		const data = new Float32Array(sample.numberOfFrames);
		sample.copyTo(data, { planeIndex: 0, format: 'f32-planar' });
		const frames = sample.sampleRate / levelsASecond;
		sample.close();
		const all = new Float32Array([...rest, ...data]);
		let from = 0;
		for (; from + frames <= all.length; from += frames)
			levels.push(loudness(all.subarray(from, from + frames)));
		rest = all.slice(from);
	}
	return levels;
}

/** How long a recording is, in seconds, and its type. */
export async function lookInto(sound: Blob): Promise<{ seconds: number; type: string }> {
	using input = opened(sound);
	const [type = ''] = (await input.getMimeType()).split(';');
	return { seconds: await input.computeDuration(), type };
}

/** Where somebody speaks, with a breath before and after; all of it where no silence stands out. */
export function spokenPart(levels: number[], seconds: number): Span {
	const loud = levels.toSorted((a, b) => b - a)[Math.floor(levels.length / 10)] ?? 0;
	const speaks = (level: number) => level > loud / 8;
	const [first, last] = [levels.findIndex(speaks), levels.findLastIndex(speaks)];
	if (first < 0) return { from: 0, to: seconds };
	const from = first / levelsASecond - breath;
	const to = (last + 1) / levelsASecond + breath;
	return { from: Math.max(0, from), to: Math.min(seconds, to) };
}

/** In seconds. */
const breath = 0.25;

/** A part of an MP3, to the next of its frames (26 ms), with nothing made anew. */
export function cut(sound: Blob, span: Span): Promise<Blob> {
	return joinParts([{ sound, ...span }]);
}

/** MP3s one after the other, with nothing made anew. */
export function join(sounds: Blob[]): Promise<Blob> {
	return joinParts(sounds.map((sound) => ({ sound, from: 0, to: Infinity })));
}

async function joinParts(parts: (Span & { sound: Blob })[]): Promise<Blob> {
	const target = new BufferTarget();
	const output = new Output({ format: new Mp3OutputFormat(), target });
	const source = new EncodedAudioPacketSource('mp3');
	output.addAudioTrack(source);
	await output.start();
	let at = 0;
	for (const { sound, from, to } of parts) {
		using input = opened(sound);
		const track = await input.getPrimaryAudioTrack();
		if (!track) continue;
		const decoderConfig = (await track.getDecoderConfig()) ?? undefined;
		for await (const packet of new EncodedPacketSink(track).packets()) {
			if (packet.timestamp < from) continue;
			if (packet.timestamp >= to) break;
			await source.add(packet.clone({ timestamp: at }), { decoderConfig });
			at += packet.duration;
		}
	}
	await output.finalize();
	return new Blob([target.buffer!], { type: 'audio/mpeg' });
}

function opened(sound: Blob): Input {
	return new Input({ source: new BlobSource(sound), formats: ALL_FORMATS });
}
