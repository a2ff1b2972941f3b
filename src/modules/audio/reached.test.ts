import { expect, test } from 'vitest';
import type { Playable } from './player/player.svelte.ts';
import { goOnIn, newSince } from './reached.ts';

const at = (hour: number) => `2027-01-20T${String(hour).padStart(2, '0')}:00:00Z`;

/** A part whose take came at an hour, and how its listener heard it. */
const part = (
	id: string,
	{ hour = 1, number = 1, mine = null as Partial<NonNullable<Playable['mine']>> | null }
) =>
	({
		id,
		take: { number, at: at(hour) },
		mine: mine && { take: number, seconds: 0, heard: true, at: at(2), ...mine }
	}) as unknown as Playable;
const ids = (parts: Playable[]) => parts.map(({ id }) => id);

test('one goes on in the part that was heard last, wherever that stands, or at the one after it', () => {
	const first = part('first', { mine: { at: at(5), heard: false, seconds: 7 } });
	const last = part('last', { mine: { at: at(4) } });
	expect(goOnIn([first, part('between', {}), last])).toMatchObject({ place: 0, part: first });
	const heard = part('heard', { mine: { at: at(6) } });
	expect(goOnIn([heard, first, last])).toMatchObject({ place: 1, part: first });
	expect(goOnIn([first, last, heard]), 'its end was heard').toBeUndefined();
	const anew = part('anew', { number: 2, mine: { take: 2, at: at(7) } });
	expect(goOnIn([anew, last, heard]), 'all was heard, a part of it again').toBeUndefined();
	expect(goOnIn([part('one', {}), part('two', {})]), 'nothing was').toBeUndefined();
});

test('new is what was said anew, or came after what was heard; not what one has not come to', () => {
	const heard = part('heard', { mine: { at: at(5) } });
	const anew = part('anew', { hour: 6, number: 2, mine: { take: 1, at: at(3) } });
	const added = part('added', { hour: 7 });
	const notYet = part('not yet', { hour: 1 });
	expect(ids(newSince([heard, notYet, anew, added]))).toEqual(['anew', 'added']);
	const addedToo = part('added, too', { hour: 4 });
	expect(ids(newSince([anew, addedToo, heard])), 'though one heard on since').toContain(
		'added, too'
	);
	expect(newSince([heard, notYet])).toEqual([]);
	expect(newSince([notYet, added]), 'who has not begun hears the whole').toEqual([]);
});
