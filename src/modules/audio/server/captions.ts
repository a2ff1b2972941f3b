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
	const { text, ...times } = cueOf(cue);
	const plain = text.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]+);/gi, signOf);
	return { ...times, text: plain.trim() };
}

const named: Record<string, string> = {
	...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
	...{ nbsp: '\u00a0', lrm: '\u200e', rlm: '\u200f' }
};

/** The sign that is written by a name or a number; as it stands there where that means none. */
function signOf(whole: string, by: string): string {
	if (!by.startsWith('#')) return named[by] ?? whole;
	const code = /^#x/i.test(by) ? parseInt(by.slice(2), 16) : Number(by.slice(1));
	const isSign = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
	return isSign || code === 9 ? String.fromCodePoint(code) : whole;
}
