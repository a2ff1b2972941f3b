import { sql } from 'kysely';
import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import type { Tx } from '#platform/server/db/database.ts';

const kind = z.enum(['series', 'training', 'submission', 'page', 'comment']);

type Found = { kind: string; subject_id: string; title: string; snippet: string; url: string; at: string; rank: number };

/** Finds whatever the reader may see by its words. Accents and small slips are forgiven; matches stand between ⟦ and ⟧. */
export const find = door({
	id: 'search.find',
	summary: 'Find anything I may see',
	http: 'GET /search',
	input: z.object({
		q: z.string().max(1000, 'Use at most 1,000 characters'),
		kinds: z
			.string()
			.max(100)
			.transform((list) => list.split(',').filter((each) => kind.safeParse(each).success))
			.optional(),
		cursor: z.string().max(100).optional()
	}),
	output: z.object({
		items: z.array(
			z.object({
				kind: z.string(),
				id: z.string(),
				title: z.string(),
				snippet: z.string(),
				url: z.string(),
				at: z.string()
			})
		),
		next: z.string().nullable()
	}),
	can: anyMember,
	run: async ({ input, tx }) => {
		const words = [...new Set(input.q.match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, 12);
		if (words.length === 0) return { items: [], next: null };
		const exact = await search(tx, await exactly(tx, words), input);
		return exact.items.length > 0 || input.cursor ? exact : search(tx, await forgivingly(tx, words), input);
	}
});

async function search(tx: Tx, query: string, input: { kinds?: string[]; cursor?: string }) {
	const size = 20;
	const [rank, id] = input.cursor?.split('_') ?? [];
	const { rows } = await sql<Found>`
		select * from find_documents(${query}::tsquery, ${input.kinds?.length ? input.kinds : null}::text[],
			${id ? Number(rank) : null}::real, ${id ?? null}::uuid, ${size + 1})`.execute(tx);
	const shown = rows.slice(0, size);
	const last = shown.at(-1);
	return {
		items: shown.map(({ subject_id, rank: _, ...rest }) => ({ ...rest, id: subject_id })),
		next: rows.length > size && last ? `${last.rank}_${last.subject_id}` : null
	};
}

/** Every word must stand there; the last may be the beginning of one. */
async function exactly(tx: Tx, words: string[]): Promise<string> {
	const parts = words.map((word, i) => lexeme(word, i === words.length - 1));
	return normal(tx, parts.join(' & '));
}

/** Each word may be one of those most like it. */
async function forgivingly(tx: Tx, words: string[]): Promise<string> {
	const { rows } = await sql<{ alike: string[] }>`
		select words_like(word) as alike from unnest(${words}::text[]) with ordinality as w(word, place) order by place`.execute(tx);
	const groups = rows.map(({ alike }, i) => [words[i]!, ...alike].map((word) => lexeme(word, false)).join(' | '));
	return normal(tx, groups.map((group) => `(${group})`).join(' & '));
}

async function normal(tx: Tx, query: string): Promise<string> {
	const { rows } = await sql<{ query: string }>`select to_tsquery('plain', ${query})::text as query`.execute(tx);
	return rows[0]!.query;
}

function lexeme(word: string, prefix: boolean): string {
	return `'${word}'${prefix ? ':*' : ''}`;
}
