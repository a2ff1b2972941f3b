import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import {
	ALL_FORMATS,
	BlobSource,
	BufferTarget,
	Conversion,
	type ConversionOptions,
	Input,
	type InputVideoTrack,
	Mp3OutputFormat,
	Mp4OutputFormat,
	Output,
	type OutputFormat,
	StreamTarget
} from 'mediabunny';
import * as m from '#messages';
import { deviceTime } from '#platform/device-clock.ts';
import { soundType } from '#platform/sounds.ts';
import { registerAac } from './aac.ts';

/** The recording itself where it plays everywhere, or will be `madeThere`; else with its pictures as MP4, or its voice as MP3. Throws an Error that says what this browser cannot do. */
export async function playable(
	file: File,
	withPictures: boolean,
	madeThere: () => Promise<boolean>,
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
	const asItIs = withPictures || pictures === null;
	if (asItIs && (plays || (await madeThere()))) return file;
	if (track && withPictures) {
		const copied = soundType({ voice: 'aac', pictures, container: 'video/mp4' });
		const film = await asFilm(input, { voice, ...(!copied && { anew: track }) }, tell);
		if (!film) throw new Error(m.audio_pictures_impossible());
		return film;
	}
	const sound = await asVoice(input, tell);
	if (!sound && track) throw new Error(m.audio_voice_impossible());
	return sound ?? file;
}

async function asVoice(input: Input, tell: (part: number) => void): Promise<Blob | undefined> {
	registerMp3Encoder();
	const target = new BufferTarget();
	const made = await convert(input, target, tell, {
		format: new Mp3OutputFormat(),
		video: { discard: true },
		audio: { codec: 'mp3', bitrate: 96_000, numberOfChannels: 1 }
	});
	return made ? new Blob([target.buffer!], { type: 'audio/mpeg' }) : undefined;
}

/** What was filmed here, from one moment to another, as every player shows it. Throws an Error that says what this browser cannot do. */
export async function finished(
	film: Blob,
	trim: { start: number; end: number } | undefined,
	tell: (part: number) => void
): Promise<Blob> {
	const input = new Input({ source: new BlobSource(film), formats: ALL_FORMATS });
	const whole = await asFilm(input, { voice: 'aac', trim }, tell).catch(() => undefined);
	if (whole) return whole;
	// It plays in its fragments, too.
	if (trim) throw new Error(m.audio_pictures_impossible());
	return film;
}

/** As every player shows it, its pictures copied or made `anew`. */
async function asFilm(
	input: Input,
	{
		voice,
		anew,
		trim
	}: Pick<ConversionOptions, 'trim'> & { voice: string; anew?: InputVideoTrack },
	tell: (part: number) => void
): Promise<Blob | undefined> {
	if (voice !== 'aac') await registerAac();
	const room = await roomForFilm();
	const target = room ? new StreamTarget(await room.createWritable()) : new BufferTarget();
	const made = await convert(input, target, tell, {
		format: new Mp4OutputFormat(),
		video: { codec: 'avc', ...(anew && (await smaller(anew))) },
		audio: { codec: 'aac' },
		trim
	});
	if (!made) return undefined;
	return target instanceof BufferTarget
		? new Blob([target.buffer!], { type: 'video/mp4' })
		: room!.getFile();
}

async function smaller(track: InputVideoTrack) {
	const [wide, high] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
	const side = Math.min(720, wide, high);
	const even = side - (side % 2);
	return {
		...(wide < high ? { width: even } : { height: even }),
		...{ bitrate: 1_500_000, forceTranscode: true }
	};
}

type Form = Pick<ConversionOptions, 'video' | 'audio' | 'trim'> & { format: OutputFormat };

/** Whether a recording could be made in another form, with all that was to be in it. */
async function convert(
	input: Input,
	target: BufferTarget | StreamTarget,
	tell: (part: number) => void,
	{ format, video, audio, trim }: Form
): Promise<boolean> {
	const output = new Output({ format, target });
	const how = {
		input,
		output,
		video,
		audio,
		trim,
		tracks: 'primary',
		showWarnings: false
	} as const;
	const conversion = await Conversion.init(how);
	const lost = conversion.discardedTracks.some(
		({ reason }) => reason !== 'discarded_by_user' && reason !== 'max_track_count_reached'
	);
	if (!conversion.isValid || lost) return false;
	conversion.onProgress = tell;
	await conversion.execute();
	return true;
}

const dayAgo = () => deviceTime() - 24 * 60 * 60 * 1000;

/** A file on the device, where that can be written: a film may be larger than memory. */
async function roomForFilm(): Promise<FileSystemFileHandle | undefined> {
	const folder = await filmsHere();
	for await (const one of folder?.values() ?? [])
		if (one instanceof FileSystemFileHandle && (await changed(one)) < dayAgo())
			await folder!.removeEntry(one.name).catch(() => {});
	const file = await folder?.getFileHandle(`${deviceTime()}.mp4`, { create: true });
	return file && 'createWritable' in file ? file : undefined;
}

const changed = (file: FileSystemFileHandle) =>
	file.getFile().then(
		({ lastModified }) => lastModified,
		() => Infinity
	);

/** Forgets a film that was made on this device, once it was sent. */
export async function forgetFilm(film: Blob): Promise<void> {
	if (film instanceof File) await (await filmsHere())?.removeEntry(film.name).catch(() => {});
}

async function filmsHere(): Promise<FileSystemDirectoryHandle | undefined> {
	const root = await navigator.storage.getDirectory().catch(() => undefined);
	return root?.getDirectoryHandle('junto-films', { create: true }).catch(() => undefined);
}
