import * as m from '#messages';

const names = {
	series: m.search_kind_series,
	training: m.search_kind_training,
	submission: m.search_kind_submission,
	page: m.search_kind_page,
	playlist: m.search_kind_playlist,
	track: m.search_kind_track,
	comment: m.search_kind_comment
};

/** The kinds of things that are found, in the order in which they are offered. */
export const kinds = Object.keys(names) as (keyof typeof names)[];

/** What a kind of thing is called; empty for one that has no name here. */
export function kindInWords(kind: string): string {
	return kind in names ? names[kind as keyof typeof names]() : '';
}
