import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import { newBlockId } from '#platform/server/ids.ts';
import { textOf, type Content } from '../document.ts';
import { blocksOf, carry, type Credited } from './credit.ts';
import { foldDraft, type Draft } from './folding.ts';
import { attachFiles } from './held-files.ts';
import { identify } from './identify.ts';
import { draftWritten } from './open-drafts.ts';
import { compact, updateFrom } from './ydoc.ts';

/** The draft as of now, with all that was typed live. Its writers may read it; to anyone else it is empty. */
export async function readDraft(tx: Tx, document: string): Promise<Draft> {
	const { content, credit } = await foldDraft(tx, document);
	return { content, credit };
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
	await attachFiles(tx, given.document, content, given.by, given.at);
	return { content, credit };
}

/** Puts a draft in place as it is, with the credit it brings. Whoever has it open in the editor is shown it once this is committed. */
export async function replaceDraft(
	tx: Tx,
	document: string,
	draft: Draft,
	at: string
): Promise<void> {
	const { state } = await foldDraft(tx, document);
	const row = {
		content: JSON.stringify(draft.content),
		credit: JSON.stringify(draft.credit),
		state: state && compact([state, updateFrom(draft.content, [state])]),
		at
	};
	await tx
		.insertInto('draft')
		.values({ document_id: document, ...row })
		.onConflict((conflict) => conflict.column('document_id').doUpdateSet(row))
		.execute();
	if (state) await draftWritten(tx, document);
}

/** What somebody writes and readers do not see yet, the newest first: drafts never published or changed since, with their first words. */
export async function draftsOf(tx: Tx, person: string, kind: string) {
	const { rows } = await sql<{
		id: string;
		title: string;
		published: boolean;
		content: Content | null;
		at: string;
	}>`
		select d.id, d.title, v.at is not null as published, f.content, coalesce(f.at, d.at) as at
		from document_writer w
		join document d on d.id = w.document_id
		left join draft f on f.document_id = d.id
		left join lateral (
			select at from version where document_id = d.id order by number desc limit 1
		) v on true
		where w.person_id = ${person} and d.kind = ${kind} and not withdrawn(d.id)
			and (v.at is null or f.at > v.at)
		order by coalesce(f.at, d.at) desc limit 50`.execute(tx);
	return rows.map(({ content, ...row }) => ({
		...row,
		opening:
			content?.content
				.map(textOf)
				.find((line) => line.trim())
				?.slice(0, 200) ?? ''
	}));
}
