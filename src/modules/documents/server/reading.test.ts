import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPage, withdrawPage } from '#modules/library/server/writing.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { checkOff } from '#modules/series/server/taking-part.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { countingQueries } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { clearReadingPlace, getReadingPlace, latestReadingPlace, placeReading } from './reading.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let page: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	mei = await person('Mei');
	({ page } = await createPage(darcy, { title: 'Nights', markdown: 'One.\n\nTwo.' }));
});
afterAll(() => close());

const at = '2027-01-18T12:00:00.000Z';

test('a stranger stops nowhere, and nobody at a text that they may not read', async () => {
	await expect(placeReading.ask(null, { document: page, block: 'b' })).rejects.toThrow('Sign in');
	const alone = await createPage(darcy, { title: 'Mine', markdown: 'One.', audience: 'me' });
	const stop = placeReading(mei, { document: alone.page, block: 'b' });
	await expect(stop).rejects.toThrow('There is nothing here');
});

test('where I stopped is kept for me alone, on every device, until I have read on', async () => {
	await placeReading(mei, { document: page, block: 'second' });
	expect(await getReadingPlace(mei, { document: page })).toEqual({
		place: { block: 'second', at }
	});
	expect(await getReadingPlace(darcy, { document: page })).toEqual({ place: null });
	await placeReading(mei, { document: page, block: 'third' });
	expect((await getReadingPlace(mei, { document: page })).place?.block).toBe('third');
	await clearReadingPlace(mei, { document: page });
	expect(await getReadingPlace(mei, { document: page })).toEqual({ place: null });
});

test('it costs a page one statement', async () => {
	const { statements } = await countingQueries(() => getReadingPlace(mei, { document: page }));
	const { statements: none } = await countingQueries(() => latestReadingPlace(mei, {}));
	expect(statements.length).toBe(none.length);
	expect(statements.filter((each) => each.includes('reading_place'))).toHaveLength(1);
});

test('checking off forgets it', async () => {
	const { id, parts } = await createSeries(darcy, {
		title: 'Nights',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'One', markdown: 'A line.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	await publishSeries(darcy, { series: id });
	const { training } = parts[0]!;
	await placeReading(mei, { document: training, block: 'b' });
	await checkOff(mei, { training, version: 1 });
	expect(await getReadingPlace(mei, { document: training })).toEqual({ place: null });
});

test('the text that I stopped last is the one to go on with, as long as it is there', async () => {
	const { page: later } = await createPage(darcy, { title: 'Days', markdown: 'One.' });
	await placeReading(mei, { document: page, block: 'b' });
	freezeAt(now().add({ minutes: 5 }));
	await placeReading(mei, { document: later, block: 'c' });
	expect((await latestReadingPlace(mei, {})).place).toMatchObject({
		document: later,
		kind: 'page',
		title: 'Days',
		block: 'c'
	});
	await withdrawPage(darcy, { page: later });
	expect((await latestReadingPlace(mei, {})).place?.document).toBe(page);
	expect(await latestReadingPlace(darcy, {})).toEqual({ place: null });
});
