import { textOf, type Content } from '../document.ts';
import { common } from './common.ts';

/** Whose each stretch of a block's text is; the stretches together are the text. */
export type Credited = { id: string; runs: Run[] };
export type Run = { by: string; text: string };

/** Blocks without words (a picture, a rule) are credited as one sign of their own. */
export const wordless = '\uFFFC';

/** The blocks of a document with their text, as credit is kept for them. */
export function blocksOf(content: Content): { id: string; text: string }[] {
	return content.content.map((node) => ({
		id: String(node.attrs?.id ?? ''),
		text: textOf(node) || wordless
	}));
}

/**
 * Credit after an edit by `by`. A stretch keeps its author when it stood in the same block before, or, being at least
 * four words or a whole block, in another block of the document or of `pasted`; the rest is `by`'s.
 */
export function carry(given: {
	before: Credited[];
	after: { id: string; text: string }[];
	by: string;
	pasted?: Credited[];
}): Credited[] {
	const before = new Map(given.before.map((credited) => [credited.id, credited]));
	const sourcesOf = indexed([...given.before, ...(given.pasted ?? [])]);
	return given.after.map(({ id, text }) => {
		const own = before.get(id);
		if (own && plain(own) === text) return own;
		const authors: (string | undefined)[] = Array.from({ length: text.length });
		if (own) claim(authors, text, own, 1);
		if (authors.includes(undefined))
			for (const source of sourcesOf(text)) if (source.id !== id) claim(authors, text, source);
		return { id, runs: runsOf(text, authors, given.by) };
	});
}

/** The authors of a block by the share of its text that is theirs, the greatest first; spaces and signs make nobody one. */
export function authorsOf({ runs }: Credited): string[] {
	const shares = new Map<string, number>();
	for (const { by, text } of runs) {
		const size = text.replace(/[\s\p{P}]/gu, '').length;
		if (size > 0) shares.set(by, (shares.get(by) ?? 0) + size);
	}
	return [...shares].sort((a, b) => b[1] - a[1]).map(([by]) => by);
}

/** Finds, for a text, those of `sources` that may have words in it: four in a row of theirs, or all that they say. */
export function indexed(sources: Credited[]): (text: string) => Credited[] {
	const index = new Map<string, Credited[]>();
	for (const source of sources) {
		const words = wordsOf(plain(source));
		for (const key of new Set(windows(words, Math.min(4, words.length))))
			index.set(key, [...(index.get(key) ?? []), source]);
	}
	return (text) => {
		const words = wordsOf(text);
		const found = [1, 2, 3, 4].flatMap((size) => windows(words, size));
		return [...new Set(found.flatMap((key) => index.get(key) ?? []))];
	};
}

function wordsOf(text: string): string[] {
	return text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [text.trim()];
}

function windows(words: string[], size: number): string[] {
	return words.slice(size - 1).map((_, i) => words.slice(i, i + size).join(' '));
}

/** All that was written, by whomever. */
export function plain({ runs }: Credited): string {
	return runs.map(({ text }) => text).join('');
}

/** A stretch from another block is somebody's words from four words on, or when it is all that block says. */
function wholeOr(source: Credited): number {
	const count = plain(source).split(/\s+/).filter(Boolean).length;
	return Math.min(4, Math.max(1, count));
}

/** Who wrote each sign, in order. */
export function ownersOf({ runs }: Credited): string[] {
	return runs.flatMap(({ by, text }) => Array<string>(text.length).fill(by));
}

/** Gives the stretches that `text` shares with `source`, of at least `words` words, to their authors, where there is none yet. */
export function claim(
	authors: (string | undefined)[],
	text: string,
	source: Credited,
	words = wholeOr(source)
): void {
	const owners = ownersOf(source);
	for (const { from, to, length } of common(plain(source), text)) {
		if (
			text
				.slice(to, to + length)
				.split(/\s+/)
				.filter(Boolean).length < words
		)
			continue;
		for (let i = 0; i < length; i += 1) authors[to + i] ??= owners[from + i];
	}
}

/** Stretches of `text` by their authors; what has none is `by`'s. */
export function runsOf(text: string, authors: (string | undefined)[], by: string): Run[] {
	const runs: Run[] = [];
	for (let i = 0; i < text.length; i += 1) {
		const author = authors[i] ?? by;
		const last = runs.at(-1);
		if (last?.by === author) last.text += text[i]!;
		else runs.push({ by: author, text: text[i]! });
	}
	return runs;
}
