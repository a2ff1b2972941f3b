import { textOf, type Content, type Node } from '../document.ts';

/** `next` with the ids of `previous` where its blocks are the same or nearly so, in their order of likeness; names and numbers stay. */
export function identify(previous: Content, next: Content, newId: () => string): Content {
	const known = new Map(previous.content.map((node) => [idOf(node), node]));
	const free = new Map(known);
	const ids: (string | undefined)[] = next.content.map((node) => {
		const id = idOf(node);
		return free.delete(id) ? id : undefined;
	});
	const texts = new Map([...known].map(([id, node]) => [id, textOf(node)]));
	const give = (index: number, id: string) => {
		ids[index] = id;
		free.delete(id);
	};
	next.content.forEach((node, index) => {
		if (ids[index]) return;
		const text = textOf(node);
		const same = [...free.keys()].find(
			(id) => texts.get(id) === text && free.get(id)?.type === node.type
		);
		if (same) give(index, same);
	});
	next.content.forEach((node, index) => {
		if (ids[index]) return;
		const text = textOf(node);
		let best: { id: string; likeness: number } | undefined;
		for (const [id, candidate] of free) {
			if (candidate.type !== node.type) continue;
			const likeness = likenessOf(texts.get(id)!, text);
			if (likeness >= 0.5 && likeness > (best?.likeness ?? 0)) best = { id, likeness };
		}
		if (best) give(index, best.id);
	});
	return {
		type: 'doc',
		content: next.content.map((node, index) => {
			const id = ids[index] ?? newId();
			const before = known.get(id)?.attrs;
			const kept = {
				...(before?.name ? { name: before.name } : {}),
				...(before?.number ? { number: before.number } : {}),
				...(before?.from ? { from: before.from } : {})
			};
			return { ...node, attrs: { ...kept, ...node.attrs, id } };
		})
	};
}

function idOf(node: Node): string {
	return String(node.attrs?.id ?? '');
}

/** The share of words that two texts have in common (Dice's coefficient over their words), 0 to 1. */
function likenessOf(a: string, b: string): number {
	const left = words(a);
	const right = words(b);
	if (left.length + right.length === 0) return 0;
	const counts = new Map<string, number>();
	for (const word of left) counts.set(word, (counts.get(word) ?? 0) + 1);
	let common = 0;
	for (const word of right) {
		const count = counts.get(word) ?? 0;
		if (count > 0) {
			common += 1;
			counts.set(word, count - 1);
		}
	}
	return (2 * common) / (left.length + right.length);
}

function words(text: string): string[] {
	return text.toLowerCase().split(/\s+/).filter(Boolean);
}
