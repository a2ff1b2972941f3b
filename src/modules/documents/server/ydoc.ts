import { createHash } from 'node:crypto';
import { updateYFragment, yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { isDocumentId, type Content, type Node } from '../document.ts';
import { isBlockId } from '../editor/block-attributes.ts';
import { fit, toContent } from '../editor/fit.ts';
import { fragmentName } from '../editor/schema.ts';

/** What a shared document holds. */
export function contentOf(doc: Y.Doc): Content {
	const fragment = doc.getXmlFragment(fragmentName);
	const { content } = yXmlFragmentToProsemirrorJSON(fragment) as { content: (Node | Node[])[] };
	return toContent(fit({ type: 'doc', content: content.flat() }));
}

/** Gives blocks ids where they lack or stand twice, as happens when two people change one at once; true when some did. */
export function mendIds(doc: Y.Doc, newId: () => string): boolean {
	const seen = new Set<string>();
	const wrong = doc
		.getXmlFragment(fragmentName)
		.toArray()
		.filter((block): block is Y.XmlElement => {
			if (!(block instanceof Y.XmlElement)) return false;
			const id = String(block.getAttribute('id') ?? '');
			if (!isBlockId(id) || seen.has(id)) return true;
			seen.add(id);
			return false;
		});
	doc.transact(() => {
		for (const block of wrong) block.setAttribute('id', newId());
	});
	return wrong.length > 0;
}

/** The other documents from which blocks were pasted into this one. */
export function copiedIn(doc: Y.Doc, document: string): string[] {
	const blocks = doc.getXmlFragment(fragmentName).toArray();
	const from = blocks.map((block) =>
		block instanceof Y.XmlElement ? block.getAttribute('copied') : undefined
	);
	return [...new Set(from)].filter(
		(id): id is string => typeof id === 'string' && isDocumentId(id) && id !== document
	);
}

/**
 * The live update that puts `content` in the place of what the log `base` adds up to, changing as little as possible;
 * an empty array when nothing changes. The same arguments give the same update, and applying it twice is applying it
 * once. A log must only ever grow: an update made without the log there is would write everything a second time.
 */
export function updateFrom(content: Content, base: Uint8Array[] = []): Uint8Array {
	const doc = docOf(base);
	const before = Y.encodeStateVector(doc);
	doc.clientID = writerOf(content, Y.encodeStateAsUpdate(doc));
	let changed = false;
	doc.on('update', () => {
		changed = true;
	});
	doc.transact(() =>
		updateYFragment(doc, doc.getXmlFragment(fragmentName), fit(content), {
			mapping: new Map(),
			isOMark: new Map()
		})
	);
	return changed ? Y.encodeStateAsUpdate(doc, before) : new Uint8Array();
}

/** One update in the place of a log; text that was removed is gone from it. */
export function compact(updates: Uint8Array[]): Uint8Array {
	return Y.encodeStateAsUpdate(docOf(updates));
}

/** A document to which all updates have been applied. */
export function docOf(updates: Uint8Array[]): Y.Doc {
	const doc = new Y.Doc();
	doc.getXmlFragment(fragmentName);
	doc.transact(() => {
		for (const update of updates) if (update.length > 0) Y.applyUpdate(doc, update);
	});
	return doc;
}

/** Yjs tells writers apart by a number: taken from what is written, two different edits never claim the same. */
function writerOf(content: Content, base: Uint8Array): number {
	const digest = createHash('sha256').update(JSON.stringify(content)).update(base).digest();
	return digest.readUInt32BE(0) || 1;
}
