import * as Y from 'yjs';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { newBlockId } from '#platform/server/ids.ts';
import type { Content } from '../document.ts';
import type { Credited } from './credit.ts';
import { type } from './hands.ts';
import { draftWritten } from './open-drafts.ts';
import { compact, contentOf, copiedIn, docOf, mendIds, updateFrom } from './ydoc.ts';

/** A draft: its content, and who wrote each run of it. */
export type Draft = { content: Content; credit: Credited[] };

type Folded = Draft & { state: Uint8Array | null };

const empty: Folded = { content: { type: 'doc', content: [] }, credit: [], state: null };

/**
 * Takes the live updates that are waiting into the draft, each as an edit of whoever made it. Returns the draft as it is
 * then; empty to whoever may not write it.
 */
export async function foldDraft(tx: Tx, document: string): Promise<Folded> {
	const row = await tx
		.selectFrom('draft')
		.select(['content', 'credit', 'lost', 'state'])
		.where('document_id', '=', document)
		.forUpdate()
		.executeTakeFirst();
	if (!row) return empty;
	const before: Folded = {
		content: row.content as Content,
		credit: row.credit as Credited[],
		state: row.state
	};
	if (!before.state) return before;
	const updates = await tx
		.selectFrom('draft_update')
		.select(['id', 'person_id', 'bytes', 'at'])
		.where('document_id', '=', document)
		.orderBy('id')
		.execute();
	const last = updates.at(-1);
	if (!last) return before;
	const doc = docOf([before.state]);
	const known = { credit: before.credit, lost: row.lost as Credited[] };
	const creditAfter = type(doc, known, updates);
	const mended = mendIds(doc, newBlockId);
	const content = contentOf(doc);
	const pasted = await creditIn(tx, copiedIn(doc, document));
	const { credit, lost } = creditAfter(content, pasted);
	const state = Y.encodeStateAsUpdate(doc);
	await tx
		.updateTable('draft')
		.set({
			content: JSON.stringify(content),
			credit: JSON.stringify(credit),
			lost: JSON.stringify(lost),
			state,
			at: last.at
		})
		.where('document_id', '=', document)
		.execute();
	// By their ids: what another process commits meanwhile may bear a lower one.
	await tx
		.deleteFrom('draft_update')
		.where(
			'id',
			'in',
			updates.map(({ id }) => id)
		)
		.execute();
	if (mended) await draftWritten(tx, document);
	return { content, credit, state };
}

/** Folds every draft that has updates waiting, for whoever reads drafts past the editor. */
export async function foldDrafts(): Promise<void> {
	const waiting = await asSystem('keeping live drafts', (tx) =>
		tx.selectFrom('draft_update').select('document_id').distinct().execute()
	);
	for (const { document_id } of waiting)
		await asSystem('keeping live drafts', (tx) => foldDraft(tx, document_id));
}

/** The credit of documents from which blocks were pasted, as far as the transaction's person may read them. */
async function creditIn(tx: Tx, documents: string[]): Promise<Credited[]> {
	if (documents.length === 0) return [];
	const published = await tx
		.selectFrom('version')
		.distinctOn('document_id')
		.select('credit')
		.where('document_id', 'in', documents)
		.orderBy('document_id')
		.orderBy('number', 'desc')
		.execute();
	const drafted = await tx
		.selectFrom('draft')
		.select('credit')
		.where('document_id', 'in', documents)
		.execute();
	return [...published, ...drafted].flatMap(({ credit }) => credit as Credited[]);
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
