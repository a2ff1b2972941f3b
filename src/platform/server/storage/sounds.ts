import { open } from 'node:fs/promises';
import {
	ADTS,
	ALL_FORMATS,
	BufferSource,
	CustomSource,
	EncodedPacketSink,
	FLAC,
	Input,
	type InputFormat,
	MATROSKA,
	MP3,
	MP4,
	MPEG_TS,
	OGG,
	QTFF,
	WAVE,
	WEBM
} from 'mediabunny';
import { Invalid } from '../../errors.ts';
import { soundType, type SoundType } from '../../sounds.ts';

/** What a recording is, read from its content: its type, and how long it is in seconds. */
export type Sound = { type: SoundType; seconds: number };

/** How ffmpeg reads what does not play everywhere, what becomes of its pictures, if it has some, and which of its voices and pictures are meant, counted from none. */
export type Elsewhere = {
	demuxer: string;
	pictures: 'keep' | 'anew' | null;
	number: { voice: number; pictures: number };
};

/** It can be heard, but not everywhere; `made` says how it could be, where that is known. */
export class PlaysElsewhere extends Invalid {
	readonly made: Elsewhere | undefined;
	constructor(message: string, made: Elsewhere | undefined) {
		super([{ field: 'file', message }]);
		this.made = made;
	}
}

const endings = { 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a', 'video/mp4': 'mp4' };

/** The ending of a name that players expect of a sound of this type. */
export const soundEnding = (type: string) => endings[type as SoundType] ?? 'bin';

/** The shortest and the longest that a track may be. */
const secondsAtLeast = 0.2;
export const secondsAtMost = 6 * 60 * 60;

/** What a file, or bytes, hold to listen to or to watch, in one of the forms that play everywhere. Throws PlaysElsewhere for what is in another, and Invalid. */
export async function readSound(from: string | Uint8Array): Promise<Sound> {
	const source = typeof from === 'string' ? await fileSource(from) : new BufferSource(from);
	using input = new Input({ source, formats: ALL_FORMATS });
	const read = await look(input).catch((error: unknown) => {
		if (error instanceof Invalid) throw error;
		throw unreadable();
	});
	if (!(read.seconds >= secondsAtLeast)) throw wrong('There is nothing to hear in it');
	if (read.seconds > secondsAtMost) throw wrong('This is longer than six hours. Split it');
	return read;
}

async function look(input: Input): Promise<Sound> {
	const track = await input.getPrimaryAudioTrack();
	if (!track) throw wrong('There is no voice in it');
	const pictures = await input.getPrimaryVideoTrack();
	const codec = pictures && ((await pictures.getCodecParameterString()) ?? '');
	const type = soundType({
		voice: await track.getCodec(),
		pictures: codec,
		container: await input.getMimeType()
	});
	if (!type) {
		const number = { voice: track.number - 1, pictures: (pictures?.number ?? 1) - 1 };
		throw await elsewhere(input, codec, number);
	}
	const seconds = await input.computeDuration([track]);
	// An index may promise more than there is: whoever listens to the end needs what it names last.
	for (const each of pictures ? [track, pictures] : [track])
		if (seconds > 0 && !(await new EncodedPacketSink(each).getPacket(Infinity))) throw unreadable();
	return { type, seconds };
}

/** As ffmpeg calls what these are; in others something may stand that is to be fetched from elsewhere. */
const demuxers = new Map<InputFormat, string>([
	[MP4, 'mov'],
	[QTFF, 'mov'],
	[MATROSKA, 'matroska'],
	[WEBM, 'matroska'],
	[WAVE, 'wav'],
	[OGG, 'ogg'],
	[FLAC, 'flac'],
	[ADTS, 'aac'],
	[MP3, 'mp3'],
	[MPEG_TS, 'mpegts']
]);

async function elsewhere(
	input: Input,
	pictures: string | null,
	number: Elsewhere['number']
): Promise<PlaysElsewhere> {
	const demuxer = demuxers.get(await input.getFormat());
	const made = (kept: Elsewhere['pictures']) =>
		demuxer === undefined ? undefined : { demuxer, pictures: kept, number };
	if (pictures === null)
		return new PlaysElsewhere(
			'This does not play everywhere. Send it as MP3, or as M4A with AAC',
			made(null)
		);
	const known = soundType({ voice: 'aac', pictures, container: 'video/mp4' });
	return new PlaysElsewhere(
		'Its pictures do not play everywhere. Send it as MP4 with H.264 and AAC',
		made(known ? 'keep' : 'anew')
	);
}

/** A file as the library reads it fastest; its own way takes five times as long for some hours of MP3. */
async function fileSource(path: string): Promise<CustomSource> {
	const file = await open(path);
	return new CustomSource({
		getSize: async () => (await file.stat()).size,
		read: async (start, end) => {
			const { buffer, bytesRead } = await file.read(new Uint8Array(end - start), 0, null, start);
			return buffer.subarray(0, bytesRead);
		},
		prefetchProfile: 'network',
		dispose: () => void file.close()
	});
}

const unreadable = () =>
	wrong('This is no recording that can be read. It may be cut off, or something else');

function wrong(message: string): Invalid {
	return new Invalid([{ field: 'file', message }]);
}
