// Makes the voices of the demo from the words beside them, with eSpeak NG, which does not come with Junto:
// npm install --no-save @echogarden/espeak-ng-emscripten@0.3.5 && npm run -s voices && npm ci
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import { AudioSample, AudioSampleSource, BufferTarget, Mp3OutputFormat, Output } from 'mediabunny';
import type { Cue } from '../src/modules/audio/audio.ts';
import { textOf } from '../src/modules/audio/cues.ts';
import { voicesFolder } from '../src/start/server/demo/sounds.ts';
import { spoken, type Spoken } from '../src/start/server/demo/story/spoken.ts';

type Way = { voice: string; rate: number; pitch: number; range: number };

const ways: Record<string, Way> = {
	ruth: { voice: 'en-us+f3', rate: 158, pitch: 40, range: 55 },
	marcus: { voice: 'en-us+m7', rate: 152, pitch: 38, range: 70 },
	kofi: { voice: 'en-gb+m3', rate: 152, pitch: 44, range: 60 },
	tahlia: { voice: 'en-gb+f4', rate: 170, pitch: 58, range: 65 },
	farah: { voice: 'en-gb-x-rp+f2', rate: 160, pitch: 48, range: 50 },
	wren: { voice: 'en-us+f4', rate: 164, pitch: 62, range: 60 },
	ploy: { voice: 'en-us+f1', rate: 150, pitch: 66, range: 60 },
	nora: { voice: 'en-us+f5', rate: 146, pitch: 34, range: 40 },
	yaw: { voice: 'en-gb+m2', rate: 162, pitch: 42, range: 60 }
};

/** In seconds, before, between and after lines. */
const [before, between, after] = [0.2, 0.35, 0.4];
const bitrate = 24_000;

type Worker = {
	rate: number;
	pitch: number;
	range: number;
	set_voice: (name: string) => void;
	get_samplerate: () => number;
	synthesize: (words: string, heard: (samples?: Int16Array) => void) => void;
};
const path = createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten');
const { default: load } = (await import(path)) as {
	default: () => Promise<{ eSpeakNGWorker: new () => Worker }>;
};
// It sows its chance with the clock: the same words are to be the same sound.
Date.now = () => 0;
registerMp3Encoder();

rmSync(voicesFolder, { recursive: true, force: true });
mkdirSync(voicesFolder);
let [bytes, length] = [0, 0];
for (const [name, said] of Object.entries(spoken)) {
	const { mp3, vtt, seconds } = await speak(said);
	writeFileSync(join(voicesFolder, `${name}.mp3`), mp3);
	writeFileSync(join(voicesFolder, `${name}.vtt`), vtt);
	console.log(`${name}: ${seconds.toFixed(1)} s, ${mp3.length} bytes`);
	bytes += mp3.length;
	length += seconds;
}
console.log(`${length.toFixed(0)} s, ${bytes} bytes`);

async function speak({ by, lines }: Spoken) {
	const { eSpeakNGWorker: Voice } = await load();
	const voice = new Voice();
	const { voice: name, ...way } = ways[by]!;
	voice.set_voice(name);
	Object.assign(voice, way);
	const rate = voice.get_samplerate();
	const silence = (seconds: number) => new Float32Array(Math.round(seconds * rate));
	const parts = [silence(before)];
	const cues: Cue[] = [];
	const soFar = () => parts.reduce((sum, part) => sum + part.length, 0) / rate;
	for (const [i, line] of lines.entries()) {
		if (i > 0) parts.push(silence(between));
		const from = soFar();
		parts.push(trimmed(samplesOf(voice, line), rate));
		cues.push({ from, to: soFar(), text: line });
	}
	parts.push(silence(after));
	const seconds = soFar();
	const mp3 = await encoded(asLoud(parts.flatMap((part) => [...part])), rate);
	return { mp3, vtt: textOf(cues), seconds };
}

function samplesOf(voice: Worker, line: string): number[] {
	const samples: number[] = [];
	voice.synthesize(line.replaceAll('’', "'").replace(/[“”]/g, ''), (some) => {
		for (const one of some ?? []) samples.push(one / 32_768);
	});
	return samples;
}

/** Without the long silence that each line ends with. */
function trimmed(samples: number[], rate: number): Float32Array<ArrayBuffer> {
	const end = samples.findLastIndex((one) => Math.abs(one) > 0.004) + 1;
	return Float32Array.from(samples.slice(0, end + Math.round(0.03 * rate)));
}

/** All voices as loud as one another, and none of them clipped. */
function asLoud(samples: number[]): Float32Array<ArrayBuffer> {
	const heard = samples.filter((one) => Math.abs(one) > 0.01);
	const loudness = Math.sqrt(heard.reduce((sum, one) => sum + one * one, 0) / heard.length);
	const peak = samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
	const gain = Math.min(0.14 / loudness, 0.95 / peak);
	return Float32Array.from(samples, (one) => one * gain);
}

async function encoded(data: Float32Array<ArrayBuffer>, sampleRate: number): Promise<Uint8Array> {
	const target = new BufferTarget();
	const output = new Output({ format: new Mp3OutputFormat(), target });
	const source = new AudioSampleSource({ codec: 'mp3', bitrate });
	output.addAudioTrack(source);
	await output.start();
	const sample = new AudioSample({
		...{ format: 'f32', sampleRate, numberOfChannels: 1, timestamp: 0, data }
	});
	await source.add(sample);
	sample.close();
	await output.finalize();
	return new Uint8Array(target.buffer!);
}
