import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const areas = globSync('messages/*.en.json').map((file) => file.replace('.en.json', ''));
const textsOf = (area: string, language: string) =>
	JSON.parse(readFileSync(`${area}.${language}.json`, 'utf8')) as Record<string, unknown>;

/** What a text leaves to be filled in. */
const gaps = (text: unknown) => [
	...new Set(
		JSON.stringify(text)
			.match(/(?<=\{)\w+(?=\})/g)
			?.sort()
	)
];

test.each(areas)('%s is there in German too, to the last text and its gaps', (area) => {
	const [english, german] = [textsOf(area, 'en'), textsOf(area, 'de')];
	expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
	for (const [key, text] of Object.entries(english))
		expect(gaps(german[key]), key).toEqual(gaps(text));
});

test('every text is used', () => {
	const source = globSync('src/**/*.{ts,svelte}', { exclude: ['**/generated/**'] })
		.map((file) => readFileSync(file, 'utf8'))
		.join('\n');
	const words = new Set(source.match(/\w+/g));
	const unused = areas.flatMap((area) => Object.keys(textsOf(area, 'en')));
	expect(unused.filter((key) => !words.has(key))).toEqual([]);
});
