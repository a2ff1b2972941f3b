import sanitize from 'sanitize-html';
import { escapeHtml } from '#platform/html.ts';
import { fileAddress, fileAt, widthsOf } from '#platform/files.ts';
import {
	textOf,
	type BlockKind,
	type Content,
	type Mark,
	type Node,
	type RenderedBlock
} from '../document.ts';

/** Content as sanitised HTML, whole and by block, with its plain text; blocks say which `document` they are of. Everything from people is escaped. */
export function render(
	content: Content,
	document = ''
): { html: string; blocks: RenderedBlock[]; text: string } {
	const of = document && ` data-of="${escapeHtml(document)}"`;
	const blocks = content.content.map((node) => {
		const id = String(node.attrs?.id ?? '');
		const { name, number } = node.attrs ?? {};
		return {
			id,
			kind: node.type as BlockKind,
			html: clean(
				block(node, ` id="b-${escapeHtml(id)}" data-block="${escapeHtml(id)}"${of}${naming(node)}`)
			),
			text: textOf(node),
			...(typeof name === 'string' && name && { name }),
			...(typeof number === 'number' && { number })
		};
	});
	return {
		html: blocks.map(({ html }) => html).join('\n'),
		blocks,
		text: blocks.map(({ text }) => text).join('\n')
	};
}

/** The first `length` characters of a text, ended at a word. */
export function excerpt(text: string, length: number): string {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length <= length ? line : `${line.slice(0, length).replace(/\s+\S*$/, '')} …`;
}

function naming(node: Node): string {
	const { name, number } = node.attrs ?? {};
	return (
		(name ? ` data-name="${escapeHtml(String(name))}"` : '') +
		(number ? ` data-number="${Number(number)}"` : '')
	);
}

function block(node: Node, attributes = ''): string {
	const inner = node.content ?? [];
	const within = () => inner.map((child) => block(child)).join('');
	switch (node.type) {
		case 'paragraph':
			return `<p${attributes}${isSound(inner) ? ' class="sound"' : ''}>${inline(inner)}</p>`;
		case 'heading': {
			const level = Math.min(4, Math.max(2, Number(node.attrs?.level) || 2));
			return `<h${level}${attributes}>${inline(inner)}</h${level}>`;
		}
		case 'bulletList':
			return `<ul${attributes}>${within()}</ul>`;
		case 'orderedList': {
			const start = Number(node.attrs?.start ?? 1);
			return `<ol${attributes}${start > 1 ? ` start="${start}"` : ''}>${within()}</ol>`;
		}
		case 'listItem':
			return `<li>${tight(inner)}</li>`;
		case 'blockquote':
			return `<blockquote${attributes}>${within()}</blockquote>`;
		case 'ask':
			return `<section${attributes} class="ask">${within()}</section>`;
		case 'codeBlock':
			return `<pre${attributes} tabindex="0"><code>${inner.map((child) => escapeHtml(child.text ?? '')).join('')}</code></pre>`;
		case 'horizontalRule':
			return `<hr${attributes}>`;
		case 'table':
			return `<div${attributes} class="table-scroll" tabindex="0"><table>${table(inner)}</table></div>`;
		case 'image':
			return picture(node, attributes);
		case 'linkCard':
			return card(node, attributes);
		default:
			return '';
	}
}

/** A line that is but the address of a track is heard, not only read. */
function isSound([only, ...more]: Node[]): boolean {
	const href = only?.marks?.find(({ type }) => type === 'link')?.attrs?.href;
	return more.length === 0 && /^\/tracks\/[0-9a-f-]{36}$/.test(String(href));
}

/** A list item of one paragraph needs no paragraph inside. */
function tight(inner: Node[]): string {
	const [first, ...rest] = inner;
	if (first?.type !== 'paragraph') return inner.map((child) => block(child)).join('');
	return inline(first.content ?? []) + rest.map((child) => block(child)).join('');
}

function table(rows: Node[]): string {
	return rows
		.map((row) => {
			const cells = (row.content ?? []).map((cell) => {
				const text = (cell.content ?? []).map((child) => inline(child.content ?? [])).join('<br>');
				// The empty corner of a table heads nothing, and would be read out as a heading without words.
				const tag = cell.type === 'tableHeader' && text ? 'th' : 'td';
				return `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${text}</${tag}>`;
			});
			return `<tr>${cells.join('')}</tr>`;
		})
		.join('');
}

function picture(node: Node, attributes: string): string {
	const { src, alt, width, height, title } = node.attrs ?? {};
	const caption = title ? `<figcaption>${escapeHtml(String(title))}</figcaption>` : '';
	return `<figure${attributes}><img src="${escapeHtml(String(src ?? ''))}" alt="${escapeHtml(String(alt ?? ''))}"${sizes(src, Number(width), Number(height))} loading="lazy" decoding="async">${caption}</figure>`;
}

/** The measure that text is read in, and so a picture's widest. */
const measure = '34rem';

function sizes(src: unknown, width: number, height: number): string {
	if (!width || !height) return '';
	const plain = ` width="${width}" height="${height}"`;
	const file = fileAt(src);
	if (!file) return plain;
	const offers = widthsOf(width).map((each) => `${fileAddress(file, each)} ${each}w`);
	return `${plain} srcset="${offers.join(', ')}" sizes="(min-width: 40rem) ${measure}, 100vw"`;
}

function card(node: Node, attributes: string): string {
	const { href, title, description, site, image } = node.attrs ?? {};
	const line = (tag: string, text: unknown) =>
		text ? `<${tag}>${escapeHtml(String(text))}</${tag}>` : '';
	const file = fileAt(image);
	const face = file
		? `<img src="${fileAddress(file, 480)}" alt="" loading="lazy" decoding="async">`
		: '';
	return `<p${attributes} class="link-card"><a href="${escapeHtml(String(href ?? ''))}">${face}${line('strong', title ?? href)}${line('span', description)}${line('small', site)}</a></p>`;
}

const tags: Record<string, string> = { bold: 'strong', italic: 'em', strike: 's', code: 'code' };

function inline(nodes: Node[]): string {
	return nodes
		.map((node) => {
			if (node.type === 'hardBreak') return '<br>';
			return (node.marks ?? []).reduceRight(wrap, escapeHtml(node.text ?? ''));
		})
		.join('');
}

function wrap(html: string, mark: Mark): string {
	if (mark.type === 'link')
		return `<a href="${escapeHtml(String(mark.attrs?.href ?? ''))}">${html}</a>`;
	const tag = tags[mark.type];
	return tag ? `<${tag}>${html}</${tag}>` : html;
}

const own = ['id', 'data-block', 'data-of', 'data-name', 'data-number', 'class'];

/** The second lock: whatever the renderer might let through, only these tags and addresses leave. What left once stays as it is. */
export function clean(html: string): string {
	return sanitize(html, {
		allowedTags: [
			...[
				'p',
				'h2',
				'h3',
				'h4',
				'ul',
				'ol',
				'li',
				'blockquote',
				'section',
				'pre',
				'code',
				'hr',
				'div',
				'table'
			],
			...[
				'tr',
				'th',
				'td',
				'figure',
				'figcaption',
				'img',
				'a',
				'strong',
				'em',
				's',
				'br',
				'span',
				'small'
			]
		],
		allowedAttributes: {
			'*': own,
			a: ['href', 'rel'],
			ol: ['start'],
			th: ['scope'],
			div: ['tabindex'],
			pre: ['tabindex'],
			img: ['src', 'srcset', 'sizes', 'alt', 'width', 'height', 'loading', 'decoding']
		},
		allowedClasses: { section: ['ask'], p: ['link-card', 'sound'], div: ['table-scroll'] },
		allowedSchemes: ['http', 'https', 'mailto'],
		allowedSchemesByTag: { img: [] },
		allowProtocolRelative: false,
		transformTags: {
			a: (tag, attributes) => ({
				tagName: tag,
				attribs: /^https?:/i.test(attributes.href ?? '')
					? { ...attributes, rel: 'noopener nofollow' }
					: attributes
			})
		}
	});
}
