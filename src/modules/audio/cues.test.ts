import { expect, test } from 'vitest';
import {
	add,
	begin,
	isSame,
	join,
	placeAt,
	rowsOf,
	savedOf,
	split,
	textOf,
	timesOf
} from './cues.ts';

const cue = (from: number | null, to: number | null, text: string) => ({ from, to, text });
const two = rowsOf([cue(0, 4, 'Count the lanterns'), cue(4, 10, 'Then the coins')]);
const plain = rowsOf([cue(null, null, 'Count the lanterns'), cue(null, null, 'Then the coins')]);
const seconds = 10;
const bare = (rows: typeof two) => rows.map(({ from, to, text }) => [from, to, text]);

test('a cue is cut where the voice is, if that is inside of it, else by how long its words are', () => {
	const cut = (more: object) => bare(split(two, { place: 0, caret: 9, seconds, ...more }));
	expect(cut({ at: 3 })).toEqual([
		[0, 3, 'Count the'],
		[3, 4, 'lanterns'],
		[4, 10, 'Then the coins']
	]);
	expect(cut({ at: 7 })[1]).toEqual([2.118, 4, 'lanterns']);
	expect(cut({})[1]).toEqual([2.118, 4, 'lanterns']);
	expect(cut({ caret: 18 }).slice(0, 2)).toEqual([
		[0, 3.8, 'Count the lanterns'],
		[3.8, 4, '']
	]);
	expect(bare(split(plain, { place: 1, caret: 4, at: 3, seconds })).slice(1)).toEqual([
		[null, null, 'Then'],
		[null, null, 'the coins']
	]);
	const ids = split(two, { place: 0, caret: 9, seconds }).map(({ id }) => id);
	expect(new Set(ids).size).toBe(3);
});

test('joined cues last from the beginning of the one to the end of the other, and the caret stands between their words', () => {
	const { rows, caret } = join(two, 1);
	expect(bare(rows)).toEqual([[0, 10, 'Count the lanterns Then the coins']]);
	expect(rows[0]!.text.slice(caret)).toBe('Then the coins');
	const empty = join(rowsOf([cue(0, 4, ''), cue(4, 10, 'Then')]), 1);
	expect([bare(empty.rows), empty.caret]).toEqual([[[0, 10, 'Then']], 0]);
	expect(bare(join(plain, 1).rows)).toEqual([[null, null, 'Count the lanterns Then the coins']]);
});

test('a cue begins where the voice is, and the one before ends there; but not before that, nor after the next', () => {
	expect(bare(begin(two, 1, 3.0004)!)).toEqual([
		[0, 3, 'Count the lanterns'],
		[3, 10, 'Then the coins']
	]);
	expect(bare(begin(two, 1, 6)!)[0]).toEqual([0, 6, 'Count the lanterns']);
	expect(begin(two, 1, 0)).toBeNull();
	expect(begin(two, 0, 4)).toBeNull();
	expect(bare(begin(two, 1, 10)!)[1]).toEqual([10, null, 'Then the coins']);
	const apart = rowsOf([cue(0, 2, 'One'), cue(4, 6, 'Two')]);
	expect(bare(begin(apart, 1, 3)!)[0]).toEqual([0, 2, 'One']);
});

test('words have times once each of them has one; where no end is known, each goes on until the next', () => {
	expect(savedOf(plain, seconds)).toBe('Count the lanterns\n\nThen the coins');
	const some = begin(plain, 0, 1)!;
	expect(timesOf(some)).toEqual({ count: 1, all: 2 });
	expect(savedOf(some, seconds)).toBe('Count the lanterns\n\nThen the coins');
	expect(savedOf(begin(some, 1, 5)!, seconds)).toBe(
		textOf([cue(1, 5, 'Count the lanterns'), cue(5, 10, 'Then the coins')])
	);
	expect(savedOf([], seconds)).toBe('');
	expect(savedOf(rowsOf([cue(0, 2, ' ')]), seconds)).toBe('');
});

test('an empty cue ends the one before and is not saved itself; an empty line ends no cue', () => {
	const rows = rowsOf([cue(0, null, 'One\n \n\ntwo'), cue(3, null, ''), cue(6, null, 'Three')]);
	expect(savedOf(rows, seconds)).toBe(textOf([cue(0, 3, 'One\ntwo'), cue(6, 10, 'Three')]));
});

test('what I hear now begins between those that are said before and after it, and cuts the one that is said', () => {
	const first = add([], 0);
	expect([bare(first.rows), first.place]).toEqual([[[0, null, '']], 0]);
	const second = add(first.rows, 5);
	expect([bare(second.rows)[1], second.place]).toEqual([[5, null, ''], 1]);
	expect(add(second.rows, 5)).toEqual(second);
	const amid = add(two, 2);
	expect(bare(amid.rows).slice(0, 2)).toEqual([
		[0, 2, 'Count the lanterns'],
		[2, 4, '']
	]);
	expect(placeAt(second.rows, 4.9, seconds)).toBe(0);
	expect(placeAt(second.rows, 5, seconds)).toBe(1);
	expect(placeAt(second.rows, 10, seconds)).toBe(-1);
	expect(placeAt(plain, 3, seconds)).toBe(-1);
});

test('where nothing is heard, words are added without a time', () => {
	expect(bare(add([]).rows)).toEqual([[null, null, '']]);
	const added = add(plain);
	expect([bare(added.rows)[2], added.place]).toEqual([[null, null, ''], 2]);
});

test('a row is never taken for one that was removed', () => {
	const removed = two.slice(0, 1);
	const ids = [...two, add(removed, 4).rows[1]!].map(({ id }) => id);
	expect(new Set(ids).size).toBe(3);
	expect(rowsOf(two).map(({ was }) => was)).toEqual(['Count the lanterns', 'Then the coins']);
});

test('a time alone, of one row alone, is a change', () => {
	expect(isSame(plain, rowsOf(plain))).toBe(true);
	expect(isSame(plain, begin(plain, 1, 3)!)).toBe(false);
	expect(isSame(two, two.slice(0, 1))).toBe(false);
});
