import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AudioSample, AudioSampleSource, BufferTarget, Output, WavOutputFormat } from 'mediabunny';

const rate = 48_000;

/** How loud the voice below is in each quarter of a second, from its beginning: no two stretches alike. */
export const envelope = [
	...[0, 0, 0, 0, 0, 0],
	...[9, 5, 9, 0, 7, 7, 0, 0, 9, 9, 3, 0, 8, 0, 0, 6, 9, 9, 9, 0, 0, 4, 9, 0],
	...[7, 0, 9, 9, 0, 3, 8, 0, 0, 0, 9, 6, 9, 0, 9, 4, 4, 9, 0, 8, 8, 0, 9, 5]
];

/** A made-up voice, that says nothing but in a rhythm of its own, as WAV; a second and a half of silence comes first. */
async function voice(): Promise<Uint8Array> {
	const target = new BufferTarget();
	const output = new Output({ format: new WavOutputFormat(), target });
	const source = new AudioSampleSource({ codec: 'pcm-s16' });
	output.addAudioTrack(source);
	await output.start();
	const stretch = rate / 4;
	for (const [place, loud] of envelope.entries()) {
		const data = Float32Array.from({ length: stretch }, (_, i) => {
			const at = (place * stretch + i) / rate;
			const pitch = 120 + 20 * Math.sin(2 * Math.PI * 3 * at);
			const harmonics = [1, 2, 3, 4, 5, 6, 8, 10, 14].map(
				(times) => Math.sin(2 * Math.PI * pitch * times * at) / Math.sqrt(times)
			);
			const edge = Math.min(1, i / 960, (stretch - i) / 960);
			return (loud / 9) * 0.12 * edge * harmonics.reduce((sum, one) => sum + one, 0);
		});
		const sample = new AudioSample({
			...{ format: 'f32', sampleRate: rate, numberOfChannels: 1 },
			...{ timestamp: place / 4, data }
		});
		await source.add(sample);
		sample.close();
	}
	await output.finalize();
	return new Uint8Array(target.buffer!);
}

/** The same as a file, for a browser's microphone to hear. */
export async function voiceFile(): Promise<string> {
	const file = join(mkdtempSync(join(tmpdir(), 'junto-voice-')), 'voice.wav');
	writeFileSync(file, await voice());
	return file;
}

/** The seconds of a length that the recorder says, such as the `0:12` of `0:12 of about 3:00`. */
export function secondsIn(text: string | null): number {
	const [, minutes, seconds] = /(\d+):(\d\d)/.exec(text ?? '') ?? [];
	return 60 * Number(minutes) + Number(seconds);
}
