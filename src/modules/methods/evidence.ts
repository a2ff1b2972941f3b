type Who = { id: string; name: string };

/** What `methods.evidence` tells of some documents, as far as a text shows it. */
export type Became = {
	blocks: {
		document: string;
		block: string;
		tried: number;
		kept: number;
		changed: number;
		same: number;
	}[];
	same: {
		id: string;
		document: string;
		person: Who;
		blocks: string[];
		note: string;
		mine: boolean;
	}[];
	variants: { block: string; person: Who; words: string; at: string }[];
	mine: { id: string; blocks: string[]; askOn: string }[];
};

/** What became of one block. */
export function becameOf(became: Became, document: string, block: string) {
	return {
		counts: became.blocks.find((each) => each.document === document && each.block === block),
		same: became.same.filter((each) => each.document === document && each.blocks[0] === block),
		variants: became.variants.filter((each) => each.block === block),
		mine: became.mine.find((each) => each.blocks[0] === block)
	};
}

type Block = { id: string; authors?: string[] };

/** The authors of most of a text, as a key: they stand under its title. */
export function usualAuthors(blocks: Block[]): string {
	const keys = blocks.map((block) => keyOf(block)).filter(Boolean);
	const counts = [...Map.groupBy(keys, (key) => key).values()];
	return counts.sort((a, b) => b.length - a.length)[0]?.[0] ?? '';
}

/** By block, whose words begin there: where the authors change, and are not those of most of the text. */
export function bylinesOf(blocks: Block[], usual: string): Map<string, string[]> {
	const found = new Map<string, string[]>();
	let before = usual;
	for (const block of blocks) {
		const key = keyOf(block);
		if (key !== before && key !== usual) found.set(block.id, block.authors ?? []);
		before = key;
	}
	return found;
}

function keyOf({ authors = [] }: Block): string {
	return authors.join();
}
