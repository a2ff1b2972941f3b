import { fileAt } from '#platform/files.ts';
import type { Tx } from '#platform/server/db/database.ts';
import type { Content, Node } from '../document.ts';

/** Lets whoever writes in a document see the files of ours in its draft; what `by` cannot see stays unseen. */
export async function attachFiles(
	tx: Tx,
	document: string,
	content: Content,
	by: string,
	at: string
): Promise<void> {
	const seen = await filesSeen(tx, content);
	await attach(tx, document, [...seen.keys()], by, at);
}

/** Lets a document's readers see the files of ours in it, as far as whoever publishes sees them; returns the content with its pictures' sizes. */
export async function publishFiles(
	tx: Tx,
	given: { document: string; content: Content; audience: string; at: string }
): Promise<Content> {
	const seen = await filesSeen(tx, given.content);
	if (seen.size === 0) return given.content;
	const rows = [...seen.keys()].map((file_id) => ({
		document_id: given.document,
		file_id,
		audience_id: given.audience,
		at: given.at
	}));
	await tx
		.insertInto('published_file')
		.values(rows)
		.onConflict((conflict) =>
			conflict
				.columns(['document_id', 'file_id'])
				.doUpdateSet((eb) => ({ audience_id: eb.ref('excluded.audience_id') }))
		)
		.execute();
	return { ...given.content, content: given.content.content.map((node) => sized(node, seen)) };
}

type Size = { width: number | null; height: number | null };

/** Adds files to a document's draft, for its writers. */
export async function attach(tx: Tx, document: string, files: string[], by: string, at: string) {
	if (files.length === 0) return;
	await tx
		.insertInto('document_file')
		.values(files.map((file_id) => ({ document_id: document, file_id, by_id: by, at })))
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** The files of ours in a content that the transaction's person may see, with their sizes. */
async function filesSeen(tx: Tx, content: Content): Promise<Map<string, Size>> {
	const ids = [...new Set(content.content.flatMap(filesIn))];
	if (ids.length === 0) return new Map();
	const rows = await tx
		.selectFrom('file')
		.select(['id', 'width', 'height'])
		.where('id', 'in', ids)
		.execute();
	return new Map(rows.map(({ id, width, height }) => [id, { width, height }]));
}

function filesIn({ attrs, marks, content = [] }: Node): string[] {
	const addresses = [attrs?.src, attrs?.image, ...(marks ?? []).map((mark) => mark.attrs?.href)];
	return [...addresses.flatMap((address) => fileAt(address) ?? []), ...content.flatMap(filesIn)];
}

function sized(node: Node, seen: Map<string, Size>): Node {
	const size = node.type === 'image' && seen.get(fileAt(node.attrs?.src) ?? '');
	if (size) return { ...node, attrs: { ...node.attrs, ...size } };
	return node.content
		? { ...node, content: node.content.map((child) => sized(child, seen)) }
		: node;
}
