import { parseText, type VTTCue } from 'media-captions';
import { Invalid } from '#platform/errors.ts';
import type { Cue } from '../audio.ts';

/** What a text says of when its words are said: WebVTT, SubRip, or paragraphs without times. Throws Invalid, with the line. */
export async function cuesOf(text: string): Promise<Cue[]> {
	const { cues, wrong } = await read(text);
	if (wrong) throw new Invalid([{ field: 'text', message: wrong }]);
	return cues;
}

/** The same of what a machine wrote, less what is wrong in it or does not fit a recording of so many seconds: nobody is there to mend it. */
export async function cuesOfMachine(text: string, seconds: number): Promise<Cue[]> {
	const { cues } = await read(text);
	return cues.filter((cue) => fits(cue, seconds));
}

/** Whether what a cue says of its times can be so in a recording of so many seconds. */
export const fits = ({ from, to }: Cue, seconds: number) =>
	from === null || (to! > from && from <= seconds);

async function read(text: string): Promise<{ cues: Cue[]; wrong?: string }> {
	const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
	if (plain.startsWith('WEBVTT')) return timed(plain, 'vtt');
	if (/^\s*(\d+\s*\n)?\s*\d+:\d\d:\d\d[,.]\d{3} --> /.test(plain)) return timed(plain, 'srt');
	const cues = plain
		.split(/\n\s*\n/)
		.map((paragraph) => ({ from: null, to: null, text: paragraph.trim() }))
		.filter((cue) => cue.text !== '');
	return { cues };
}

/** The text of a track over a film: none of it where it has no times. */
export const overFilm = (text = ''): string => (text.startsWith('WEBVTT') ? text : 'WEBVTT\n');

/** All words of some cues, by which they are found. */
export const wordsIn = (cues: Cue[]) => cues.map(({ text }) => text).join('\n');

async function timed(text: string, type: 'vtt' | 'srt'): Promise<{ cues: Cue[]; wrong?: string }> {
	const { cues, errors } = await parseText(text, { type, errors: true });
	const [first] = errors;
	return {
		cues: cues.map(type === 'vtt' ? cueOfVtt : cueOf).filter((cue) => cue.text !== ''),
		...(first && { wrong: `Line ${first.line}: ${first.message.replace(/ on line \d+$/, '')}` })
	};
}

/** Tags say who speaks and in what style, which is not among the words. */
function cueOf({ startTime, endTime, text }: VTTCue): Cue {
	return { from: startTime, to: endTime, text: text.replace(/<[^>]*>/g, '').trim() };
}

/** There, signs that would mean something else are written by name. */
function cueOfVtt(cue: VTTCue): Cue {
	const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', nbsp: '\u00a0' };
	const { text, ...times } = cueOf(cue);
	return { ...times, text: text.replace(/&(amp|lt|gt|nbsp);/g, (_, name: string) => named[name]!) };
}
