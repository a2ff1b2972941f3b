import type { Editor } from '@tiptap/core';
import { blockAtCaret, blockWithId, nameBlock, nextNumber, placeBlock } from './passage.ts';
import { cardOf } from './uploads.ts';

/** What the editor asks of its writer, and what becomes of the answer. */
export type Asked = { remove?: () => void } & (
	| {
			kind: 'name';
			name: string;
			number: number | null;
			give: (naming: { name: string; number: number | null }) => void;
	  }
	| { kind: 'link'; href: string; give: (href: string) => void }
	| { kind: 'card'; href: string; give: () => void }
);

/** Asks for the name and the number of the block that holds the caret. */
export function askName(editor: Editor): Asked | null {
	const block = blockAtCaret(editor.state);
	if (!block?.node.attrs.id) return null;
	const { id, name, number } = block.node.attrs as {
		id: string;
		name: string | null;
		number: number | null;
	};
	const named = Boolean(name ?? number);
	return {
		kind: 'name',
		name: name ?? '',
		number: named ? number : nextNumber(editor.state),
		give: (naming) => nameBlock(editor, id, naming),
		...(named && { remove: () => nameBlock(editor, id, { name: '', number: null }) })
	};
}

/** Asks where the selected words lead. */
export function askLink(editor: Editor): Asked {
	const href = String(editor.getAttributes('link').href ?? '');
	const chain = () => editor.chain().focus().extendMarkRange('link');
	return {
		kind: 'link',
		href,
		give: (to) => {
			if (!href && editor.state.selection.empty)
				editor
					.chain()
					.focus()
					.insertContent({ type: 'text', text: to, marks: [{ type: 'link', attrs: { href: to } }] })
					.run();
			else chain().setLink({ href: to }).run();
		},
		...(href && { remove: () => chain().unsetLink().run() })
	};
}

/** Offers to show the address that was just pasted as a card; `failed` is told when its page says nothing of itself. */
export function offerCard(
	editor: Editor,
	documentId: string,
	href: string,
	failed: () => void
): Asked {
	const id = blockAtCaret(editor.state)?.node.attrs.id as string | null;
	return {
		kind: 'card',
		href,
		give: () =>
			void cardOf(href, documentId)
				.then((card) => replaceLink(editor, id, href, card))
				.catch(failed)
	};
}

/** Puts the card in the place of its link, unless somebody wrote on beside it meanwhile. */
function replaceLink(
	editor: Editor,
	id: string | null,
	href: string,
	card: Record<string, unknown>
): void {
	const block = id ? blockWithId(editor.state, id) : null;
	if (block?.node.textContent === href)
		editor.view.dispatch(editor.state.tr.delete(block.at + 1, block.at + block.node.nodeSize - 1));
	placeBlock(editor, id, 'linkCard', { ...card, href });
}
