import type { NodeViewRenderer } from '@tiptap/core';
import { Picture } from './schema.ts';

/** Pictures as one writes: each with a line under it that asks what is to be seen. */
export function pictureWith(ask: string) {
	return Picture.extend({ addNodeView: () => viewWith(ask) });
}

function viewWith(ask: string): NodeViewRenderer {
	return ({ node, editor, getPos }) => {
		let shown = node;
		const dom = document.createElement('figure');
		const image = dom.appendChild(document.createElement('img'));
		const words = dom.appendChild(document.createElement('input'));
		words.placeholder = ask;
		words.setAttribute('aria-label', ask);
		words.maxLength = 500;
		words.addEventListener('input', () => {
			const at = getPos();
			if (at === undefined) return;
			const alt = words.value || null;
			editor.view.dispatch(editor.state.tr.setNodeMarkup(at, null, { ...shown.attrs, alt }));
		});
		words.addEventListener('keydown', (event) => {
			if (event.key !== 'Enter' && event.key !== 'Escape') return;
			event.preventDefault();
			const at = getPos();
			if (at !== undefined) editor.commands.focus(at + shown.nodeSize);
		});
		show();
		return {
			dom,
			update(next) {
				if (next.type !== shown.type) return false;
				shown = next;
				show();
				return true;
			},
			stopEvent: (event) => event.target === words,
			ignoreMutation: () => true,
			selectNode: () => dom.classList.add('chosen'),
			deselectNode: () => dom.classList.remove('chosen')
		};

		function show(): void {
			const { src, alt, width, height, id, name, number } = shown.attrs as Record<string, unknown>;
			if (image.getAttribute('src') !== src) image.src = String(src ?? '');
			image.alt = String(alt ?? '');
			if (Number(width) && Number(height)) {
				image.width = Number(width);
				image.height = Number(height);
			}
			if (words.value !== image.alt) words.value = image.alt;
			for (const [key, value] of Object.entries({ id, name, number }))
				if (value) dom.setAttribute(`data-block-${key}`, String(value));
				else dom.removeAttribute(`data-block-${key}`);
		}
	};
}
