import { textOf, type Content, type Node } from '../document.ts';
import { common } from './common.ts';

export type Word = { op: 'same' | 'added' | 'removed'; text: string };

/** A block of two versions side by side: `moved` when it stands elsewhere among those that both have. */
export type Compared = {
	id: string;
	kind: 'same' | 'added' | 'removed' | 'changed';
	moved: boolean;
	words: Word[];
};

/** Two versions block by block in the order of the newer one; what was removed stands where it was, after the block before it. */
export function compare(previous: Content, next: Content): Compared[] {
	const before = new Map(previous.content.map((node) => [idOf(node), node]));
	const after = new Set(next.content.map(idOf));
	const moved = movedOf(
		previous.content.map(idOf).filter((id) => after.has(id)),
		next.content.map(idOf).filter((id) => before.has(id))
	);
	const removed = removedAfter(previous.content, after);
	return [
		...(removed.get('') ?? []),
		...next.content.flatMap((node) => {
			const id = idOf(node);
			return [comparedTo(before.get(id), node, moved.has(id)), ...(removed.get(id) ?? [])];
		})
	];
}

function comparedTo(earlier: Node | undefined, node: Node, moved: boolean): Compared {
	const id = idOf(node);
	const whole = (op: Word['op']): Word[] => [{ op, text: textOf(node) }];
	if (!earlier) return { id, kind: 'added', moved: false, words: whole('added') };
	if (bare(earlier) === bare(node)) return { id, kind: 'same', moved, words: whole('same') };
	return { id, kind: 'changed', moved, words: words(textOf(earlier), textOf(node)) };
}

/** The blocks that went, by the one that stays before them; by '' at the beginning. */
function removedAfter(previous: Node[], after: Set<string>): Map<string, Compared[]> {
	const removed = new Map<string, Compared[]>();
	let last = '';
	for (const node of previous) {
		const id = idOf(node);
		if (after.has(id)) last = id;
		else
			removed.set(last, [
				...(removed.get(last) ?? []),
				{ id, kind: 'removed', moved: false, words: [{ op: 'removed', text: textOf(node) }] }
			]);
	}
	return removed;
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

/** A block less what readers do not see of it; a picture's size is its file's, and known once it was published. */
function bare(node: Node): string {
	const unseen = { id: undefined, width: undefined, height: undefined };
	return JSON.stringify({ ...node, attrs: { ...node.attrs, ...unseen } });
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
