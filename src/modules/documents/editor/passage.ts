import type { Editor } from '@tiptap/core';
import { Selection, type EditorState } from '@tiptap/pm/state';
import type { Node } from '@tiptap/pm/model';

/** A block at the top of the document, and where it begins. */
export type Standing = { node: Node; at: number };

/** The block that holds the caret. */
export function blockAtCaret({ selection, doc }: EditorState): Standing | null {
	const at = selection.$from.depth > 0 ? selection.$from.before(1) : selection.from;
	const node = doc.nodeAt(at);
	return node && { node, at };
}

/** The block with this id, while it stands. */
export function blockWithId({ doc }: EditorState, id: string): Standing | null {
	let found: Standing | null = null;
	doc.forEach((node, at) => {
		if (node.attrs.id === id) found = { node, at };
	});
	return found;
}

/** Gives a block a name and a number, or takes them from it. */
export function nameBlock(
	editor: Editor,
	id: string,
	given: { name: string; number: number | null }
): void {
	const block = blockWithId(editor.state, id);
	if (!block) return;
	const name = given.name.trim().slice(0, 80) || null;
	const { tr } = editor.state;
	editor.view.dispatch(
		tr.setNodeMarkup(block.at, null, { ...block.node.attrs, name, number: given.number })
	);
}

/** The number that comes after the highest one in the document. */
export function nextNumber({ doc }: EditorState): number {
	let highest = 0;
	doc.forEach((node) => {
		highest = Math.max(highest, Number(node.attrs.number) || 0);
	});
	return Math.min(highest + 1, 999);
}

/** Puts a node of the schema in the place of a block, or after it when it says something; at the end when it is gone. */
export function placeBlock(
	editor: Editor,
	id: string | null,
	type: string,
	attrs: Record<string, unknown>
): void {
	const { state, view } = editor;
	const node = state.schema.nodes[type]!.create(attrs);
	const block = id ? blockWithId(state, id) : blockAtCaret(state);
	const end = state.doc.content.size;
	const empty = block?.node.isTextblock && block.node.content.size === 0;
	const from = block ? (empty ? block.at : block.at + block.node.nodeSize) : end;
	const to = block ? block.at + block.node.nodeSize : end;
	const tr = state.tr.replaceWith(from, to, node);
	const after = from + node.nodeSize;
	if (after === tr.doc.content.size) tr.insert(after, state.schema.nodes.paragraph!.create());
	tr.setSelection(Selection.near(tr.doc.resolve(after), 1));
	view.dispatch(tr.scrollIntoView());
}
