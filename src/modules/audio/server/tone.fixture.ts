import { appendFile } from 'node:fs/promises';
import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import {
	AudioSample,
	AudioSampleSource,
	BufferTarget,
	Mp3OutputFormat,
	Output,
	WavOutputFormat
} from 'mediabunny';
import { uploadPath } from '#platform/server/storage/uploads.ts';
import { receive } from './receiving.ts';

/** A tone of so many seconds and hertz, as MP3 or as WAV. */
export async function tone(
	seconds: number,
	{
		hertz = 440,
		rate = 44_100,
		as = 'mp3'
	}: { hertz?: number; rate?: number; as?: 'mp3' | 'wav' } = {}
): Promise<Uint8Array> {
	registerMp3Encoder();
	const target = new BufferTarget();
	const format = as === 'mp3' ? new Mp3OutputFormat() : new WavOutputFormat();
	const output = new Output({ format, target });
	const source = new AudioSampleSource(
		as === 'mp3' ? { codec: 'mp3', bitrate: 64_000 } : { codec: 'pcm-s16' }
	);
	output.addAudioTrack(source);
	await output.start();
	for (let from = 0; from < seconds; from += 1) {
		const frames = Math.round(Math.min(1, seconds - from) * rate);
		const data = Float32Array.from(
			{ length: frames },
			(_, i) => 0.3 * Math.sin((2 * Math.PI * hertz * (from * rate + i)) / rate)
		);
		const sample = new AudioSample({
			...{ format: 'f32', sampleRate: rate, numberOfChannels: 1 },
			...{ timestamp: from, data }
		});
		await source.add(sample);
		sample.close();
	}
	await output.finalize();
	return new Uint8Array(target.buffer!);
}

/** Has all the bytes of a recording come. */
export async function sendAll(recording: string, bytes: Uint8Array): Promise<void> {
	await appendFile(uploadPath(recording), bytes);
	await receive(recording);
}
