import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import { slips, wordsIn } from './words.ts';

/** What is looked for: a `tsquery`, and whether a word of a text is one that it means. */
export type Asked = { query: string; means: (word: string) => boolean };

const most = { words: 12, alike: 8 };

/** The words of a question, each once. */
export function wordsOf(question: string): string[] {
	const words = [...wordsIn(question)].map(({ word }) => word);
	return [...new Set(words)].slice(0, most.words);
}

/** Every word must stand there; the last may be the beginning of one. */
export function exactly(words: string[]): Asked {
	const last = words.at(-1)!;
	return {
		query: words.map((word) => (word === last ? `'${word}':*` : `'${word}'`)).join(' & '),
		means: (word) => words.includes(word) || word.startsWith(last)
	};
}

/** Each word may be one that a slip or two of the finger could have made it; nothing when there is none. */
export async function forgivingly(tx: Tx, words: string[]): Promise<Asked | null> {
	const long = words.filter((word) => word.length >= 4);
	if (long.length === 0) return null;
	const rest = words.filter((word) => word.length < 4).map((word) => [word]);
	const groups = [...(await Promise.all(long.map((word) => alike(tx, word)))), ...rest];
	if (groups.flat().length === words.length) return null;
	const meant = new Set(groups.flat());
	return {
		query: groups.map((group) => `(${group.map((word) => `'${word}'`).join(' | ')})`).join(' & '),
		means: (word) => meant.has(word)
	};
}

/** A word with those known ones that differ by one slip, or by two in a long word. */
async function alike(tx: Tx, word: string): Promise<string[]> {
	const { rows } = await sql<{ known: string[] }>`
		select words_like(${word}, ${swapped(word)}::text[]) as known`.execute(tx);
	const near = rows[0]!.known
		.map((known) => ({ known, far: slips(word, known) }))
		.filter(({ known, far }) => far > 0 && far <= (Math.min(word.length, known.length) < 8 ? 1 : 2))
		.sort((a, b) => a.far - b.far);
	return [word, ...near.slice(0, most.alike).map(({ known }) => known)];
}

/** Two letters that changed places leave too few trigrams in common to be found by them. */
function swapped(word: string): string[] {
	return Array.from(
		{ length: word.length - 1 },
		(_, i) => word.slice(0, i) + word[i + 1]! + word[i]! + word.slice(i + 2)
	);
}
