import { sql } from 'kysely';
import * as m from '#messages';
import type { Erasing, Leaving } from '#platform/server/leaving.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { removeFile } from '#platform/server/storage/files.ts';
import { scrubText } from '#platform/server/scrub.ts';
import { replaceDraft } from './drafts.ts';
import { foldDraft, type Draft } from './folding.ts';
import { versionsBy } from './authors.ts';

export const leaving: Leaving = {
	own: ['reading_place', 'preferred_form'],
	erase: async (tx, erasing) => {
		await empty(tx, await documentsToGo(tx, erasing), erasing);
		await writeOver(tx, erasing);
		await forgetUnused(tx, erasing.person);
	},
	readable: async (tx, person) => ({
		title: m.people_along_texts(),
		pieces: (await versionsBy(tx, person, 10_000)).map(({ title, at, html }) => ({
			title,
			at,
			html
		}))
	})
};

/** What they never published goes in any case; of what they alone wrote, what they wish. */
async function documentsToGo(tx: Tx, { person, wishes }: Erasing): Promise<string[]> {
	const kinds = [
		...(wishes.submissions === 'go' ? ['submission'] : []),
		...(wishes.pages === 'go' ? ['page'] : [])
	];
	const { rows } = await sql<{ id: string }>`
		select d.id from document d
		where d.created_by = ${person} and d.kind in ('submission', 'page')
			and not exists (select from document_writer w where w.document_id = d.id and w.person_id <> ${person})
			and (d.kind = any (${kinds}::text[]) or not exists (select from version v where v.document_id = d.id))`.execute(
		tx
	);
	return rows.map(({ id }) => id);
}

async function empty(tx: Tx, documents: string[], { person, at }: Erasing): Promise<void> {
	if (documents.length === 0) return;
	const parts = ['draft_update', 'draft', 'published_file', 'document_file', 'document_author'];
	for (const table of [...parts, 'version'])
		await sql`delete from ${sql.id(table)} where document_id = any (${documents}::uuid[])`.execute(
			tx
		);
	await tx.updateTable('document').set({ title: '' }).where('id', 'in', documents).execute();
	await tx
		.insertInto('document_withdrawal')
		.values(documents.map((document_id) => ({ document_id, by_id: person, at })))
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** The log of a live draft keeps what was ever typed: a name is written over in it too, as an edit that open editors are shown. */
async function writeOver(tx: Tx, { names, instead, at }: Erasing): Promise<void> {
	const live = await tx
		.selectFrom('draft')
		.select('document_id as id')
		.where('state', 'is not', null)
		.execute();
	for (const { id } of live) {
		const { state, ...draft } = await foldDraft(tx, id);
		const text = JSON.stringify(draft);
		const clean = await scrubText(tx, text, names, instead);
		if (clean === text && !names.some((name) => Buffer.from(state!).includes(name))) continue;
		await replaceDraft(tx, id, JSON.parse(clean) as Draft, at);
	}
	await tx.updateTable('draft').set({ lost: '[]' }).execute();
}

/** Files of theirs that stand in no text any more. */
async function forgetUnused(tx: Tx, person: string): Promise<void> {
	const { rows } = await sql<{ id: string }>`
		select f.id from file f where f.owner_id = ${person}
			and not exists (select from document_file d where d.file_id = f.id)
			and not exists (select from published_file p where p.file_id = f.id)
			and not exists (select from file_audience a where a.file_id = f.id)`.execute(tx);
	for (const { id } of rows) await removeFile(tx, id);
}
