import { machineOf, MachineFailed, run, within, type Machine } from '../machine.ts';
import { secondsAtMost, type Elsewhere } from './sounds.ts';

let opened: Machine | undefined;

/** What a film of six hours takes on a small machine. */
export const secondsPatient = 4 * 60 * 60;

/** What it may say. */
const bytesAtMost = 1_000_000;

/** Whether there is an ffmpeg that makes recordings play everywhere: `none`, the path of one, else the one on the PATH. Throws where the one that is named makes neither MP3 nor H.264. */
export async function findsFfmpeg(setting = 'ffmpeg'): Promise<boolean> {
	if (setting === 'none') return false;
	const program = machineOf(setting, { seconds: 10, bytes: bytesAtMost });
	const told = await within(program, (signal) =>
		run([setting, '-hide_banner', '-encoders'], { signal, most: bytesAtMost })
	).catch((error: unknown) => {
		if (error instanceof MachineFailed) return '';
		throw error;
	});
	if (/ libmp3lame /.test(`${told}`) && / libx264 /.test(`${told}`)) return true;
	if (setting === 'ffmpeg') return false;
	throw new Error(`FFMPEG: ${setting} is no ffmpeg that makes MP3 and H.264`);
}

/** Has the ffmpeg that is there, if one is, make recordings from now on. Throws as `findsFfmpeg` does. */
export async function openFfmpeg(setting = 'ffmpeg'): Promise<void> {
	opened = undefined;
	if (await findsFfmpeg(setting))
		opened = machineOf(setting, { seconds: secondsPatient, bytes: bytesAtMost });
}

/** Ends what is being made, and begins nothing more. */
export function closeFfmpeg(): void {
	opened?.closing.abort();
}

/** Whether recordings can be made to play everywhere on this machine. */
export function makesAnew(): boolean {
	return opened !== undefined;
}

/** Makes of the recording at `from` one at `to` of at most so many bytes that plays everywhere: MP3, or MP4 where it has pictures. Throws MachineFailed, and another error where there is no ffmpeg or Junto ends before. */
export async function makeAnew(
	from: string,
	to: string,
	{ most, ...made }: Elsewhere & { most: number }
): Promise<void> {
	if (!opened) throw new Error('There is no ffmpeg here any more');
	const { setting, bounds } = opened;
	// What is named here alone is read: neither a list of other files, nor an address.
	const reading = [
		'-max_pixels',
		'40000000',
		'-protocol_whitelist',
		'file',
		'-f',
		made.demuxer,
		'-i',
		`file:${from}`
	];
	// Where and by what it was made is nobody's business.
	const plain = ['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'];
	const bound = ['-t', String(secondsAtMost + 1), '-fs', String(most)];
	const writing = [...formOf(made), ...plain, ...bound, '-threads', '2', '-y', `file:${to}`];
	await within(opened, (signal) =>
		run([setting, '-nostdin', '-v', 'error', ...reading, ...writing], {
			signal,
			most: bounds.bytes
		})
	);
}

/** Its smaller side, and even, as H.264 has it. */
const scaled =
	"scale=w='if(gte(iw,ih),-2,trunc(min(720,iw)/2)*2)':h='if(gte(iw,ih),trunc(min(720,ih)/2)*2,-2)'";

/** Pictures that are but a cover are none. */
function formOf({ pictures, number }: Elsewhere): string[] {
	const voice = `0:a:${number.voice}`;
	if (!pictures)
		return ['-map', voice, '-c:a', 'libmp3lame', '-b:a', '96k', '-ac', '1', '-f', 'mp3'];
	const anew = [
		'libx264',
		'-preset',
		'veryfast',
		'-crf',
		'23',
		'-pix_fmt',
		'yuv420p',
		'-vf',
		scaled
	];
	return [
		...['-map', `0:V:${number.pictures}`, '-map', voice, '-c:a', 'aac', '-b:a', '128k', '-ac', '2'],
		...['-c:v', ...(pictures === 'keep' ? ['copy'] : anew), '-movflags', '+faststart', '-f', 'mp4']
	];
}
