import type MarkdownIt from 'markdown-it';

/** Teaches the parser the block "What we ask here": lines between `:::ask` and `:::`. */
export function askBlocks(parser: InstanceType<typeof MarkdownIt>): void {
	parser.block.ruler.before(
		'fence',
		'ask',
		(state, start, end, silent) => {
			if (lineAt(state, start) !== ':::ask') return false;
			if (silent) return true;
			let last = start + 1;
			while (last < end && lineAt(state, last) !== ':::') last += 1;
			state.push('ask_open', 'section', 1).map = [start, last];
			const outer = state.lineMax;
			state.lineMax = last;
			state.md.block.tokenize(state, start + 1, last);
			state.lineMax = outer;
			state.push('ask_close', 'section', -1);
			state.line = last + 1;
			return true;
		},
		{ alt: ['paragraph', 'blockquote', 'list'] }
	);
}

function lineAt(
	state: { src: string; bMarks: number[]; tShift: number[]; eMarks: number[] },
	line: number
): string {
	return state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]).trim();
}
