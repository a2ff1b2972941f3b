import { Invalid } from '#platform/errors.ts';
import { peopleIn } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { newBlockId } from '#platform/server/ids.ts';
import type { Content, Node } from '#modules/documents/document.ts';
import { fromMarkdown } from '#modules/documents/server/markdown.ts';
import { clean, render } from '#modules/documents/server/render.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { limits } from '../threads.ts';

/** A comment's Markdown as sanitised HTML, and the people of its audience whom it names. */
export async function readComment(
	tx: Tx,
	markdown: string,
	audience: string
): Promise<{ html: string; mentions: string[] }> {
	const content = fromMarkdown(markdown, newBlockId);
	const names = markdown.includes('@') ? await namesIn(tx, audience) : noNames;
	const mentions = new Set<string>();
	const plain = { ...content, content: content.content.map((node) => calm(node, names, mentions)) };
	if (mentions.size > limits.mentions)
		throw new Invalid([{ field: 'markdown', message: `Name at most ${limits.mentions} people` }]);
	return { html: htmlOf(plain), mentions: [...mentions] };
}

/** A comment's HTML that was stored elsewhere, with no more in it than ours has; ours comes back as it was. */
export function cleanComment(html: string): string {
	return anonymous(clean(html));
}

function htmlOf(content: Content): string {
	return anonymous(render(content).html);
}

/** Blocks of a comment are not addressable: they would repeat the ids of the page around. */
function anonymous(html: string): string {
	return html.replaceAll(/<[a-z][^>]*>/g, (tag) =>
		tag.replaceAll(/ (id|data-block|data-name|data-number)="[^"]*"/g, '')
	);
}

type Names = {
	byId: Map<string, string>;
	whole: Map<string, string[]>;
	first: Map<string, string[]>;
	longest: number;
};

const noNames: Names = { byId: new Map(), whole: new Map(), first: new Map(), longest: 0 };

async function namesIn(tx: Tx, audience: string): Promise<Names> {
	const people = [...(await peopleById(tx, await peopleIn(tx, audience))).values()];
	const names: Names = { ...noNames, byId: new Map(), whole: new Map(), first: new Map() };
	for (const { id, name } of people) {
		names.byId.set(id, name);
		add(names.whole, name.toLowerCase(), id);
		add(names.first, name.toLowerCase().split(' ')[0]!, id);
		names.longest = Math.max(names.longest, name.length);
	}
	return names;
}

function add(map: Map<string, string[]>, key: string, id: string): void {
	map.set(key, [...(map.get(key) ?? []), id]);
}

/** Headings would break the outline of the page around; names become links to their people. */
function calm(node: Node, names: Names, mentions: Set<string>): Node {
	if (node.type === 'codeBlock') return node;
	const content = node.content?.flatMap((child) =>
		child.type === 'text' && !child.marks?.some(({ type }) => type === 'code' || type === 'link')
			? linked(child, names, mentions)
			: [calm(child, names, mentions)]
	);
	if (node.type === 'ask') return { ...node, type: 'blockquote', content };
	if (node.type !== 'heading') return { ...node, ...(content && { content }) };
	const bold = content?.map((child) =>
		child.type === 'text' ? { ...child, marks: [{ type: 'bold' }, ...(child.marks ?? [])] } : child
	);
	return { ...node, type: 'paragraph', content: bold };
}

const mention = /@\[([^\]]{1,120})\]\(person:([0-9a-f-]{36})\)|(?<![\p{L}\p{N}_@.-])@(?=\p{L})/gu;

function linked(node: Node, names: Names, mentions: Set<string>): Node[] {
	const text = node.text ?? '';
	const parts: Node[] = [];
	let done = 0;
	const keep = (until: number) => {
		if (until > done) parts.push({ ...node, text: text.slice(done, until) });
	};
	for (const found of text.matchAll(mention)) {
		if (found.index < done) continue;
		const [whole, written, id] = found;
		const end = found.index + whole.length;
		const person = id ? { id, length: 0 } : named(text.slice(end), names);
		const name = person && names.byId.get(person.id);
		if (!person || (!name && !written)) continue;
		keep(found.index);
		done = end + person.length;
		if (name) {
			mentions.add(person.id);
			const marks = [
				{ type: 'link', attrs: { href: `/people/${person.id}` } },
				...(node.marks ?? [])
			];
			parts.push({ ...node, text: `@${name}`, marks });
		} else parts.push({ ...node, text: `@${written}` });
	}
	keep(text.length);
	return parts;
}

/** Whose name, whole or first, these words begin with: the longest one, when it is exactly one person's. */
function named(
	words: string,
	{ whole, first, longest }: Names
): { id: string; length: number } | undefined {
	for (let length = Math.min(words.length, longest); length > 0; length -= 1) {
		if (/[\p{L}\p{N}]/u.test(words[length] ?? '')) continue;
		const name = words.slice(0, length).toLowerCase();
		const ids = whole.get(name) ?? first.get(name);
		if (ids) return ids.length === 1 ? { id: ids[0]!, length } : undefined;
	}
	return undefined;
}
