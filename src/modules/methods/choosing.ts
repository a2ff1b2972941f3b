/** The blocks that an address asks for: one, or all from the first to the last. */
export type Chosen = { at: string | null; to: string | null };

type Block = { id: string; kind: string };

/** How many blocks can be taken up together. */
const most = 50;

export function chosenIn(url: URL): Chosen {
	return { at: url.searchParams.get('at'), to: url.searchParams.get('to') };
}

/** The ids of the blocks of a text that are chosen, in its order; empty when the first is none of its blocks. */
export function passageOf(blocks: Block[], { at, to }: Chosen): string[] {
	const first = blocks.findIndex(({ id }) => id === at);
	if (first === -1) return [];
	const last = Math.max(
		first,
		blocks.findIndex(({ id }) => id === to)
	);
	return blocks.slice(first, Math.min(last + 1, first + most)).map(({ id }) => id);
}

/** Whether a block says something of its own; a heading or a line between is taken up only with what stands around it. */
export function takeable({ kind }: Block): boolean {
	return kind !== 'heading' && kind !== 'horizontalRule';
}

/** The query of an address at which a passage is open. */
export function queryOf(first: string, last = first): string {
	return first === last ? `?at=${first}` : `?at=${first}&to=${last}`;
}

/** The address at which a passage is open. */
export function addressOf(path: string, first: string, last = first): string {
	return `${path}${queryOf(first, last)}#b-${last}`;
}
