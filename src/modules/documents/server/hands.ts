import * as Y from 'yjs';
import { inlineHolders, type Content } from '../document.ts';
import { fragmentName } from '../editor/schema.ts';
import {
	blocksOf,
	claim,
	indexed,
	ownersOf,
	plain,
	runsOf,
	wordless,
	type Credited
} from './credit.ts';
import { itemsOf } from './live-tree.ts';

/** A sign of a text, and the piece of the shared document that it is: the client that made it, and its place among that client's. */
type Sign = { text: string; client: number; clock: number };

/** Whose hand made each piece: by client, by clock. */
type Hands = Map<number, (string | undefined)[]>;

export type Typing = { person_id: string; bytes: Uint8Array };

/** What is known of who wrote a draft: of what stands in it, and of what was lately taken out, which may be put back. */
export type Known = { credit: Credited[]; lost: Credited[] };

/**
 * Applies live updates to `doc`, and returns what finds the credit of its content after them. Whatever was typed is theirs
 * who typed it, sign by sign; what was only cut, copied, split or made another kind of block stays with whoever wrote it.
 */
export function type(
	doc: Y.Doc,
	known: Known,
	updates: Typing[]
): (content: Content, pasted: Credited[]) => Known {
	const hands: Hands = new Map();
	const before = blocksIn(doc).flatMap((signs, index) => {
		const credited = known.credit[index];
		const owners = credited ? ownersOf(credited) : [];
		if (!credited || owners.length !== signs.length) return [];
		signs.forEach((sign, i) => put(hands, sign.client, sign.clock, owners[i]!));
		return [{ id: credited.id, signs, owners }];
	});
	const fresh: Hands = new Map();
	for (const { person_id, bytes } of updates) {
		for (const struct of Y.decodeUpdate(bytes).structs)
			if (struct instanceof Y.Item)
				for (let i = 0; i < struct.length; i += 1)
					put(fresh, struct.id.client, struct.id.clock + i, person_id);
		Y.applyUpdate(doc, bytes);
	}
	const last = updates.at(-1)?.person_id ?? '';

	return (content, pasted) => {
		const standing = blocksIn(doc);
		const alive: Hands = new Map();
		for (const { client, clock } of standing.flat()) put(alive, client, clock, last);
		const gone = before.flatMap(({ id, signs, owners }) =>
			stretches(signs, (sign) => !at(alive, sign)).map(([from, to]) => ({
				id,
				runs: runsOf(textIn(signs, from, to), owners.slice(from, to), last)
			}))
		);
		const lost = [...gone.filter(saysSomething), ...known.lost].slice(0, 40);
		const sourcesOf = indexed([...lost, ...known.credit, ...pasted]);
		const credit = blocksOf(content).map(({ id, text }, index) => {
			const signs = standing[index] ?? [];
			const same = standing.length === content.content.length && signs.length === text.length;
			const isFresh = (sign: Sign | undefined) => !sign || !at(hands, sign);
			const owners = Array.from({ length: text.length }, (_, i) =>
				same ? (at(hands, signs[i]!) ?? at(fresh, signs[i]!)) : undefined
			);
			const open = same ? stretches(signs, isFresh) : [[0, text.length] as const];
			for (const [from, to] of open) {
				const written = text.slice(from, to);
				const found: (string | undefined)[] = Array.from({ length: written.length });
				for (const source of sourcesOf(written))
					if (mayClaim(source, written)) claim(found, written, source);
				found.forEach((owner, i) => {
					if (owner) owners[from + i] = owner;
				});
			}
			return { id, runs: runsOf(text, owners, last) };
		});
		return { credit, lost };
	};
}

/** The signs of each block of a shared document, as `textOf` reads them. */
function blocksIn(doc: Y.Doc): Sign[][] {
	return [...itemsOf(doc.getXmlFragment(fragmentName))].flatMap((item) => {
		const node = nodeOf(item);
		if (!(node instanceof Y.XmlElement)) return [];
		const signs = signsOf(node, item);
		return [signs.length > 0 ? signs : [signOf(wordless, item)]];
	});
}

function signsOf(node: Y.XmlElement, item: Y.Item): Sign[] {
	if (node.nodeName === 'hardBreak') return [signOf('\n', item)];
	if (node.nodeName === 'image') return attributeSigns(node, 'alt');
	if (node.nodeName === 'linkCard')
		return attributeSigns(node, node.getAttribute('title') ? 'title' : 'href');
	const signs: Sign[] = [];
	let first = true;
	for (const child of itemsOf(node)) {
		if (!first && !inlineHolders.has(node.nodeName)) signs.push(signOf('\n', child));
		first = false;
		const held = nodeOf(child);
		if (held instanceof Y.XmlText) signs.push(...lettersOf(held));
		else if (held instanceof Y.XmlElement) signs.push(...signsOf(held, child));
	}
	return signs;
}

function lettersOf(text: Y.XmlText): Sign[] {
	const signs: Sign[] = [];
	for (const { content, id } of itemsOf(text))
		if (content instanceof Y.ContentString)
			for (let i = 0; i < content.str.length; i += 1)
				signs.push({ text: content.str[i]!, client: id.client, clock: id.clock + i });
	return signs;
}

function attributeSigns(node: Y.XmlElement, name: string): Sign[] {
	const item = node._map.get(name);
	const text = String(node.getAttribute(name) ?? '');
	return item ? Array.from({ length: text.length }, (_, i) => signOf(text[i]!, item)) : [];
}

function signOf(text: string, { id }: Y.Item): Sign {
	return { text, client: id.client, clock: id.clock };
}

function nodeOf({ content }: Y.Item): unknown {
	return content instanceof Y.ContentType ? content.type : undefined;
}

function put(hands: Hands, client: number, clock: number, person: string): void {
	const own = hands.get(client) ?? [];
	own[clock] ??= person;
	hands.set(client, own);
}

function at(hands: Hands, { client, clock }: Sign): string | undefined {
	return hands.get(client)?.[clock];
}

/** Where signs for which `holds` is true stand together, as beginnings and ends. */
function stretches(signs: Sign[], holds: (sign: Sign) => boolean): [number, number][] {
	const found: [number, number][] = [];
	signs.forEach((sign, i) => {
		if (!holds(sign)) return;
		const last = found.at(-1);
		if (last && last[1] === i) last[1] = i + 1;
		else found.push([i, i + 1]);
	});
	return found;
}

function textIn(signs: Sign[], from: number, to: number): string {
	return signs
		.slice(from, to)
		.map(({ text }) => text)
		.join('');
}

function saysSomething({ runs }: Credited): boolean {
	return runs.some(({ text }) => /[\p{L}\p{N}]/u.test(text));
}

/** One word alone was put somewhere from elsewhere only where nothing but it is written. */
function mayClaim(source: Credited, written: string): boolean {
	const text = plain(source).trim();
	return /\s/.test(text) || text === written.trim();
}
