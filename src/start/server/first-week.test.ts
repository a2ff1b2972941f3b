import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveThanks } from '#modules/discussion/server/thanks.ts';
import { firstPages, giveFirst, takeFirst } from '#modules/library/server/first-pages.ts';
import { createPage } from '#modules/library/server/writing.ts';
import { getPage } from '#modules/library/server/pages.ts';
import { firstMethod } from '#modules/methods/server/first.ts';
import { adopt } from '#modules/methods/server/taking-up.ts';
import { same } from '#modules/methods/server/same.ts';
import { depart } from '#modules/people/server/departing.ts';
import { changeSettings } from '#modules/people/server/place.ts';
import { addSteward } from '#modules/people/server/stewards.ts';
import { getWelcome } from '#modules/people/server/welcoming.ts';
import { freezeAt } from '#platform/server/clock.ts';
import { newId } from '#platform/server/ids.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let siti: Actor, darcy: Actor, kofi: Actor, mei: Actor;

beforeAll(async () => {
	freezeAt(Temporal.Instant.from('2027-01-18T09:00:00Z'));
	close = await openTestPlace();
	siti = await person('Siti', { steward: true });
	[darcy, kofi] = [await person('Darcy'), await person('Kofi')];
	freezeAt(Temporal.Instant.from('2027-03-01T09:00:00Z'));
	mei = await person('Mei');
});
afterAll(() => close());

async function page(title: string, audience = 'everyone'): Promise<string> {
	return (await createPage(darcy, { title, markdown: `On ${title}.`, audience })).page;
}

async function titles(): Promise<string[]> {
	return (await firstPages(mei, {})).items.map((one) => one.title);
}

test('a stranger is shown nothing of a first week', async () => {
	for (const door of [firstPages, giveFirst, takeFirst, getWelcome, firstMethod])
		await expect(door.ask(null, {})).rejects.toThrow('Sign in first');
});

test('Mei is given the pages that a steward chose, then those that most people took something from, and none that she may not read', async () => {
	expect(await titles()).toEqual([]);
	const [calls, notes] = [await page('Calls'), await page('Notes')];
	await page('Mine alone', 'me');
	await page('Lists');
	await page('Breaks');
	await giveThanks(kofi, { about: { kind: 'page', id: notes } });
	expect((await titles())[0]).toBe('Notes');
	await giveFirst(siti, { page: calls });
	await giveFirst(siti, { page: calls });
	expect((await titles()).slice(0, 2)).toEqual(['Calls', 'Notes']);
	expect(await titles()).toHaveLength(3);
	expect(await titles()).not.toContain('Mine alone');
	expect((await getPage(siti, { page: calls })).first).toBe(true);
	await expect(giveFirst(kofi, { page: notes })).rejects.toMatchObject({ code: 'forbidden' });
	await takeFirst(siti, { page: calls });
	expect((await titles())[0]).toBe('Notes');
});

test('Mei may ask whoever the stewards named, else the steward of longest standing who is here', async () => {
	expect((await getWelcome(mei, {})).person?.name).toBe('Siti');
	await expect(changeSettings(siti, { welcomer: newId() })).rejects.toMatchObject({
		code: 'invalid'
	});
	await changeSettings(siti, { welcomer: kofi.id });
	expect((await getWelcome(mei, {})).person?.name).toBe('Kofi');
	expect((await getWelcome(kofi, {})).person?.name).toBe('Siti');
	await addSteward(siti, { person: darcy.id });
	await depart(siti, { person: kofi.id });
	expect((await getWelcome(mei, {})).person?.name).toBe('Siti');
	expect((await getWelcome(siti, {})).person?.name).toBe('Darcy');
});

test('somebody is new for two weeks', async () => {
	expect([(await getWelcome(mei, {})).isNew, (await getWelcome(darcy, {})).isNew]).toEqual([
		true,
		false
	]);
	freezeAt(Temporal.Instant.from('2027-03-15T09:00:00Z'));
	expect((await getWelcome(mei, {})).isNew).toBe(false);
});

test('the small thing to try is what stood up best, is not one’s own, and not one that one is trying', async () => {
	const ways = await page('Ways');
	const { blocks } = await getPage(mei, { page: ways });
	expect((await firstMethod(mei, {})).method).toBeNull();
	await same(siti, { document: ways, blocks: [blocks[0]!.id] });
	expect((await firstMethod(mei, {})).method).toMatchObject({
		words: 'On Ways.',
		authors: [{ name: 'Darcy' }],
		url: `/library/${ways}?at=${blocks[0]!.id}#b-${blocks[0]!.id}`
	});
	expect((await firstMethod(darcy, {})).method).toBeNull();
	await adopt(mei, { document: ways, blocks: [blocks[0]!.id] });
	expect((await firstMethod(mei, {})).method).toBeNull();
});
