import type { Cue } from './audio.ts';

/** A cue while it is edited, by a number of its own; one without `to` goes on until the next begins. */
export type Row = Cue & { id: number };

/** Cues as rows, to be edited. */
export const rowsOf = (cues: Cue[]): Row[] => cues.map((cue, id) => ({ ...cue, id }));

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
	const other = { id: newId(rows), from: null, to: null, text: tail };
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
	const before = rows.findLastIndex(({ from }, i) => i < place && from !== null);
	const after = rows.find(({ from }, i) => i > place && from !== null);
	const [one, row] = [rows[before], rows[place]!];
	if ((one && one.from! >= at) || (after && after.from! <= at)) return null;
	const to = row.to !== null && row.to <= at ? null : row.to;
	const begun = rows.with(place, { ...row, from: at, to });
	const touches = one?.to !== undefined && one.to !== null && (one.to === row.from || one.to > at);
	return touches ? begun.with(before, { ...one!, to: at }) : begun;
}

/** Begins an empty row at a second, among those that have times; without a second, after the last. */
export function add(
	rows: Row[],
	second: number | undefined,
	seconds: number
): { rows: Row[]; place: number } {
	const timed = rows.every(({ from }) => from !== null);
	const last = rows.length > 0 ? endOf(rows, rows.length - 1, seconds) : 0;
	const from = second === undefined ? (timed ? last : null) : exact(second);
	const row = { id: newId(rows), from, to: null, text: '' };
	const next = from === null ? -1 : rows.findIndex((one) => one.from !== null && one.from > from);
	const place = next < 0 ? rows.length : next;
	const before = rows[place - 1];
	const added = rows.toSpliced(place, 0, row);
	if (from === null || !before || before.from === null || before.from >= from)
		return { rows: added, place };
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

const newId = (rows: Row[]) => Math.max(-1, ...rows.map(({ id }) => id)) + 1;

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
