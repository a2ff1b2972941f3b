import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { type Shown, showEach } from '#platform/server/subjects.ts';
import { found, kindsAsked, longest, type Found } from '../search.ts';
import { exactly, forgivingly, wordsOf, type Asked } from './asked.ts';
import { snippetOf } from './snippet.ts';

const size = 20;
const enough = 10;
const rounds = 4;

/** Finds whatever the reader may see by its words: titles before texts. Accents are forgiven, and small slips when nothing has the words as they are. */
export const find = door({
	id: 'search.find',
	summary: 'Find anything I may see',
	http: 'GET /search',
	input: z.object({
		q: z.string().max(longest, `Use at most ${longest} characters`),
		kinds: kindsAsked.optional(),
		cursor: z.string().max(100).optional()
	}),
	output: z.object({ items: z.array(found), next: z.string().nullable() }),
	can: anyMember,
	run: async ({ input, tx }) => {
		const words = wordsOf(input.q);
		if (words.length === 0) return { items: [], next: null };
		const from = cursorOf(input.cursor);
		if (!from?.forgiving) {
			const exact = await search(tx, exactly(words), input.kinds, from);
			if (exact.items.length > 0 || from)
				return { ...exact, next: exact.next && `e_${exact.next}` };
		}
		const meant = await forgivingly(tx, words);
		if (!meant) return { items: [], next: null };
		const near = await search(tx, meant, input.kinds, from);
		return { ...near, next: near.next && `f_${near.next}` };
	}
});

type Cursor = { forgiving: boolean; rank: number; id: string };

function cursorOf(written: string | undefined): Cursor | undefined {
	const [way, rank = '', id] = written?.split('_') ?? [];
	if (!Number.isFinite(Number.parseFloat(rank)) || !z.uuid().safeParse(id).success)
		return undefined;
	return { forgiving: way === 'f', rank: Number.parseFloat(rank), id: id! };
}

type Row = { kind: string; subject_id: string; rank: number };

/**
 * What the index holds is shown as its own module shows it to this reader, under the policies of its tables: the index only
 * says where to look. Where much of a page is gone since, the next rows fill it.
 */
async function search(tx: Tx, asked: Asked, kinds: string[] | undefined, from: Cursor | undefined) {
	const items: Found[] = [];
	let after: { rank: number; id: string } | undefined = from;
	for (let round = 0; round < rounds; round += 1) {
		const { rows } = await sql<Row>`
			select * from find_documents(${asked.query}::tsquery, ${kinds ?? null}::text[],
				${after?.rank ?? null}::real, ${after?.id ?? null}::uuid, ${size + 1})`.execute(tx);
		const page = rows.slice(0, size);
		for (const one of await shown(tx, page)) items.push(asFound(one, asked));
		const last = page.at(-1);
		if (rows.length <= size || !last) return { items, next: null };
		after = { rank: last.rank, id: last.subject_id };
		if (items.length >= enough) break;
	}
	return { items, next: after ? `${after.rank}_${after.id}` : null };
}

async function shown(tx: Tx, rows: Row[]): Promise<Shown[]> {
	const things = rows.map(({ kind, subject_id: id }) => ({ kind, id }));
	const visible = await showEach(tx, things);
	return rows.flatMap((row) => visible.get(row.subject_id) ?? []);
}

function asFound({ kind, id, title, url, at, text = '' }: Shown, asked: Asked): Found {
	const parts = snippetOf(text, asked.means);
	return { kind, id, title, snippet: parts.map((part) => part.text).join(''), parts, url, at };
}
