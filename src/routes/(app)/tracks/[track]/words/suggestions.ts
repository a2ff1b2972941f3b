import type { Row } from '#modules/audio/cues.ts';

/** Better words that somebody suggests for a cue. */
export type Suggestion = {
	id: string;
	place: number | null;
	was: string;
	words: string;
	by: { id: string; name: string };
};

/** Suggestions by the id of the row that had the words they are for, the nearest to where those are; under -1 those for which there is none. */
export function byRow(rows: Row[], suggestions: Suggestion[]): Map<number, Suggestion[]> {
	const places = new Map<string, number[]>();
	for (const [place, { was }] of rows.entries())
		places.set(was, [...(places.get(was) ?? []), place]);
	const found = new Map<number, Suggestion[]>();
	for (const one of suggestions) {
		const near = (place: number) => Math.abs(place - (one.place ?? 0));
		const among = one.place === null ? [] : (places.get(one.was) ?? []);
		const place = among.toSorted((a, b) => near(a) - near(b))[0];
		const id = place === undefined ? -1 : rows[place]!.id;
		found.set(id, [...(found.get(id) ?? []), one]);
	}
	return found;
}
