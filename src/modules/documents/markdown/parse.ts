import MarkdownIt, { type Token } from 'markdown-it';
import { isAddress, type Content, type Mark, type Node } from '../document.ts';
import { askBlocks } from './ask.ts';

const parser = new MarkdownIt('commonmark', { html: false, maxNesting: 40 })
	.enable(['table', 'strikethrough'])
	.use(askBlocks);
parser.validateLink = isAddress;

/** Markdown (CommonMark with tables, strikethrough and `:::ask` blocks) as content whose blocks have no ids yet. HTML stays text. */
export function parseMarkdown(markdown: string): Content {
	const text = markdown.replaceAll('\u0000', '\uFFFD').toWellFormed();
	return { type: 'doc', content: nodes(parser.parse(text, {})).flatMap(named) };
}

const containers: Record<string, string> = {
	paragraph_open: 'paragraph',
	heading_open: 'heading',
	bullet_list_open: 'bulletList',
	ordered_list_open: 'orderedList',
	list_item_open: 'listItem',
	blockquote_open: 'blockquote',
	ask_open: 'ask',
	table_open: 'table',
	tr_open: 'tableRow',
	th_open: 'tableHeader',
	td_open: 'tableCell'
};

function nodes(tokens: Token[]): Node[] {
	const root: Node = { type: 'doc', content: [] };
	const stack = [root];
	const push = (node: Node) => (stack.at(-1)!.content ??= []).push(node);
	for (const token of tokens) {
		const type = containers[token.type];
		if (type) {
			const node: Node = { type, content: [], ...attributes(token) };
			push(node);
			stack.push(node);
		} else if (token.nesting === -1 && containers[token.type.replace('_close', '_open')])
			stack.pop();
		else if (token.type === 'inline') addInline(stack.at(-1)!, token, push);
		else if (token.type === 'fence' || token.type === 'code_block') push(code(token));
		else if (token.type === 'hr') push({ type: 'horizontalRule' });
	}
	return root.content!.flatMap(liftImages);
}

function attributes(token: Token): Pick<Node, 'attrs'> {
	if (token.type === 'heading_open')
		return { attrs: { level: Math.min(4, Math.max(2, Number(token.tag.slice(1)))) } };
	const start = token.attrGet('start');
	return start ? { attrs: { start: Number(start) } } : {};
}

function code(token: Token): Node {
	const text = token.content.replace(/\n$/, '');
	const language = token.info.trim().split(/\s/)[0];
	return {
		type: 'codeBlock',
		...(language && { attrs: { language } }),
		...(text && { content: [{ type: 'text', text }] })
	};
}

/** Cells hold paragraphs in the editor's model; everything else takes inline content as it is. */
function addInline(parent: Node, token: Token, push: (node: Node) => void): void {
	const inline = inlineNodes(token.children ?? []);
	if (parent.type === 'tableHeader' || parent.type === 'tableCell')
		push({ type: 'paragraph', ...(inline.length > 0 && { content: inline }) });
	else parent.content!.push(...inline);
}

const markNames: Record<string, string> = {
	em: 'italic',
	strong: 'bold',
	s: 'strike',
	link: 'link'
};

function inlineNodes(tokens: Token[]): Node[] {
	const made: Node[] = [];
	let marks: Mark[] = [];
	const add = (text: string, own = marks) => {
		if (text) made.push({ type: 'text', text, ...(own.length > 0 && { marks: own }) });
	};
	for (const token of tokens) {
		const name = markNames[token.type.replace(/_(open|close)$/, '')];
		if (name && token.nesting === 1) {
			const href = token.attrGet('href');
			marks = [...marks, { type: name, ...(href !== null && { attrs: { href } }) }];
		} else if (name && token.nesting === -1) marks = marks.filter((mark) => mark.type !== name);
		else if (token.type === 'text' || token.type === 'html_inline') add(token.content);
		else if (token.type === 'code_inline') add(token.content, [...marks, { type: 'code' }]);
		else if (token.type === 'softbreak') add(' ');
		else if (token.type === 'hardbreak') made.push({ type: 'hardBreak' });
		else if (token.type === 'image')
			made.push({ type: 'image', attrs: { src: token.attrGet('src') ?? '', alt: token.content } });
	}
	return made;
}

/** Pictures are blocks: a paragraph that holds some is parted around them. */
function liftImages(node: Node): Node[] {
	if (node.type !== 'paragraph' || !node.content?.some((child) => child.type === 'image'))
		return [node];
	const parts: Node[] = [];
	for (const child of node.content) {
		const last = parts.at(-1);
		if (child.type === 'image') parts.push(child);
		else if (last?.type === 'paragraph') last.content!.push(child);
		else if (child.text?.trim()) parts.push({ type: 'paragraph', content: [child] });
	}
	return parts;
}

/** A paragraph such as `{name="Darcy's third" number=3}` names the block before it. */
function named(node: Node, index: number, all: Node[]): Node[] {
	if (namingOf(node)) return [];
	const naming = all[index + 1] && namingOf(all[index + 1]!);
	return [naming ? { ...node, attrs: { ...node.attrs, ...naming } } : node];
}

function namingOf(node: Node): { name?: string; number?: number } | undefined {
	const text =
		node.type === 'paragraph' && node.content?.length === 1 ? node.content[0]!.text : undefined;
	const found = text?.match(/^\{(?:name="([^"]{1,80})")? ?(?:number=(\d{1,3}))?\}$/);
	if (!found || (!found[1] && !found[2])) return undefined;
	return { ...(found[1] && { name: found[1] }), ...(found[2] && { number: Number(found[2]) }) };
}
