import type { Mark, Node as Block, Schema } from '@tiptap/pm/model';
import type { Content, Node } from '../document.ts';
import { blockAttributes } from './block-attributes.ts';
import { schema } from './schema.ts';

/** Content as a document of the schema: what does not fit is put where it does, and no words are lost. */
export function fit(content: Content): Block {
	const blocks = content.content.flatMap((node) => fitted(node, 0)).flatMap(topLevel);
	return schema.topNodeType.create(null, blocks);
}

/** A document of the schema as content: attributes that say nothing are left out. */
export function toContent(doc: Block): Content {
	const content: Node[] = [];
	doc.forEach((block) => content.push(toNode(block, true)));
	return { type: 'doc', content };
}

const deepest = 24;

function fitted(node: Node, depth: number): Block[] {
	const type = schema.nodes[node.type];
	if (type?.isText) return texts(node);
	const children = depth > deepest ? [] : (node.content ?? []);
	if (!type || type === schema.topNodeType)
		return children.flatMap((child) => fitted(child, depth + 1));
	const attrs = attributesOf(type.name, node.attrs);
	if (type.isLeaf) return [type.create(attrs)];
	const inner = children.flatMap((child) => fitted(child, depth + 1));
	if (type.inlineContent) return parted(inner, (inline) => textblock(type.name, attrs, inline));
	const blocks = parted(inner, (inline) => textblock('paragraph', null, inline), true);
	const made = type.createAndFill(attrs, blocks);
	return made ? [made] : blocks;
}

/** Runs of inline content made into blocks by `make`; the blocks between them stay. */
function parted(nodes: Block[], make: (inline: Block[]) => Block, onlyFilled = false): Block[] {
	const parts: Block[] = [];
	let inline: Block[] = [];
	const flush = () => {
		if (inline.length > 0) parts.push(make(inline));
		inline = [];
	};
	for (const node of nodes) {
		if (node.isInline) inline.push(node);
		else {
			flush();
			parts.push(node);
		}
	}
	flush();
	return parts.length === 0 && !onlyFilled ? [make([])] : parts;
}

function textblock(name: string, attrs: Record<string, unknown> | null, inline: Block[]): Block {
	const type = schema.nodes[name]!;
	const allowed = inline.flatMap((node) => {
		if (name !== 'codeBlock') return [node];
		return node.isText ? [node.mark([])] : [schema.text('\n')];
	});
	return type.create(attrs, allowed);
}

function topLevel(node: Block): Block[] {
	if (node.isInline) return [schema.nodes.paragraph!.create(null, node)];
	if (node.type.isInGroup('block')) return [node];
	return [...node.content.content].flatMap(topLevel);
}

function texts(node: Node): Block[] {
	const text = clean(node.text ?? '');
	if (!text) return [];
	const marks = (node.marks ?? []).reduce<readonly Mark[]>((set, { type, attrs }) => {
		const known = schema.marks[type];
		return known ? known.create(attributesOf(type, attrs, schema.marks)).addToSet(set) : set;
	}, []);
	return [schema.text(text, marks)];
}

/** The attributes that the schema knows, as plain values. */
function attributesOf(
	name: string,
	given: Record<string, unknown> | undefined,
	kinds: Schema['nodes'] | Schema['marks'] = schema.nodes
): Record<string, unknown> {
	const known = Object.keys(kinds[name]!.spec.attrs ?? {});
	const entries = known.flatMap((key): [string, unknown][] => {
		const value = given?.[key];
		if (typeof value === 'string') return [[key, clean(value)]];
		return typeof value === 'number' && Number.isFinite(value) ? [[key, value]] : [];
	});
	const attrs = Object.fromEntries(entries);
	if (name === 'heading')
		attrs.level = Math.min(4, Math.max(2, Math.trunc(Number(attrs.level)) || 2));
	return attrs;
}

/** No database and no page takes these. */
function clean(text: string): string {
	return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}

function toNode(block: Block, top: boolean): Node {
	const attrs = Object.fromEntries(
		Object.entries(block.attrs).filter(([name, value]) => {
			if (value === null || value === undefined || name === 'copied') return false;
			if ((blockAttributes as readonly string[]).includes(name)) return top;
			return name === 'level' || value !== block.type.spec.attrs?.[name]?.default;
		})
	);
	const content: Node[] = [];
	block.forEach((child) => content.push(toNode(child, false)));
	return {
		type: block.type.name,
		...(Object.keys(attrs).length > 0 && { attrs }),
		...(content.length > 0 && { content }),
		...(block.marks.length > 0 && { marks: block.marks.map(toMark) }),
		...(block.isText && { text: block.text })
	};
}

function toMark(mark: Mark): { type: string; attrs?: Record<string, unknown> } {
	const attrs = Object.fromEntries(
		Object.entries(mark.attrs).filter(([, value]) => value !== null)
	);
	return { type: mark.type.name, ...(Object.keys(attrs).length > 0 && { attrs }) };
}
