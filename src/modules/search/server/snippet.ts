import { wordsIn } from './words.ts';

/** A stretch of a text, and whether it is what was looked for. */
export type Part = { text: string; match: boolean };

const length = { whole: 200, before: 60, read: 20_000 };

/** The stretch of `text` where most of what `means` accepts stands together, cut at words. */
export function snippetOf(text: string, means: (word: string) => boolean): Part[] {
	const line = text.slice(0, length.read).replace(/\s+/g, ' ').trim();
	const matches: { word: string; from: number; to: number }[] = [];
	for (const found of wordsIn(line)) {
		if (means(found.word)) matches.push(found);
		if (matches.length === 100) break;
	}
	const start = startOf(line, matches);
	const end = endOf(line, start);
	const parts: Part[] = [];
	let done = start;
	const add = (until: number, match: boolean) => {
		if (until > done) parts.push({ text: line.slice(done, until), match });
		done = until;
	};
	for (const { from, to } of matches) {
		if (from < start || to > end) continue;
		add(from, false);
		add(to, true);
	}
	add(end, false);
	if (start > 0) parts.unshift({ text: '… ', match: false });
	if (end < line.length) parts.push({ text: ' …', match: false });
	return parts;
}

function startOf(line: string, matches: { word: string; from: number }[]): number {
	let best = { from: 0, kinds: 0 };
	for (const { from } of matches) {
		const near = matches.filter(
			(each) => each.from >= from && each.from < from + length.whole - length.before
		);
		const kinds = new Set(near.map(({ word }) => word)).size;
		if (kinds > best.kinds) best = { from, kinds };
	}
	if (best.from <= length.before) return 0;
	const wish = best.from - length.before;
	const space = line.indexOf(' ', wish);
	return space === -1 || space >= best.from ? best.from : space + 1;
}

function endOf(line: string, start: number): number {
	if (line.length <= start + length.whole) return line.length;
	const space = line.lastIndexOf(' ', start + length.whole);
	return space <= start + length.before ? start + length.whole : space;
}
