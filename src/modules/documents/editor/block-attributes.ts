import { Extension } from '@tiptap/core';
import { Fragment, Slice, type Node } from '@tiptap/pm/model';
import { Plugin, type EditorState, type Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { newBlockId } from './ids.ts';

const blockTypes = [
	...[
		'paragraph',
		'heading',
		'bulletList',
		'orderedList',
		'blockquote',
		'codeBlock',
		'horizontalRule'
	],
	...['table', 'image', 'linkCard', 'ask']
];

/** True for what `newBlockId` makes. */
export function isBlockId(text: string): boolean {
	return /^[a-z2-7]{10}$/.test(text);
}

/** The attributes that only a block at the top of a document carries. */
export const blockAttributes = ['id', 'name', 'number', 'from'] as const;

const blank = Object.fromEntries(blockAttributes.map((name) => [name, null]));

/**
 * Gives each block at the top of the document a stable id, and room for a name, a number and where it came from. Ids are
 * given as somebody edits, never by merely opening a document; a block that is cut and put elsewhere keeps its own.
 */
export const BlockAttributes = Extension.create({
	name: 'blockAttributes',
	addGlobalAttributes: () => [
		{
			types: blockTypes,
			attributes: {
				id: attribute('id', (text) => (isBlockId(text) ? text : null)),
				name: attribute('name', (text) => text.slice(0, 80) || null),
				number: attribute('number', (text) => (/^[1-9]\d{0,2}$/.test(text) ? Number(text) : null)),
				from: attribute('from', (text) => text.slice(0, 80) || null),
				// The document from which the block was pasted, by which its authors are found; readers never see it.
				copied: attribute('copied', (text) => text.slice(0, 36) || null)
			}
		}
	],
	addProseMirrorPlugins: () => [
		new Plugin({
			appendTransaction: (transactions, before, after) =>
				transactions.some((transaction) => transaction.docChanged && !isFromElsewhere(transaction))
					? identified(before, after)
					: null,
			props: {
				transformPasted: (slice, view) => (view.dragging ? slice : copied(slice, view.state.doc))
			}
		})
	]
});

function attribute(name: string, read: (text: string) => string | number | null) {
	return {
		default: null,
		keepOnSplit: false,
		parseHTML: (element: HTMLElement) => read(element.getAttribute(`data-block-${name}`) ?? ''),
		renderHTML: (attributes: Record<string, unknown>) =>
			attributes[name] ? { [`data-block-${name}`]: String(attributes[name]) } : {}
	};
}

function isFromElsewhere(transaction: Transaction): boolean {
	const meta = transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
	return meta?.isChangeOrigin === true;
}

/** A transaction that gives ids where they lack or stand twice; none when all is well. */
function identified(before: EditorState, after: EditorState): Transaction | null {
	const { tr } = after;
	const seen = new Set<string>();
	after.doc.forEach((node, offset, index) => {
		const id = node.attrs.id as string | null;
		const previous = index > 0 ? tr.doc.child(index - 1) : null;
		if (id && !seen.has(id)) seen.add(id);
		else if (previous && isPushedDown(before.doc, previous, node)) {
			tr.setNodeMarkup(offset - previous.nodeSize, null, {
				...previous.attrs,
				...blank,
				id: fresh(seen)
			});
			tr.setNodeMarkup(offset, null, { ...node.attrs, ...ownOf(previous) });
		} else tr.setNodeMarkup(offset, null, { ...node.attrs, ...blank, id: fresh(seen) });
	});
	return tr.steps.length > 0 ? tr.setStoredMarks(after.storedMarks) : null;
}

/** Enter at the beginning of a block leaves an empty one above: the words below are still the old block. */
function isPushedDown(before: Node, above: Node, node: Node): boolean {
	if (!above.isTextblock || above.content.size > 0 || !above.attrs.id || node.content.size === 0)
		return false;
	let held: Node | undefined;
	before.forEach((old) => {
		if (old.attrs.id === above.attrs.id) held = old;
	});
	return held !== undefined && held.textContent === node.textContent;
}

function ownOf(node: Node): Record<string, unknown> {
	return Object.fromEntries(blockAttributes.map((name) => [name, node.attrs[name]]));
}

function fresh(seen: Set<string>): string {
	const id = newBlockId();
	seen.add(id);
	return id;
}

/** What is pasted, without the attributes of blocks that still stand in the document. */
function copied(slice: Slice, doc: Node): Slice {
	const standing = new Set<unknown>();
	doc.forEach((node) => standing.add(node.attrs.id));
	const blocks: Node[] = [];
	slice.content.forEach((node) =>
		blocks.push(
			standing.has(node.attrs.id) && node.attrs.id
				? node.type.create({ ...node.attrs, ...blank }, node.content, node.marks)
				: node
		)
	);
	return new Slice(Fragment.from(blocks), slice.openStart, slice.openEnd);
}
