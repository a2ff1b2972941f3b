import { sql } from 'kysely';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Event } from '#platform/server/events.ts';
import { showAll, subjectKinds, type Shown } from '#platform/server/subjects.ts';

const changes = new Set(['published', 'opened', 'shared', 'edited', 'commented', 'restored', 'widened', 'changed', 'moved to library']);

/** Keeps the index true within the change itself: what was withdrawn is not found from that moment on. */
export async function keepIndex(event: Event, tx: Tx): Promise<void> {
	const { kind, id } = event;
	if (!subjectKinds().includes(kind)) return;
	if (event.verb === 'withdrew') {
		await sql`select forget_document(${kind}, ${id})`.execute(tx);
		return;
	}
	if (!changes.has(event.verb)) return;
	const shown = (await showAll(tx, kind, [id])).get(id);
	if (shown) await put(tx, shown);
}

/** Builds the whole index again, from the events that tell of everything; returns how many things it holds. */
export async function reindexHere(): Promise<{ indexed: number }> {
	return asSystem('keeping the index', async (tx) => {
		await tx.deleteFrom('search_document').execute();
		let indexed = 0;
		for (const kind of subjectKinds()) {
			const subjects = await tx
				.selectFrom('event')
				.select('subject_id')
				.distinct()
				.where('kind', '=', kind)
				.where('verb', 'in', [...changes])
				.execute();
			const ids = subjects.map((row) => row.subject_id);
			for (let i = 0; i < ids.length; i += 500)
				for (const shown of (await showAll(tx, kind, ids.slice(i, i + 500))).values()) {
					await put(tx, shown);
					indexed += 1;
				}
		}
		return { indexed };
	});
}

async function put(tx: Tx, { kind, id, audience, title, text, url, at }: Shown): Promise<void> {
	if (text === undefined) return;
	await sql`select index_document(${kind}, ${id}, ${audience}, ${title}, ${text.slice(0, 200_000)}, ${url}, ${at})`.execute(tx);
}
