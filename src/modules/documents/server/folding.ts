import type { Tx } from '#platform/server/db/database.ts';
import type { Content } from '../document.ts';
import { blocksOf, carry, type Credited } from './credit.ts';
import { compact, contentOf, updateFrom } from './ydoc.ts';

/** A draft: its content, and who wrote each run of it. */
export type Draft = { content: Content; credit: Credited[] };

type Folded = Draft & { state: Uint8Array | null };

const empty: Folded = { content: { type: 'doc', content: [] }, credit: [], state: null };

/**
 * Takes the live updates that are waiting into the draft, in their order: whatever one person typed in a row is one edit of
 * theirs, by which credit goes. Returns the draft as it is then; empty to whoever may not write it.
 */
export async function foldDraft(tx: Tx, document: string): Promise<Folded> {
	const row = await tx
		.selectFrom('draft')
		.select(['content', 'credit', 'state'])
		.where('document_id', '=', document)
		.forUpdate()
		.executeTakeFirst();
	if (!row) return empty;
	let draft: Folded = {
		content: row.content as Content,
		credit: row.credit as Credited[],
		state: row.state
	};
	if (!draft.state) return draft;
	const updates = await tx
		.selectFrom('draft_update')
		.select(['id', 'person_id', 'bytes', 'at'])
		.where('document_id', '=', document)
		.orderBy('id')
		.execute();
	const last = updates.at(-1);
	if (!last) return draft;
	for (const { by, bytes } of runsOf(updates)) draft = typed(draft, by, bytes);
	await tx
		.updateTable('draft')
		.set({
			content: JSON.stringify(draft.content),
			credit: JSON.stringify(draft.credit),
			state: draft.state,
			at: last.at
		})
		.where('document_id', '=', document)
		.execute();
	await tx
		.deleteFrom('draft_update')
		.where('document_id', '=', document)
		.where('id', '<=', last.id)
		.execute();
	return draft;
}

/** All that the editor's shared document is made of, as updates in any order; a draft that was never open gets its beginning here. */
export async function updatesOf(tx: Tx, document: string, at: string): Promise<Uint8Array[]> {
	const row = await tx
		.selectFrom('draft')
		.select(['content', 'state'])
		.where('document_id', '=', document)
		.forUpdate()
		.executeTakeFirst();
	const content = row ? (row.content as Content) : empty.content;
	const state = row?.state ?? compact([updateFrom(content)]);
	if (!row?.state)
		await tx
			.insertInto('draft')
			.values({ document_id: document, content: JSON.stringify(content), credit: '[]', state, at })
			.onConflict((conflict) => conflict.column('document_id').doUpdateSet({ state }))
			.execute();
	const updates = await tx
		.selectFrom('draft_update')
		.select('bytes')
		.where('document_id', '=', document)
		.orderBy('id')
		.execute();
	return [state, ...updates.map(({ bytes }) => bytes)];
}

function typed({ credit, state }: Folded, by: string, bytes: Uint8Array[]): Folded {
	const log = [...(state ? [state] : []), ...bytes];
	const after = contentOf(log);
	return {
		content: after,
		credit: carry({ before: credit, after: blocksOf(after), by }),
		state: compact(log)
	};
}

/** Updates that one person made without another's between them. */
function runsOf(
	updates: { person_id: string; bytes: Uint8Array }[]
): { by: string; bytes: Uint8Array[] }[] {
	const runs: { by: string; bytes: Uint8Array[] }[] = [];
	for (const { person_id, bytes } of updates) {
		const last = runs.at(-1);
		if (last?.by === person_id) last.bytes.push(bytes);
		else runs.push({ by: person_id, bytes: [bytes] });
	}
	return runs;
}
