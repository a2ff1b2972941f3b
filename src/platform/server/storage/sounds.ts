import { ALL_FORMATS, BufferSource, FilePathSource, Input } from 'mediabunny';
import { Invalid } from '../../errors.ts';
import { soundType, type SoundType } from '../../sounds.ts';

/** What a recording is, read from its content: its type, and how long it is in seconds. */
export type Sound = { type: SoundType; seconds: number };

const endings = { 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a' };

/** The ending of a name that players expect of a sound of this type. */
export const soundEnding = (type: string) => endings[type as SoundType] ?? 'bin';

/** The shortest and the longest that a track may be. */
const secondsAtLeast = 0.2;
const secondsAtMost = 6 * 60 * 60;

/** What a file, or bytes, hold to listen to, in one of the two forms that play everywhere. Throws Invalid. */
export async function readSound(from: string | Uint8Array): Promise<Sound> {
	const source = typeof from === 'string' ? new FilePathSource(from) : new BufferSource(from);
	using input = new Input({ source, formats: ALL_FORMATS });
	const read = await look(input).catch((error: unknown) => {
		if (error instanceof Invalid) throw error;
		throw wrong('This is no recording that can be read. It may be cut off, or something else');
	});
	if (!(read.seconds >= secondsAtLeast)) throw wrong('There is nothing to hear in it');
	if (read.seconds > secondsAtMost) throw wrong('This is longer than six hours. Split it');
	return read;
}

async function look(input: Input): Promise<Sound> {
	const track = await input.getPrimaryAudioTrack();
	if (!track) throw wrong('There is no voice in it');
	const type = soundType(await track.getCodec(), await input.getMimeType());
	if (type) return { type, seconds: await input.computeDuration([track]) };
	throw wrong('This does not play everywhere. Send it as MP3, or as M4A with AAC');
}

function wrong(message: string): Invalid {
	return new Invalid([{ field: 'file', message }]);
}
