import * as Y from 'yjs';
import { fragmentName, schema } from '../editor/schema.ts';

// Yjs types its shared types by their events, which are of no matter here.
type AnyType = Y.AbstractType<any>;

const deepest = 32;

/** Throws unless all that a transaction brought is a tree of known elements and text, as the editor writes it. */
export function checkTree(doc: Y.Doc, transaction: Y.Transaction): void {
	const root = doc.getXmlFragment(fragmentName);
	if (doc.share.size > 1) throw new Error('another root');
	const isNew = ({ id }: Y.Item) => id.clock >= (transaction.beforeState.get(id.client) ?? 0);
	for (const type of transaction.changed.keys()) {
		const depth = depthOf(type, root);
		if (type instanceof Y.XmlText) checkText(type);
		else if (type instanceof Y.XmlFragment) checkChildren(type, depth, isNew);
		else throw new Error('not a node');
	}
}

function depthOf(type: AnyType, root: Y.XmlFragment): number {
	let depth = 0;
	let at: AnyType | null = type;
	while (at !== root) {
		at = (at?.parent ?? null) as AnyType | null;
		depth += 1;
		if (!at || depth > deepest) throw new Error('not within the document');
	}
	return depth;
}

function checkChildren(type: Y.XmlFragment, depth: number, isNew: (item: Y.Item) => boolean): void {
	if (depth > deepest) throw new Error('too deep');
	if (type instanceof Y.XmlElement) {
		if (!schema.nodes[type.nodeName] || type.nodeName === 'text') throw new Error('unknown node');
		for (const item of type._map.values())
			if (!item.deleted && !(item.content instanceof Y.ContentAny))
				throw new Error('no plain attribute');
	} else if (type._map.size > 0) throw new Error('attributes of the whole');
	for (const item of itemsOf(type)) {
		if (!(item.content instanceof Y.ContentType)) throw new Error('no node');
		const child: unknown = item.content.type;
		if (child instanceof Y.XmlText) {
			if (isNew(item)) checkText(child);
		} else if (!(child instanceof Y.XmlElement)) throw new Error('no node');
		else if (isNew(item)) checkChildren(child, depth + 1, isNew);
	}
}

function checkText(text: Y.XmlText): void {
	for (const { content } of itemsOf(text))
		if (!(content instanceof Y.ContentString) && !(content instanceof Y.ContentFormat))
			throw new Error('no text');
}

/** What stands in a shared type, in its order. */
export function* itemsOf(type: AnyType): Generator<Y.Item> {
	for (let item = type._start; item; item = item.right) if (!item.deleted) yield item;
}
