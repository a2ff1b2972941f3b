import type { Content, Mark, Node } from '../document.ts';

/** Content as Markdown that reads well elsewhere and comes back the same. */
export function toMarkdown(content: Content): string {
	return blocks(content.content);
}

function blocks(nodes: Node[]): string {
	return nodes
		.map((node) => block(node) + naming(node))
		.filter(Boolean)
		.join('\n\n');
}

function naming(node: Node): string {
	const { name, number } = node.attrs ?? {};
	const parts = [
		name ? `name="${String(name).replaceAll('"', "'")}"` : '',
		number ? `number=${Number(number)}` : ''
	];
	const text = parts.filter(Boolean).join(' ');
	return text && `\n\n{${text}}`;
}

function block(node: Node): string {
	const inner = node.content ?? [];
	switch (node.type) {
		case 'heading':
			return `${'#'.repeat(Number(node.attrs?.level ?? 2))} ${inline(inner).replaceAll('\n', ' ')}`;
		case 'bulletList':
			return items(inner, () => '- ');
		case 'orderedList':
			return items(inner, (index) => `${Number(node.attrs?.start ?? 1) + index}. `);
		case 'blockquote':
			return blocks(inner).replace(/^/gm, '> ');
		case 'ask':
			return `:::ask\n${blocks(inner)}\n:::`;
		case 'codeBlock':
			return fence(
				inner.map((child) => child.text ?? '').join(''),
				String(node.attrs?.language ?? '')
			);
		case 'horizontalRule':
			return '---';
		case 'table':
			return table(inner);
		case 'image':
			return `![${escape(String(node.attrs?.alt ?? ''))}](${address(node.attrs?.src)})`;
		case 'linkCard':
			return `[${escape(String(node.attrs?.title ?? node.attrs?.href ?? ''))}](${address(node.attrs?.href)})`;
		default:
			return startSafe(inline(inner));
	}
}

function items(list: Node[], marker: (index: number) => string): string {
	return list
		.map((item, index) => {
			const first = marker(index);
			const text = (item.content ?? []).map(block).join('\n\n');
			return first + text.replace(/\n(?!\n|$)/g, `\n${' '.repeat(first.length)}`);
		})
		.join('\n');
}

function fence(text: string, language: string): string {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const ticks = '`'.repeat(longest + 1);
	return `${ticks}${language}\n${text}\n${ticks}`;
}

function table(rows: Node[]): string {
	const cells = rows.map((row) =>
		(row.content ?? []).map((cell) =>
			(cell.content ?? [])
				.map((child) => inline(child.content ?? []))
				.join(' ')
				.replaceAll('\n', ' ')
				.replaceAll('|', '\\|')
		)
	);
	const width = Math.max(1, ...cells.map((row) => row.length));
	const line = (row: string[]) =>
		`| ${Array.from({ length: width }, (_, i) => row[i] ?? '').join(' | ')} |`;
	const [head = [], ...rest] = cells;
	return [line(head), `| ${Array(width).fill('---').join(' | ')} |`, ...rest.map(line)].join('\n');
}

const around: Record<string, string> = { bold: '**', italic: '*', strike: '~~' };

function inline(nodes: Node[]): string {
	return nodes
		.map((node) => {
			if (node.type === 'hardBreak') return '\\\n';
			const marks = node.marks ?? [];
			const text = node.text ?? '';
			const plain = marks.some((mark) => mark.type === 'code') ? codeSpan(text) : escape(text);
			return marks.filter((mark) => mark.type !== 'code').reduceRight(wrap, plain);
		})
		.join('');
}

function wrap(text: string, mark: Mark): string {
	if (mark.type === 'link') return `[${text}](${address(mark.attrs?.href)})`;
	const sign = around[mark.type];
	if (!sign || !text.trim()) return text;
	const [, before = '', core = '', after = ''] = text.match(/^(\s*)([^]*?)(\s*)$/) ?? [];
	return `${before}${sign}${core}${sign}${after}`;
}

function codeSpan(text: string): string {
	const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const ticks = '`'.repeat(longest + 1);
	const pad = /^[` ]|[` ]$/.test(text) ? ' ' : '';
	return `${ticks}${pad}${text}${pad}${ticks}`;
}

function escape(text: string): string {
	return text.replace(/[\\`*_[\]<>~|&{}]/g, '\\$&');
}

/** A paragraph must not begin like something else. */
function startSafe(text: string): string {
	return text.replace(/^(\s*)([#+-]|:::|=)/gm, '$1\\$2').replace(/^(\s*\d+)([.)])/gm, '$1\\$2');
}

function address(href: unknown): string {
	const text = String(href ?? '').replace(/[\s<>]/g, encodeURIComponent);
	return /[()]/.test(text) ? `<${text}>` : text;
}
