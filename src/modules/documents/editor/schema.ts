import { getSchema, mergeAttributes, Node, wrappingInputRule, type Extensions } from '@tiptap/core';
import { Code } from '@tiptap/extension-code';
import { Image } from '@tiptap/extension-image';
import { Link } from '@tiptap/extension-link';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import { StarterKit } from '@tiptap/starter-kit';
import { isAddress } from '../document.ts';
import { BlockAttributes } from './block-attributes.ts';

/** The name under which a shared document keeps its content. */
export const fragmentName = 'default';

const LinkTo = Link.extend({
	addAttributes: () => ({
		href: { default: null, parseHTML: (element) => element.getAttribute('href') }
	})
});

/** Code may stand in a link or be bold; the stock mark drives every other one out. */
const InlineCode = Code.extend({ excludes: 'code' });

/** A preview of a page elsewhere. */
export const LinkCard = Node.create({
	name: 'linkCard',
	group: 'block',
	atom: true,
	draggable: true,
	addAttributes: () =>
		Object.fromEntries(
			['href', 'title', 'description', 'site', 'image'].map((name) => [
				name,
				{
					default: null,
					parseHTML: (element: HTMLElement) => element.getAttribute(`data-card-${name}`),
					renderHTML: (attributes: Record<string, unknown>) =>
						attributes[name] ? { [`data-card-${name}`]: String(attributes[name]) } : {}
				}
			])
		),
	parseHTML: () => [{ tag: 'p[data-card-href]', priority: 60 }],
	renderHTML({ node, HTMLAttributes }) {
		const { href, title, description, site } = node.attrs;
		const safe = typeof href === 'string' && isAddress(href) ? href : '';
		return [
			'p',
			mergeAttributes(HTMLAttributes, { class: 'link-card' }),
			[
				'a',
				{ href: safe },
				['strong', String(title ?? href ?? '')],
				['span', String(description ?? '')],
				['small', String(site ?? '')]
			]
		];
	}
});

/** What readers are asked to do: a container of blocks. */
export const Ask = Node.create({
	name: 'ask',
	group: 'block',
	content: 'block+',
	defining: true,
	parseHTML: () => [{ tag: 'section.ask' }],
	renderHTML: ({ HTMLAttributes }) => [
		'section',
		mergeAttributes(HTMLAttributes, { class: 'ask' }),
		0
	],
	addInputRules() {
		return [wrappingInputRule({ find: /^:::ask\s$/, type: this.type })];
	}
});

/** Pictures come by way of an upload; `![…](…)` as one types would name one that is not here. */
export const Picture = Image.extend({ addInputRules: () => [] });

/** Everything a document may hold; the browser's editor and the server build on this one list. */
export const extensions: Extensions = [
	StarterKit.configure({
		heading: { levels: [2, 3, 4] },
		code: false,
		link: false,
		underline: false,
		undoRedo: false,
		trailingNode: false,
		dropcursor: { color: 'currentColor', width: 2 }
	}),
	InlineCode,
	LinkTo.configure({
		openOnClick: false,
		defaultProtocol: 'https',
		HTMLAttributes: { target: null, rel: null, class: null },
		isAllowedUri: (href) => isAddress(href)
	}),
	Picture,
	Table.configure({ resizable: false }),
	TableRow,
	TableHeader.extend({ content: 'paragraph+' }),
	TableCell.extend({ content: 'paragraph+' }),
	LinkCard,
	Ask,
	BlockAttributes
];

export const schema = getSchema(extensions);
