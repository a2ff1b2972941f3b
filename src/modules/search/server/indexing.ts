import { sql } from 'kysely';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Event } from '#platform/server/events.ts';
import { showAll, subjectKinds, type Shown } from '#platform/server/subjects.ts';
import { vectors } from './words.ts';

/** What people do about a thing without changing its words or who may see it. */
const indifferent = new Set([
	...['read', 'took back reading', 'started early', 'thanked', 'took back thanks'],
	...['saved', 'moved', 'checked off', 'followed', 'unfollowed'],
	...['asked to say anew', 'asked no more', 'sent original', 'asked to let hear'],
	...['suggested words', 'ended suggestion'],
	...['asked consent', 'agreed', 'declined', 'handed over', 'shelved'],
	...['shared ownership', 'ended ownership', 'named trainer', 'ended trainer']
]);

/** Keeps the index true within the change itself: what its maker cannot be shown any more is not found from then on. */
export async function keepIndex({ kind, id, verb }: Event, tx: Tx): Promise<void> {
	if (!subjectKinds().includes(kind) || indifferent.has(verb)) return;
	const shown = (await showAll(tx, kind, [id])).get(id);
	if (shown?.text === undefined) await sql`select forget_document(${kind}, ${id})`.execute(tx);
	else await put(tx, shown, shown.text);
}

/** Builds the whole index again; returns how many things it holds. For the machine's own shell. */
export async function reindexHere(): Promise<{ indexed: number }> {
	return asSystem('keeping the index', async (tx) => ({ indexed: await reindex(tx) }));
}

/** Builds the whole index again, from the events that tell of everything; returns how many things it holds. */
export async function reindex(tx: Tx): Promise<number> {
	await sql`truncate search_document, search_word`.execute(tx);
	let indexed = 0;
	for (const kind of subjectKinds())
		for (let after: string | null = null; ;) {
			const ids: string[] = await happenedTo(tx, kind, after);
			if (ids.length === 0) break;
			indexed += await indexThings(tx, kind, ids);
			after = ids.at(-1)!;
		}
	return indexed;
}

/** Makes those of some things of one kind findable that should be; returns how many these are. */
export async function indexThings(tx: Tx, kind: string, ids: string[]): Promise<number> {
	let indexed = 0;
	for (const shown of (await showAll(tx, kind, ids)).values()) {
		if (shown.text === undefined) continue;
		await put(tx, shown, shown.text);
		indexed += 1;
	}
	return indexed;
}

async function put(tx: Tx, { kind, id, audience, title, at }: Shown, text: string): Promise<void> {
	const { heading, words } = vectors(title, text);
	await sql`select index_document(${kind}, ${id}, ${audience}, ${heading}::tsvector,
		${words}::tsvector, ${at})`.execute(tx);
}

/** The next five hundred things of a kind that events tell of. */
async function happenedTo(tx: Tx, kind: string, after: string | null): Promise<string[]> {
	let query = tx
		.selectFrom('event')
		.select('subject_id')
		.distinct()
		.where('kind', '=', kind)
		.orderBy('subject_id')
		.limit(500);
	if (after) query = query.where('subject_id', '>', after);
	return (await query.execute()).map((row) => row.subject_id);
}
