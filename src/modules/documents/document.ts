/** A node of a document, in the JSON of ProseMirror that the editor speaks. */
export type Node = {
	type: string;
	attrs?: Record<string, unknown>;
	content?: Node[];
	marks?: Mark[];
	text?: string;
};
export type Mark = { type: string; attrs?: Record<string, unknown> };

/** What a document holds: its top-level nodes are blocks, each with a stable id. */
export type Content = { type: 'doc'; content: Node[] };

export type BlockKind =
	| 'paragraph'
	| 'heading'
	| 'bulletList'
	| 'orderedList'
	| 'blockquote'
	| 'codeBlock'
	| 'horizontalRule'
	| 'table'
	| 'image'
	| 'linkCard'
	| 'ask';

export type RenderedBlock = {
	id: string;
	kind: BlockKind;
	html: string;
	text: string;
	name?: string;
	number?: number;
};

export const limits = { blocks: 2_000, characters: 400_000, depth: 12 };

export function isDocumentId(text: string): boolean {
	return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** True for addresses that may stand in a document: web, mail, this place, this page. */
export function isAddress(href: string): boolean {
	return /^(https?:|mailto:|\/(?!\/)|#)/i.test(href.trim());
}

/** The plain text of a node; its blocks stand on lines of their own. */
export function textOf(node: Node): string {
	if (node.type === 'text') return node.text ?? '';
	if (node.type === 'hardBreak') return '\n';
	if (node.type === 'image') return String(node.attrs?.alt ?? '');
	if (node.type === 'linkCard') return String(node.attrs?.title ?? node.attrs?.href ?? '');
	const separator = inlineHolders.has(node.type) ? '' : '\n';
	return (node.content ?? []).map(textOf).join(separator);
}

/** A text as a page needs it: its blocks as HTML. Its Markdown, and all of it once more as HTML, would only travel along. */
export function forReading<
	Text extends { html: string; markdown: string; blocks: { text: string }[] }
>(text: Text): Text {
	return {
		...text,
		html: '',
		markdown: '',
		blocks: text.blocks.map((block) => ({ ...block, text: '' }))
	};
}

/** The kinds of node whose children stand in one line. */
export const inlineHolders = new Set(['paragraph', 'heading', 'codeBlock']);

/** Reading time in whole minutes, at 200 words a minute; at least one. */
export function minutesToRead(words: number): number {
	return Math.max(1, Math.round(words / 200));
}
