import { ALL_FORMATS, BufferSource, FilePathSource, Input } from 'mediabunny';
import { Invalid } from '../../errors.ts';

/** What a recording is, read from its content: its type, and how long it is in seconds. */
export type Sound = { type: 'audio/mpeg' | 'audio/mp4'; seconds: number };

const endings = { 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a' };

/** The ending of a name that players expect of a sound of this type. */
export const soundEnding = (type: string) => endings[type as Sound['type']] ?? 'bin';

/** The shortest and the longest that a track may be. */
export const secondsAtLeast = 0.2;
export const secondsAtMost = 6 * 60 * 60;

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
	const type = await input.getMimeType();
	const track = await input.getPrimaryAudioTrack();
	if (!track) throw wrong('There is no voice in it');
	const codec = await track.getCodec();
	const seconds = await input.computeDuration([track]);
	if (codec === 'mp3' && type.startsWith('audio/mpeg')) return { type: 'audio/mpeg', seconds };
	if (codec === 'aac' && type.startsWith('audio/mp4')) return { type: 'audio/mp4', seconds };
	throw wrong('This does not play everywhere. Send it as MP3, or as M4A with AAC');
}

function wrong(message: string): Invalid {
	return new Invalid([{ field: 'file', message }]);
}
