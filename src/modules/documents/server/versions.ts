import { sql } from 'kysely';
import { NotFound } from '#platform/errors.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { refuseSetAside } from '#platform/server/subjects.ts';
import { newId } from '#platform/server/ids.ts';
import type { Content, RenderedBlock } from '../document.ts';
import { authorsOf, type Credited } from './credit.ts';
import { publishFiles } from './held-files.ts';
import { toMarkdown } from './markdown.ts';
import { writerLeft } from './open-drafts.ts';
import { render } from './render.ts';

export type DocumentKind = 'training' | 'submission' | 'page' | 'note';

/** A block as readers see it, with whoever wrote it. */
export type CreditedBlock = RenderedBlock & { authors: string[] };

export type Version = {
	document: string;
	number: number;
	title: string;
	html: string;
	markdown: string;
	blocks: CreditedBlock[];
	words: number;
	note: string;
	material: boolean;
	by: string;
	at: string;
};

/** Makes an empty document whose `writers` (the maker among them) may draft it; returns its id. */
export async function createDocument(
	tx: Tx,
	given: {
		kind: DocumentKind;
		title: string;
		audience: string;
		writers: string[];
		by: string;
		at: string;
		id?: string;
	}
): Promise<string> {
	const id = given.id ?? newId();
	const { kind, title, by, at } = given;
	await tx
		.insertInto('document')
		.values({ id, kind, title, audience_id: given.audience, created_by: by, at })
		.execute();
	await addWriters(tx, id, [by, ...given.writers], at);
	return id;
}

export async function addWriters(
	tx: Tx,
	document: string,
	people: string[],
	at: string
): Promise<void> {
	const rows = [...new Set(people)].map((person_id) => ({
		document_id: document,
		person_id,
		since: at
	}));
	if (rows.length === 0) return;
	await tx
		.insertInto('document_writer')
		.values(rows)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

export async function removeWriter(tx: Tx, document: string, person: string): Promise<void> {
	await tx
		.deleteFrom('document_writer')
		.where('document_id', '=', document)
		.where('person_id', '=', person)
		.execute();
	await writerLeft(tx, document, person);
}

/** True when the transaction's person may change the document. */
export async function mayWrite(tx: Tx, document: string): Promise<boolean> {
	const { rows } = await sql<{ may: boolean }>`select i_write(${document}::uuid) as may`.execute(
		tx
	);
	return rows[0]?.may ?? false;
}

/** Those of some documents that the transaction's person may change; ids of other things are none. */
export async function writtenByMe(tx: Tx, ids: string[]): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	const { rows } = await sql<{ id: string }>`
		select id from unnest(${[...new Set(ids)]}::uuid[]) as given(id) where i_write(id)`.execute(tx);
	return new Set(rows.map(({ id }) => id));
}

/** Publishes an immutable version; returns its number. Two who publish at once get two numbers, one after the other. */
export async function publishVersion(
	tx: Tx,
	given: {
		document: string;
		title: string;
		content: Content;
		credit: Credited[];
		material: boolean;
		note: string;
		by: string;
		audience: string;
		at: string;
	}
): Promise<number> {
	const updated = await tx
		.updateTable('document')
		.set({ title: given.title, audience_id: given.audience })
		.where('id', '=', given.document)
		.returning('id')
		.executeTakeFirst();
	if (!updated) throw new NotFound('There is nothing here');
	const { rows } = await sql<{ next: number }>`
		select coalesce(max(number), 0) + 1 as next from version where document_id = ${given.document}`.execute(
		tx
	);
	const number = rows[0]!.next;
	const content = await publishFiles(tx, given);
	const { html, blocks, text } = render(content, given.document);
	const authors = new Map(given.credit.map((credited) => [credited.id, authorsOf(credited)]));
	const credited = blocks.map((block) => ({
		...block,
		authors: authors.get(block.id) ?? [given.by]
	}));
	await tx
		.insertInto('version')
		.values({
			document_id: given.document,
			number,
			title: given.title,
			content: JSON.stringify(content),
			credit: JSON.stringify(given.credit),
			html,
			markdown: toMarkdown(content),
			blocks: JSON.stringify(credited),
			words: text.split(/\s+/).filter(Boolean).length,
			note: given.note,
			material: given.material,
			by_id: given.by,
			audience_id: given.audience,
			at: given.at
		})
		.execute();
	await keepAuthors(
		tx,
		given.document,
		credited.flatMap((block) => block.authors)
	);
	return number;
}

/** The newest version of each document that the reader may see, by id; in one statement. */
export async function latestVersions(tx: Tx, documents: string[]): Promise<Map<string, Version>> {
	if (documents.length === 0) return new Map();
	const rows = await tx
		.selectFrom('version')
		.distinctOn('document_id')
		.select([
			'document_id',
			'number',
			'title',
			'html',
			'markdown',
			'blocks',
			'words',
			'note',
			'material',
			'by_id',
			'at'
		])
		.where('document_id', 'in', documents)
		.orderBy('document_id')
		.orderBy('number', 'desc')
		.execute();
	return new Map(rows.map((row) => [row.document_id, asVersion(row)]));
}

export type Text = { title: string; text: string; authors: string[]; at: string };

/** What the newest version of each document says, a line for each block, for whoever tells of it elsewhere; by id, as far as the reader may see. */
export async function latestTexts(tx: Tx, documents: string[]): Promise<Map<string, Text>> {
	if (documents.length === 0) return new Map();
	const rows = await tx
		.selectFrom('version')
		.distinctOn('document_id')
		.select(['document_id', 'title', 'at'])
		.select([
			sql<string>`array_to_string(array(
				select block ->> 'text' from jsonb_array_elements(blocks) with ordinality as each(block, place) order by place
			), E'\\n')`.as('text'),
			sql<string[]>`array(
				select distinct jsonb_array_elements_text(block -> 'authors') from jsonb_array_elements(blocks) as each(block)
			)`.as('authors')
		])
		.where('document_id', 'in', documents)
		.orderBy('document_id')
		.orderBy('number', 'desc')
		.execute();
	return new Map(rows.map(({ document_id, ...said }) => [document_id, said]));
}

/** One version of a document; the newest without a number. Throws NotFound. */
export async function readVersion(
	tx: Tx,
	document: string,
	number?: number
): Promise<Version & { content: Content; credit: Credited[]; audience: string }> {
	let query = tx
		.selectFrom('version')
		.selectAll()
		.where('document_id', '=', document)
		.orderBy('number', 'desc')
		.limit(1);
	if (number !== undefined) query = query.where('number', '=', number);
	const row = await query.executeTakeFirst();
	if (!row) throw new NotFound('There is nothing here');
	return {
		...asVersion(row),
		content: row.content as Content,
		credit: row.credit as Credited[],
		audience: row.audience_id
	};
}

/** What each version changed, newest first. */
export async function listVersions(tx: Tx, document: string) {
	const rows = await tx
		.selectFrom('version')
		.select(['number', 'title', 'note', 'material', 'by_id as by', 'audience_id as audience', 'at'])
		.where('document_id', '=', document)
		.orderBy('number', 'desc')
		.execute();
	return rows;
}

/** When a text was changed since it came out; null where it reads as it did then. */
export function editedSince(out: string | null, version?: { number: number; at: string }) {
	return out && version && version.number > 1 && version.at > out ? version.at : null;
}

/** Lets a document and all its versions be seen by another audience. */
export async function changeAudience(tx: Tx, document: string, audience: string): Promise<void> {
	await tx
		.updateTable('document')
		.set({ audience_id: audience })
		.where('id', '=', document)
		.returning('id')
		.executeTakeFirstOrThrow(notYours);
	await tx
		.updateTable('version')
		.set({ audience_id: audience })
		.where('document_id', '=', document)
		.execute();
	await tx
		.updateTable('published_file')
		.set({ audience_id: audience })
		.where('document_id', '=', document)
		.execute();
}

/** The titles of documents that the reader may see, by id. */
export async function titlesOf(tx: Tx, documents: string[]): Promise<Map<string, string>> {
	if (documents.length === 0) return new Map();
	const rows = await tx
		.selectFrom('document')
		.select(['id', 'title'])
		.where('id', 'in', documents)
		.execute();
	return new Map(rows.map((row) => [row.id, row.title]));
}

/** The newest version of each document and its newest material one: whoever checked off an older one than that is asked again. */
export async function versionNumbers(
	tx: Tx,
	documents: string[]
): Promise<Map<string, { latest: number; material: number }>> {
	if (documents.length === 0) return new Map();
	const rows = await tx
		.selectFrom('version')
		.select((eb) => [
			'document_id',
			eb.fn.max('number').as('latest'),
			eb.fn.max('number').filterWhere('material', '=', true).as('material')
		])
		.where('document_id', 'in', documents)
		.groupBy('document_id')
		.execute();
	return new Map(
		rows.map(({ document_id, latest, material }) => [document_id, { latest, material }])
	);
}

/** Takes a document out of sight; `restoreDocument` brings it back. False when it was out of sight already. */
export async function withdrawDocument(
	tx: Tx,
	document: string,
	by: string,
	at: string
): Promise<boolean> {
	const gone = await tx
		.insertInto('document_withdrawal')
		.values({ document_id: document, by_id: by, at })
		.onConflict((conflict) => conflict.doNothing())
		.returning('at')
		.executeTakeFirst();
	return gone !== undefined;
}

/** Brings a document back for its writer; false when it was not out of sight. Throws Conflict where a steward set it aside. */
export async function restoreDocument(tx: Tx, document: string): Promise<boolean> {
	await refuseSetAside(tx, document);
	return bringBackDocument(tx, document);
}

/** Brings a document back; false when it was not out of sight. */
export async function bringBackDocument(tx: Tx, document: string): Promise<boolean> {
	const back = await tx
		.deleteFrom('document_withdrawal')
		.where('document_id', '=', document)
		.returning('at')
		.executeTakeFirst();
	return back !== undefined;
}

/** Keeps whose words the newest version of a document holds. */
async function keepAuthors(tx: Tx, document: string, authors: string[]): Promise<void> {
	await tx.deleteFrom('document_author').where('document_id', '=', document).execute();
	const rows = [...new Set(authors)].map((person_id) => ({ person_id, document_id: document }));
	if (rows.length > 0) await tx.insertInto('document_author').values(rows).execute();
}

type Row = {
	document_id: string;
	number: number;
	title: string;
	html: string;
	markdown: string;
	blocks: unknown;
	words: number;
	note: string;
	material: boolean;
	by_id: string;
	at: string;
};

function asVersion(row: Row): Version {
	const { document_id, by_id, blocks, number, title, html, markdown, words, note, material, at } =
		row;
	return {
		document: document_id,
		number,
		title,
		html,
		markdown,
		blocks: blocks as CreditedBlock[],
		words,
		note,
		material,
		by: by_id,
		at
	};
}
