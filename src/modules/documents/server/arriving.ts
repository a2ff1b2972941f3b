import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import { limits, type Content, type Node } from '../document.ts';
import type { Credited } from './credit.ts';
import { render } from './render.ts';

/** Deeper than any editor goes, and far from what would be too deep for those who read it. */
const deepest = 40;

/** Texts that were joined from others may have grown past what one may hand in. */
const mostBlocks = limits.blocks * 5;

const plainValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const mark = z.object({ type: z.string(), attrs: z.record(z.string(), plainValue).optional() });
const node = mark.extend({
	text: z.string().optional(),
	marks: z.array(mark).optional(),
	content: z.array(z.unknown()).optional()
});
const credited = z.object({
	id: z.string(),
	runs: z.array(z.object({ by: z.uuid(), text: z.string() }))
});
const storedBlocks = z.array(z.object({ id: z.string(), authors: z.array(z.uuid()) }));

/** Content that was stored elsewhere, if it is such as is stored here. Throws Invalid. */
export function checkContent(given: unknown): Content {
	const { content = [] } = checkNode(given, 0);
	if ((given as Node).type !== 'doc' || content.length > mostBlocks) throw strange();
	return given as Content;
}

/** Whose the words of a text are, as it was stored elsewhere. Throws Invalid. */
export function checkCredit(given: unknown): Credited[] {
	const parsed = z.array(credited).safeParse(given);
	if (!parsed.success) throw strange();
	return given as Credited[];
}

/** What readers are shown of a version that was stored elsewhere, made anew from its content; the authors of its blocks stay. Throws Invalid. */
export function renderAnew(given: { document: string; content: unknown; blocks: unknown }) {
	const known = storedBlocks.safeParse(given.blocks);
	if (!known.success) throw strange();
	const authors = new Map(known.data.map((block) => [block.id, block.authors]));
	const { html, blocks } = render(checkContent(given.content), given.document);
	return {
		html,
		blocks: blocks.map((block) => ({ ...block, authors: authors.get(block.id) ?? [] }))
	};
}

function checkNode(given: unknown, depth: number): z.infer<typeof node> {
	const parsed = node.safeParse(given);
	if (!parsed.success || depth > deepest) throw strange();
	for (const child of parsed.data.content ?? []) checkNode(child, depth + 1);
	return parsed.data;
}

function strange(): Invalid {
	return new Invalid([{ field: '', message: 'a text in it is not one that Junto writes' }]);
}
