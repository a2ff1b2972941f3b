import { Extension, InputRule, textblockTypeInputRule } from '@tiptap/core';
import { Fragment, Slice, type Node, type Schema } from '@tiptap/pm/model';
import { Plugin, Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { isAddress, limits, type Content } from '../document.ts';
import { blockAtCaret } from './passage.ts';
import { tidied } from './tidying.ts';

type Given = {
	documentId: string;
	/** Pictures were pasted or dropped, beside the block that holds the caret. */
	pictures: (files: File[]) => void;
	/** A bare address was pasted on a line of its own. */
	address: (href: string) => void;
	/** What was pasted is more than a text can hold. */
	tooLong: () => void;
};

/** What one pastes, drops or types becomes blocks: pictures, addresses, Markdown, pages from elsewhere. */
export const Pasting = Extension.create<Given>({
	name: 'pasting',
	addInputRules() {
		const { heading, link } = {
			heading: this.editor.schema.nodes.heading!,
			link: this.editor.schema.marks.link!
		};
		return [
			textblockTypeInputRule({ find: /^#\s$/, type: heading, getAttributes: { level: 2 } }),
			new InputRule({
				find: /(?<!!)\[([^\]]+)\]\(([^\s()]+)\)$/,
				handler: ({ state, range, match: [, words = '', href = ''] }) => {
					if (!isAddress(href)) return;
					const text = state.schema.text(words, [link.create({ href })]);
					state.tr.replaceWith(range.from, range.to, text).removeStoredMark(link);
				}
			})
		];
	},
	addProseMirrorPlugins() {
		const { documentId, pictures, address, tooLong } = this.options;
		return [
			new Plugin({
				props: {
					transformCopied: (slice) => marked(slice, (copied) => copied ?? documentId),
					transformPasted: (slice) =>
						marked(slice, (copied) => (copied === documentId ? null : copied)),
					transformPastedHTML: (html) => tidied(html, location.origin),
					handlePaste(view, event, slice) {
						const data = event.clipboardData;
						if (!data) return false;
						const html = data.getData('text/html');
						const text = data.getData('text/plain');
						if (text.length + view.state.doc.textContent.length > limits.characters) {
							tooLong();
							return true;
						}
						if (view.state.selection.$from.parent.type.spec.code) return false;
						const files = picturesIn(data);
						if (files.length > 0 && !saysSomething(html)) {
							pictures(files);
							return true;
						}
						const line = text.trim();
						if (/^https?:\/\/\S+$/.test(line) && isOnEmptyLine(view)) {
							const { schema, tr } = view.state;
							const link = schema.text(line, [schema.marks.link!.create({ href: line })]);
							view.dispatch(tr.replaceSelectionWith(link, false).scrollIntoView());
							address(line);
							return true;
						}
						if (isPlain(html) && isMarkdown(text)) {
							void putMarkdown(view, text);
							return true;
						}
						// Blocks from elsewhere in the place stay blocks, or they would forget where they come from.
						if (!isOnEmptyLine(view) || !slice.content.firstChild?.attrs.copied) return false;
						putBlocks(view, slice.content);
						return true;
					},
					handleDrop(view, event, _slice, moved) {
						const files = moved || !event.dataTransfer ? [] : picturesIn(event.dataTransfer);
						if (files.length === 0) return false;
						const there = view.posAtCoords({ left: event.clientX, top: event.clientY });
						if (there) {
							const { tr } = view.state;
							view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(there.pos))));
						}
						pictures(files);
						return true;
					}
				}
			})
		];
	}
});

/** A slice whose blocks say from which document they were copied. */
function marked(slice: Slice, change: (copied: string | null) => string | null): Slice {
	const blocks: Node[] = [];
	slice.content.forEach((node) => {
		const attrs = { ...node.attrs, copied: change(node.attrs.copied as string | null) };
		blocks.push(node.isText ? node : node.type.create(attrs, node.content, node.marks));
	});
	return new Slice(Fragment.from(blocks), slice.openStart, slice.openEnd);
}

/** Puts Markdown in the selection's place, as blocks. */
async function putMarkdown(view: EditorView, text: string): Promise<void> {
	const [{ parseMarkdown }, { fit, toContent }] = await Promise.all([
		import('../markdown/parse.ts'),
		import('./fit.ts')
	]);
	const slice = sliceOf(view.state.schema, toContent(fit(parseMarkdown(text))));
	if (isOnEmptyLine(view)) putBlocks(view, slice.content);
	else view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView());
}

/** Puts blocks in the place of the empty line that holds the caret, which goes behind their last words. */
function putBlocks(view: EditorView, blocks: Fragment): void {
	const { tr } = view.state;
	const { at, node } = blockAtCaret(view.state)!;
	tr.replaceWith(at, at + node.nodeSize, blocks);
	tr.setSelection(Selection.near(tr.doc.resolve(at + blocks.size), -1));
	view.dispatch(tr.scrollIntoView());
}

/** Words at either end flow into the words around them; other blocks stay whole. */
function sliceOf(schema: Schema, { content }: Content): Slice {
	const blocks = content.map((node) => schema.nodeFromJSON(node));
	const isParagraph = (index: number) => blocks.at(index)?.type === schema.nodes.paragraph;
	return new Slice(Fragment.from(blocks), isParagraph(0) ? 1 : 0, isParagraph(-1) ? 1 : 0);
}

function picturesIn(data: DataTransfer): File[] {
	return [...data.files].filter((file) => file.type.startsWith('image/'));
}

function saysSomething(html: string): boolean {
	return (new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '').trim() !== '';
}

function isOnEmptyLine({ state }: EditorView): boolean {
	const block = blockAtCaret(state);
	if (!block || !state.selection.empty || block.node.content.size > 0) return false;
	return block.node.type === state.schema.nodes.paragraph;
}

/** HTML that only colours its text, as editors of code put on the clipboard. */
function isPlain(html: string): boolean {
	return !/<(h[1-6]|[uo]l|li|table|blockquote|strong|b|em|i|a|img|p|section)[\s>]/i.test(html);
}

const signs = [
	/^ {0,3}(#{1,6} |[-*+] |\d{1,9}[.)] |> |```|~~~|:::ask|\|.+\|)/m,
	/^ {0,3}([-*_])( ?\1){2,}\s*$/m,
	/(\*\*|__|~~)\S[^]*?\1/,
	/\[[^\]\n]+\]\([^\s)]+\)/,
	/`[^`\n]+`/
];

function isMarkdown(text: string): boolean {
	return signs.some((sign) => sign.test(text));
}
