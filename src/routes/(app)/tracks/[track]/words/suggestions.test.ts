import { expect, test } from 'vitest';
import { join, rowsOf, split } from '#modules/audio/cues.ts';
import { byRow, type Suggestion } from './suggestions.ts';

const cue = (text: string) => ({ from: null, to: null, text });
const of = (place: number | null, was: string, id = `${place} ${was}`): Suggestion => ({
	...{ id, place, was, words: 'Better' },
	by: { id: 'bea', name: 'Bea' }
});
const shown = (rows: ReturnType<typeof rowsOf>, ...suggestions: Suggestion[]) => {
	const found = byRow(rows, suggestions);
	return [...rows.map(({ id }) => found.get(id)?.length ?? 0), found.get(-1)?.length ?? 0];
};

test('a suggestion stands at the row that had its words, the nearest to where it was, whatever is cut or typed before', () => {
	const rows = rowsOf(['and', 'the coins', 'and'].map(cue));
	expect(shown(rows, of(0, 'and'), of(2, 'and', 'a'), of(2, 'and', 'b'))).toEqual([1, 0, 2, 0]);
	const cut = split(rows, { place: 1, caret: 3, seconds: 9 });
	expect(shown(cut, of(2, 'and'), of(1, 'the coins'))).toEqual([0, 1, 0, 1, 0]);
	expect(shown(rows.with(0, { ...rows[0]!, text: 'typed' }), of(0, 'and'))).toEqual([1, 0, 0, 0]);
});

test('where its row is gone, or its words were changed since, it stands apart', () => {
	const rows = rowsOf(['One', 'two'].map(cue));
	expect(shown(join(rows, 1).rows, of(1, 'two'), of(0, 'One'))).toEqual([1, 1]);
	expect(shown(rows, of(null, 'One'), of(0, 'Else'))).toEqual([0, 0, 2]);
	expect(shown([], of(0, 'One'))).toEqual([1]);
});
