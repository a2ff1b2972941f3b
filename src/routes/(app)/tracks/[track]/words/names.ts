import * as m from '#messages';
import type { Cue } from '#modules/audio/audio.ts';
import { sayLength } from '#modules/audio/words.ts';

/** What the words of a cue are called: by when they are said, else by their place. */
export const nameOf = ({ from }: Cue, place: number): string =>
	from === null ? m.words_number({ number: place + 1 }) : m.words_at({ at: sayLength(from) });
