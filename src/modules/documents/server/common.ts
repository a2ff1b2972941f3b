/** Stretches that two texts share, word by word and in the same order, as offsets in UTF-16 units. */
export type Shared = { from: number; to: number; length: number };

/**
 * The longest common subsequence of the words (with the spaces between) of `a` and `b`, joined into stretches; with the
 * dynamic programme of Wagner and Fischer on what is left once the same beginning and end are taken off.
 */
export function common(a: string, b: string): Shared[] {
	const left = tokens(a);
	const right = tokens(b);
	let start = 0;
	while (start < left.length && start < right.length && left[start]!.text === right[start]!.text)
		start += 1;
	let end = 0;
	while (
		end < left.length - start &&
		end < right.length - start &&
		left[left.length - 1 - end]!.text === right[right.length - 1 - end]!.text
	)
		end += 1;
	const pairs: [number, number][] = [];
	for (let i = 0; i < start; i += 1) pairs.push([i, i]);
	pairs.push(...middle(left, right, start, end));
	for (let i = end; i > 0; i -= 1) pairs.push([left.length - i, right.length - i]);
	return stretches(pairs, left, right);
}

type Token = { text: string; at: number };

function tokens(text: string): Token[] {
	return [...text.matchAll(/[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu)].map((found) => ({
		text: found[0],
		at: found.index
	}));
}

function middle(left: Token[], right: Token[], start: number, end: number): [number, number][] {
	const rows = left.length - end - start;
	const columns = right.length - end - start;
	// Beyond this the table would cost more than the credit of a rewritten block is worth.
	if (rows === 0 || columns === 0 || rows * columns > 4_000_000) return [];
	const width = columns + 1;
	const table = new Uint16Array((rows + 1) * width);
	for (let i = rows - 1; i >= 0; i -= 1)
		for (let j = columns - 1; j >= 0; j -= 1)
			table[i * width + j] =
				left[start + i]!.text === right[start + j]!.text
					? table[(i + 1) * width + j + 1]! + 1
					: Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
	const pairs: [number, number][] = [];
	for (let i = 0, j = 0; i < rows && j < columns;) {
		if (left[start + i]!.text === right[start + j]!.text) pairs.push([start + i++, start + j++]);
		else if (table[(i + 1) * width + j]! >= table[i * width + j + 1]!) i += 1;
		else j += 1;
	}
	return pairs;
}

function stretches(pairs: [number, number][], left: Token[], right: Token[]): Shared[] {
	const shared: Shared[] = [];
	for (const [i, j] of pairs) {
		const { text, at } = left[i]!;
		const last = shared.at(-1);
		if (last && last.from + last.length === at && last.to + last.length === right[j]!.at)
			last.length += text.length;
		else shared.push({ from: at, to: right[j]!.at, length: text.length });
	}
	return shared;
}
