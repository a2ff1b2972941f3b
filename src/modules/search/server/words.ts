const most = { characters: 60, words: 20_000, bytes: 400_000 };

/** Each word of a text as it is matched: in lower case, without accents; with where it stands in the text. */
export function* wordsIn(text: string): Generator<{ word: string; from: number; to: number }> {
	for (const found of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu)) {
		const parts = unspaced.test(found[0])
			? segments.segment(found[0])
			: [{ segment: found[0], index: 0 }];
		for (const { segment, index } of parts) {
			const from = found.index + index;
			const word = fold(segment).slice(0, most.characters).toWellFormed();
			if (word) yield { word, from, to: from + segment.length };
		}
	}
}

/** The words of a title and of a body in PostgreSQL's notation for `tsvector`: the title's have weight A. */
export function vectors(title: string, body: string): { heading: string; words: string } {
	const heading: string[] = [];
	const words: string[] = [];
	let bytes = 0;
	const add = (text: string, weight: string, into: string[][]) => {
		for (const { word } of wordsIn(text)) {
			bytes += Buffer.byteLength(word) + 4;
			if (bytes > most.bytes || words.length >= most.words) return;
			for (const list of into) list.push(`'${word}':${words.length + 1}${weight}`);
		}
	};
	add(title, 'A', [words, heading]);
	add(body, 'D', [words]);
	return { heading: heading.join(' '), words: words.join(' ') };
}

/** How many letters differ between two words, neighbours that changed places counting once (optimal string alignment). */
export function slips(a: string, b: string): number {
	let before: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i += 1) {
		const row = [i];
		for (let j = 1; j <= b.length; j += 1) {
			const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
			const swapped =
				i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
					? before[j - 2]! + 1
					: Infinity;
			row.push(Math.min(changed, swapped, last[j]! + 1, row[j - 1]! + 1));
		}
		before = last;
		last = row;
	}
	return last[b.length]!;
}

/** Scripts that put no space between words. */
const unspaced =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const segments = new Intl.Segmenter('und', { granularity: 'word' });

const letters: Record<string, string> = {
	ß: 'ss',
	ø: 'o',
	ł: 'l',
	đ: 'd',
	ð: 'd',
	þ: 'th',
	æ: 'ae',
	œ: 'oe',
	ı: 'i',
	ɛ: 'e',
	ɔ: 'o',
	ŋ: 'n'
};

function fold(text: string): string {
	const lower = text.toLowerCase();
	if (/^[a-z0-9]*$/.test(lower)) return lower;
	return lower
		.normalize('NFKD')
		.replace(/\u0640|[\u0300-\u036f]|[\u064b-\u065f]/g, '')
		.replace(/[ßøłđðþæœıɛɔŋ]/g, (letter) => letters[letter]!)
		.normalize('NFC')
		.replace(/[^\p{L}\p{N}\p{M}]/gu, '');
}
