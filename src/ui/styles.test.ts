import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const physical =
	/(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?(?:left|right)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b|border-(?:top|bottom)-(?:left|right)-radius/;
const fourSides = /(?:margin|padding|inset|border-width)\s*:\s*(\S+) (\S+) (\S+) (\S+);/;

test('styles know a line’s beginning and end, not left and right, so that a page can be turned around', () => {
	const files = globSync(['src/**/*.svelte', 'src/**/*.css']);
	expect(files.length).toBeGreaterThan(20);
	const found = files.flatMap((file) =>
		stylesOf(file).flatMap((line, i) => {
			const sides = fourSides.exec(line);
			const uneven = sides && sides[2] !== sides[4];
			return physical.test(line) || uneven ? [`${file}, style line ${i + 1}: ${line.trim()}`] : [];
		})
	);
	expect(found).toEqual([]);
});

function stylesOf(file: string): string[] {
	const text = readFileSync(file, 'utf8');
	const style = file.endsWith('.css') ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '');
	return style.split('\n');
}
