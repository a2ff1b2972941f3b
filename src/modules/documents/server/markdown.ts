import { Invalid } from '#platform/errors.ts';
import { limits, type Content } from '../document.ts';
import { parseMarkdown } from '../markdown/parse.ts';

export { toMarkdown } from './to-markdown.ts';

/** Markdown as content whose blocks have fresh ids. Throws Invalid past the limits. */
export function fromMarkdown(markdown: string, newId: () => string): Content {
	if (markdown.length > limits.characters)
		throw new Invalid([
			{ field: 'markdown', message: `Use at most ${limits.characters} characters` }
		]);
	const { content } = parseMarkdown(markdown);
	if (content.length > limits.blocks)
		throw new Invalid([{ field: 'markdown', message: `Use at most ${limits.blocks} blocks` }]);
	return {
		type: 'doc',
		content: content.map((node) => ({ ...node, attrs: { ...node.attrs, id: newId() } }))
	};
}
