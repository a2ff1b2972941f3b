import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import {
	ALL_FORMATS,
	BlobSource,
	BufferTarget,
	canEncodeAudio,
	Conversion,
	type ConversionOptions,
	Input,
	Mp3OutputFormat,
	Mp4OutputFormat,
	Output,
	type OutputFormat
} from 'mediabunny';
import { Upload } from 'tus-js-client';
import * as m from '#messages';
import { soundType } from '#platform/sounds.ts';
import { whyNot } from '#platform/why-not.ts';

/** How far something is: made ready for every player, on its way, or here. */
export type Progress = { step: 'converting' | 'sending'; part: number };

type Expected = { track: string; upload: string };

/**
 * Sends a recording as a new track, or as a new take of one: `door` is the address that awaits it, `words` what it is told
 * beside. What does not play everywhere is first made so here on the device: with its `pictures` MP4, else MP3. Throws an
 * Error that says what was wrong.
 */
export async function send(
	file: File,
	door: string,
	words: Record<string, unknown>,
	tell: (progress: Progress) => void,
	pictures = false
): Promise<string> {
	const ready = await playable(file, pictures, (part) => tell({ step: 'converting', part }));
	tell({ step: 'sending', part: 0 });
	const answer = await fetch(door, {
		method: 'POST',
		body: JSON.stringify({ ...words, name: file.name, bytes: ready.size }),
		headers: { 'content-type': 'application/json' }
	});
	if (!answer.ok) throw new Error((await whyNot(answer)) || answer.statusText);
	const { track, upload } = (await answer.json()) as Expected;
	await bring(ready, upload, (part) => tell({ step: 'sending', part }));
	return track;
}

/** Brings bytes to where they are awaited, in parts, and goes on by itself when the network was gone. */
async function bring(bytes: Blob, address: string, tell: (part: number) => void): Promise<void> {
	await new Promise<void>((done, failed) => {
		const upload = new Upload(bytes, {
			uploadUrl: address,
			chunkSize: 4_000_000,
			retryDelays: [0, 1_000, 3_000, 10_000, 30_000],
			onProgress: (sent, all) => tell(all > 0 ? sent / all : 0),
			onSuccess: () => done(),
			onError: (error) => {
				const said =
					'originalResponse' in error ? error.originalResponse?.getBody().trim() : undefined;
				failed(new Error(said || error.message));
			}
		});
		upload.start();
	});
}

/** The recording itself where it plays everywhere; else with its pictures as MP4, or its voice as MP3. */
async function playable(
	file: File,
	withPictures: boolean,
	tell: (part: number) => void
): Promise<Blob> {
	const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
	const voice = await (await input.getPrimaryAudioTrack().catch(() => null))?.getCodec();
	// What is no sound at all is for the server to say.
	if (!voice) return file;
	const track = await input.getPrimaryVideoTrack();
	const pictures = track && ((await track.getCodecParameterString()) ?? '');
	const container = await input.getMimeType();
	const plays = soundType({ voice, pictures, container });
	if (plays && (withPictures || pictures === null)) return file;
	if (withPictures && track && pictures !== null) {
		const copied = soundType({ voice: 'aac', pictures, container: 'video/mp4' });
		const height = copied ? undefined : await track.getDisplayHeight();
		const film = await converted(input, await asFilm(height), tell);
		if (!film) throw new Error(m.audio_pictures_impossible());
		return film;
	}
	registerMp3Encoder();
	return (await converted(input, asVoice, tell)) ?? file;
}

type Form = Pick<ConversionOptions, 'video' | 'audio'> & { format: OutputFormat; type: string };

const asVoice: Form = {
	...{ format: new Mp3OutputFormat(), type: 'audio/mpeg' },
	video: { discard: true },
	audio: { codec: 'mp3', bitrate: 96_000, numberOfChannels: 1 }
};

/** How a film is made that every player shows; its pictures anew where their height is given, else as they are. */
async function asFilm(height: number | undefined): Promise<Form> {
	const { registerAacEncoder } = await import('@mediabunny/aac-encoder');
	if (!(await canEncodeAudio('aac'))) registerAacEncoder();
	const anew = height !== undefined && {
		...{ height: Math.min(720, height - (height % 2)), bitrate: 1_500_000 },
		forceTranscode: true
	};
	return {
		...{ format: new Mp4OutputFormat(), type: 'video/mp4' },
		video: { codec: 'avc', ...anew },
		audio: { codec: 'aac' }
	};
}

/** A recording in another form, with all that was to be in it; undefined where this browser cannot make that. */
async function converted(
	input: Input,
	{ format, type, video, audio }: Form,
	tell: (part: number) => void
): Promise<Blob | undefined> {
	const target = new BufferTarget();
	const output = new Output({ format, target });
	const conversion = await Conversion.init({ input, output, video, audio, showWarnings: false });
	const lost = conversion.discardedTracks.some(({ reason }) => reason !== 'discarded_by_user');
	if (!conversion.isValid || (lost && type.startsWith('video/'))) return undefined;
	conversion.onProgress = tell;
	await conversion.execute();
	return new Blob([target.buffer!], { type });
}
