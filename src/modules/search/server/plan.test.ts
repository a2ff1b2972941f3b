import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYONE } from '#platform/server/audiences.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import { openTestPlace, person } from '#start/server/testing.ts';

let close: () => Promise<void>;

beforeAll(async () => {
	close = await openTestPlace();
});
afterAll(() => close());

/** Things of five words each, of which one in a hundred has `rare`. */
async function fill(things: number): Promise<void> {
	await asSystem('keeping the index', async (tx) => {
		await sql`insert into search_document (kind, subject_id, audience_id, heading, words, at)
			select 'comment', gen_random_uuid(), ${EVERYONE}, '', format('%L:1 %L:2 %L:3 %L:4 %L:5', 'w' || i % 97, 'v' || i % 1009,
				'u' || i, 'common', case when i % 100 = 0 then 'rare' else 'usual' end)::tsvector, '2027-01-01Z'
			from generate_series(1, ${things}::integer) as i`.execute(tx);
		await sql`analyze search_document`.execute(tx);
	});
}

test('twenty thousand things are searched by the index of their words', async () => {
	const kofi = await person('Kofi');
	await fill(20_000);
	const { rows } = await asSystem('keeping the index', (tx) =>
		sql<{
			body: string;
		}>`select prosrc as body from pg_proc where proname = 'find_documents'`.execute(tx)
	);
	const [, body = ''] = rows[0]!.body.match(/execute '([^]*)'\s*using/) ?? [];
	const query = body
		.replaceAll("''", "'")
		.replaceAll('$1', "'''rare'''::tsquery")
		.replaceAll('$2', `'{${EVERYONE}}'::uuid[]`)
		.replaceAll(/\$[345]/g, 'null')
		.replaceAll('$6', '21');
	const plan = await asSystem('keeping the index', (tx) =>
		sql.raw<Record<string, string>>(`explain ${query}`).execute(tx)
	);
	const text = plan.rows.map((row) => Object.values(row)[0]).join('\n');
	expect(text).toContain('search_document_heading_idx');
	expect(text).toContain('search_document_words_idx');
	expect(text).not.toContain('Seq Scan on search_document');
	const found = await as(kofi.id, (tx) =>
		sql`select * from find_documents('''rare''', null, null, null, 21)`.execute(tx)
	);
	expect(found.rows).toHaveLength(21);
});
