import type { ShownTrack } from './audio.ts';

/** The tracks that can be heard, in their order. */
export const playable = (tracks: ShownTrack[]) =>
	tracks.flatMap(({ take, ...track }) => (take && !track.withdrawn ? [{ ...track, take }] : []));

/** Whether there are pictures in what is heard. */
export const isFilm = (take: { type: string }): boolean => take.type === 'video/mp4';

/** To which second I heard what is there now; from the beginning where it was recorded again since. */
export function heardTo({ mine, take }: Pick<ShownTrack, 'mine' | 'take'>): number {
	return mine && take && mine.take === take.number ? mine.seconds : 0;
}

/** `4:05` or `1:02:09` for a length in seconds. */
export function sayLength(seconds: number): string {
	const whole = Math.round(seconds);
	const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
	const two = (count: number) => String(count).padStart(2, '0');
	return hours > 0
		? `${hours}:${two(minutes)}:${two(whole % 60)}`
		: `${minutes}:${two(whole % 60)}`;
}

/** Tags as somebody writes them in one line, with commas between. */
export function tagsOf(text: string): string[] {
	return text
		.split(',')
		.map((tag) => tag.trim())
		.filter(Boolean);
}
