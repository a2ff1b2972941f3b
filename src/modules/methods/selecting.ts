export type Selected = { first: string; last: string; left: number; top: number };

/** The first and the last of `blocks` (as they stand in `text`) of whose words some are selected, and where the selection ends; null where none are. */
export function selectedIn(text: HTMLElement, blocks: string[]): Selected | null {
	const selection = getSelection();
	if (!selection || selection.isCollapsed) return null;
	const range = selection.getRangeAt(0);
	const within = [...text.querySelectorAll('.block > .prose')]
		.map((prose, i) => (covers(range, prose) ? blocks[i]! : undefined))
		.filter((block) => block !== undefined);
	if (within.length === 0) return null;
	const around = text.getBoundingClientRect();
	const end = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect();
	return {
		first: within[0]!,
		last: within.at(-1)!,
		left: Math.max(0, Math.min(end.left - around.left, around.width - 160)),
		top: end.bottom - around.top + 6
	};
}

/** Whether some of an element's words are selected; a selection may end just before the first of them. */
function covers(range: Range, element: Element): boolean {
	if (!range.intersectsNode(element)) return false;
	const part = document.createRange();
	part.selectNodeContents(element);
	if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
		part.setStart(range.startContainer, range.startOffset);
	if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0)
		part.setEnd(range.endContainer, range.endOffset);
	return part.toString().trim() !== '';
}
