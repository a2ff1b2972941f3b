import type { Tx } from '#platform/server/db/database.ts';
import { newBlockId } from '#platform/server/ids.ts';
import type { Content } from '../document.ts';
import { blocksOf, carry, type Credited } from './credit.ts';
import { identify } from './identify.ts';

/** A draft: its content, and who wrote each run of it. */
export type Draft = { content: Content; credit: Credited[] };

/** The draft as of now. Its writers may read it; to anyone else it is empty. */
export async function readDraft(tx: Tx, document: string): Promise<Draft> {
	const row = await tx
		.selectFrom('draft')
		.select(['content', 'credit'])
		.where('document_id', '=', document)
		.executeTakeFirst();
	if (!row) return { content: { type: 'doc', content: [] }, credit: [] };
	return { content: row.content as Content, credit: row.credit as Credited[] };
}

/** Puts `content` in the draft's place, as an edit by `by`; what stays the same keeps its blocks and its authors. */
export async function writeDraft(
	tx: Tx,
	given: { document: string; content: Content; by: string; at: string; pasted?: Credited[] }
): Promise<Draft> {
	const before = await readDraft(tx, given.document);
	const content = identify(before.content, given.content, newBlockId);
	const credit = carry({
		before: before.credit,
		after: blocksOf(content),
		by: given.by,
		pasted: given.pasted
	});
	await replaceDraft(tx, given.document, { content, credit }, given.at);
	return { content, credit };
}

/** Puts a draft in place as it is, with the credit it brings: for what was merged from elsewhere in the place. */
export async function replaceDraft(
	tx: Tx,
	document: string,
	draft: Draft,
	at: string
): Promise<void> {
	const row = { content: JSON.stringify(draft.content), credit: JSON.stringify(draft.credit), at };
	await tx
		.insertInto('draft')
		.values({ document_id: document, ...row })
		.onConflict((conflict) => conflict.column('document_id').doUpdateSet(row))
		.execute();
}
