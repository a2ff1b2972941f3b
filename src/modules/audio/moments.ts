/** A second of one take of a track, as it names the place in the track that a comment or thanks are about: `2-125`. */
export type Moment = { take: number; second: number };

export const placeOf = ({ take, second }: Moment) => `${take}-${Math.floor(second)}`;

/** The moment that a place names; undefined for the track as a whole. */
export function momentAt(place: string): Moment | undefined {
	const found = /^(\d{1,6})-(\d{1,6})$/.exec(place);
	return found ? { take: Number(found[1]), second: Number(found[2]) } : undefined;
}

/** As they are heard: by their second in the take that is heard now, then what was said of the whole, then of earlier takes. */
export function asHeard(place: string, take: number): number {
	const moment = momentAt(place);
	if (!moment) return 1e6;
	return moment.take === take ? moment.second : 2e6 - moment.take;
}
