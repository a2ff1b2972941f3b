import type { Cue } from './audio.ts';

/** A cue while it is edited, by a number of its own, with its words as they were; one without `to` goes on until the next begins. */
export type Row = Cue & { id: number; was: string };

/** Cues as rows, to be edited; what was one already goes on as another. */
export const rowsOf = (cues: (Cue & { was?: string })[]): Row[] =>
	cues.map((cue) => ({ ...cue, id: newId(), was: cue.was ?? cue.text }));

/** Whether rows say the same at the same times. */
export const isSame = (rows: Row[], others: Row[]): boolean =>
	rows.length === others.length &&
	rows.every(({ from, to, text }, place) => {
		const other = others[place]!;
		return from === other.from && to === other.to && text === other.text;
	});

/** Cues as people edit them and apps read them: WebVTT where they have times, else paragraphs. */
export function textOf(cues: Cue[]): string {
	if (cues.every(({ from }) => from === null)) return cues.map((cue) => cue.text).join('\n\n');
	const blocks = cues.map(
		({ from, to, text }) => `${stamp(from)} --> ${stamp(to)}\n${escaped(text)}`
	);
	return `WEBVTT\n\n${blocks.join('\n\n')}\n`;
}

/** What is saved of rows, of a recording of so many seconds: those with words, and their times once each of them has one. */
export function savedOf(rows: Row[], seconds: number): string {
	const said = rows.flatMap((row, place) => (isWritten(row) ? [{ ...row, place }] : []));
	if (said.some(({ from }) => from === null))
		return textOf(said.map(({ text }) => ({ from: null, to: null, text: text.trim() })));
	return textOf(
		said.map(({ from, text, place }) => ({
			from,
			to: Math.max(endOf(rows, place, seconds), from! + 0.001),
			// An empty line would end it.
			text: text.trim().replace(/\n\s*\n/g, '\n')
		}))
	);
}

/** How many of the rows with words have a time, and how many there are. */
export function timesOf(rows: Row[]): { count: number; all: number } {
	const said = rows.filter(isWritten);
	return { count: said.filter(({ from }) => from !== null).length, all: said.length };
}

/** The place of the row that is said at a second; -1 where none is. */
export function placeAt(rows: Row[], at: number, seconds: number): number {
	const place = rows.findLastIndex(({ from }) => from !== null && from <= at);
	return place >= 0 && at < endOf(rows, place, seconds) ? place : -1;
}

/** Splits a row at the caret: where the voice is, if that is inside of it, else by how long its words are. */
export function split(
	rows: Row[],
	{ place, caret, at, seconds }: { place: number; caret: number; at?: number; seconds: number }
): Row[] {
	const row = rows[place]!;
	const [head, tail] = [row.text.slice(0, caret).trim(), row.text.slice(caret).trim()];
	const one = { ...row, text: head };
	const other = { id: newId(), from: null, to: null, text: tail, was: '' };
	if (row.from === null) return rows.toSpliced(place, 1, one, other);
	const end = endOf(rows, place, seconds);
	const inside = at !== undefined && at > row.from && at < end;
	const letters = head.length + tail.length;
	const part = letters === 0 ? 0.5 : Math.min(0.95, Math.max(0.05, head.length / letters));
	const moment = exact(inside ? at : row.from + (end - row.from) * part);
	return rows.toSpliced(place, 1, { ...one, to: moment }, { ...other, from: moment, to: row.to });
}

/** Joins a row with the one before, and says where in its words they meet. */
export function join(rows: Row[], place: number): { rows: Row[]; caret: number } {
	const [one, other] = [rows[place - 1]!, rows[place]!];
	const head = one.text.trimEnd() + (one.text.trim() && other.text.trim() ? ' ' : '');
	const joined = {
		...one,
		from: one.from ?? other.from,
		to: other.from === null ? one.to : other.to,
		text: head + other.text.trimStart()
	};
	return { rows: rows.toSpliced(place - 1, 2, joined), caret: head.length };
}

/** Lets a row begin at a second; null where that is not between those around it. */
export function begin(rows: Row[], place: number, second: number): Row[] | null {
	const at = exact(second);
	const above = rows.findLastIndex(({ from }, i) => i < place && from !== null);
	const below = rows.find(({ from }, i) => i > place && from !== null);
	const [before, row] = [rows[above], rows[place]!];
	if ((before && before.from! >= at) || (below && below.from! <= at)) return null;
	const to = row.to !== null && row.to <= at ? null : row.to;
	const moved = rows.with(place, { ...row, from: at, to });
	if (!before || before.to === null) return moved;
	const touches = before.to === row.from || before.to > at;
	return touches ? moved.with(above, { ...before, to: at }) : moved;
}

/** Begins an empty row at a second, among those that have times, unless one begins there; without a second, after the last and without a time. */
export function add(rows: Row[], second?: number): { rows: Row[]; place: number } {
	const from = second === undefined ? null : exact(second);
	const there = from === null ? -1 : rows.findIndex((row) => row.from === from);
	if (there >= 0) return { rows, place: there };
	const row = { id: newId(), from, to: null, text: '', was: '' };
	const next = from === null ? -1 : rows.findIndex((one) => one.from !== null && one.from > from);
	const place = next < 0 ? rows.length : next;
	const before = rows[place - 1];
	const added = rows.toSpliced(place, 0, row);
	if (from === null || !before || before.from === null) return { rows: added, place };
	if (before.to === null || before.to <= from) return { rows: added, place };
	// What was said until then is cut in two.
	const cut = { ...before, to: from };
	return { rows: added.with(place - 1, cut).with(place, { ...row, to: before.to }), place };
}

const isWritten = ({ text }: Row) => text.trim() !== '';

/** Where the words of a row end: as it says, else where the next that has a time begins. */
function endOf(rows: Row[], place: number, seconds: number): number {
	const { to } = rows[place]!;
	return to ?? rows.find(({ from }, i) => i > place && from !== null)?.from ?? seconds;
}

let last = 0;
/** Of a row that is no other's, not even of one that was removed. */
const newId = () => (last += 1);

/** In thousandths of a second, as they are written. */
const exact = (seconds: number) => Math.round(seconds * 1000) / 1000;

/** Signs that mean something in WebVTT, as they stand in its words. */
const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** `01:02:03.456` for seconds. */
function stamp(seconds: number | null): string {
	const all = Math.round((seconds ?? 0) * 1000);
	const two = (count: number) => String(Math.floor(count)).padStart(2, '0');
	const rest = String(all % 1000).padStart(3, '0');
	return `${two(all / 3_600_000)}:${two((all / 60_000) % 60)}:${two((all / 1000) % 60)}.${rest}`;
}
