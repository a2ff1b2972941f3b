import { textOf, type Content, type Node } from '../document.ts';
import { common } from './common.ts';

export type Word = { op: 'same' | 'added' | 'removed'; text: string };
export type Change =
	| { kind: 'added' | 'removed'; id: string; text: string }
	| { kind: 'changed'; id: string; words: Word[] }
	| { kind: 'moved'; id: string; text: string };

/** What changed between two versions, block by block in the order of the newer one; removed blocks come last. */
export function changesBetween(previous: Content, next: Content): Change[] {
	const before = new Map(previous.content.map((node) => [idOf(node), node]));
	const after = new Set(next.content.map(idOf));
	const kept = previous.content.map(idOf).filter((id) => after.has(id));
	const moved = movedOf(
		kept,
		next.content.map(idOf).filter((id) => before.has(id))
	);
	const changes: Change[] = next.content.flatMap((node): Change[] => {
		const id = idOf(node);
		const earlier = before.get(id);
		if (!earlier) return [{ kind: 'added', id, text: textOf(node) }];
		if (bare(earlier) !== bare(node))
			return [{ kind: 'changed', id, words: words(textOf(earlier), textOf(node)) }];
		return moved.has(id) ? [{ kind: 'moved', id, text: textOf(node) }] : [];
	});
	const removed = previous.content.filter((node) => !after.has(idOf(node)));
	return [
		...changes,
		...removed.map((node): Change => ({ kind: 'removed', id: idOf(node), text: textOf(node) }))
	];
}

/** True when what is asked, or a passage that somebody took up, changed or went. */
export function proposesMaterial(previous: Content, next: Content, takenUp: Set<string>): boolean {
	const after = new Map(next.content.map((node) => [idOf(node), node]));
	const before = new Map(previous.content.map((node) => [idOf(node), node]));
	const newAsk = next.content.some((node) => node.type === 'ask' && !before.has(idOf(node)));
	return (
		newAsk ||
		previous.content.some((node) => {
			const id = idOf(node);
			if (node.type !== 'ask' && !takenUp.has(id)) return false;
			const later = after.get(id);
			return !later || bare(later) !== bare(node);
		})
	);
}

function idOf(node: Node): string {
	return String(node.attrs?.id ?? '');
}

function bare(node: Node): string {
	return JSON.stringify({ ...node, attrs: { ...node.attrs, id: undefined } });
}

/** Blocks that left the longest run of blocks still in their old order. */
function movedOf(before: string[], after: string[]): Set<string> {
	const place = new Map(before.map((id, index) => [id, index]));
	const best: number[][] = [];
	after.forEach((id, index) => {
		const longest = best
			.slice(0, index)
			.filter((run) => place.get(after[run.at(-1)!]!)! < place.get(id)!)
			.reduce<number[]>((a, b) => (b.length > a.length ? b : a), []);
		best.push([...longest, index]);
	});
	const still = new Set(best.reduce<number[]>((a, b) => (b.length > a.length ? b : a), []));
	return new Set(after.filter((_, index) => !still.has(index)));
}

function words(before: string, after: string): Word[] {
	const out: Word[] = [];
	let left = 0;
	let right = 0;
	for (const { from, to, length } of [
		...common(before, after),
		{ from: before.length, to: after.length, length: 0 }
	]) {
		if (from > left) out.push({ op: 'removed', text: before.slice(left, from) });
		if (to > right) out.push({ op: 'added', text: after.slice(right, to) });
		if (length > 0) out.push({ op: 'same', text: after.slice(to, to + length) });
		left = from + length;
		right = to + length;
	}
	return out;
}
