import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeAt, now } from '#platform/server/clock.ts';
import { countingQueries } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { libraryFront } from './front.ts';
import { library } from './module.ts';
import { getPage, listPages } from './pages.ts';
import {
	createShelf,
	listShelves,
	orderShelves,
	renameShelf,
	shelvePage,
	takeDownShelf
} from './shelves.ts';
import { createPage } from './writing.ts';

let close: () => Promise<void>;
let kofi: Actor;
let mei: Actor;
let liam: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
	liam = await person('Liam', { zone: 'Australia/Brisbane', steward: true });
});
afterAll(() => close());

const names = async () => (await listShelves(mei, {})).items.map(({ name }) => name);

test('a stranger does nothing in the library', async () => {
	for (const door of library.doors)
		await expect(door.ask(null, {}), door.spec.id).rejects.toThrow('Sign in first');
});

test('a steward puts up shelves, names them, puts them in order and takes empty ones down', async () => {
	await expect(createShelf(kofi, { name: 'Nights' })).rejects.toThrow('not yours');
	const { id: nights } = await createShelf(liam, { name: 'Nights' });
	const { id: letters } = await createShelf(liam, { name: 'Letters' });
	expect(await names()).toEqual(['Nights', 'Letters']);
	await expect(createShelf(liam, { name: 'Nights' })).rejects.toThrow(
		expect.objectContaining({ fields: [expect.objectContaining({ field: 'name' })] })
	);
	await expect(renameShelf(kofi, { shelf: nights, name: 'Days' })).rejects.toThrow('not yours');
	await renameShelf(liam, { shelf: nights, name: 'Night shifts' });
	await expect(renameShelf(liam, { shelf: nights, name: 'Letters' })).rejects.toThrow();
	await expect(orderShelves(kofi, { shelves: [letters, nights] })).rejects.toThrow('not yours');
	await orderShelves(liam, { shelves: [letters, nights] });
	expect(await names()).toEqual(['Letters', 'Night shifts']);
	await expect(takeDownShelf(kofi, { shelf: letters })).rejects.toThrow('not yours');
	await takeDownShelf(liam, { shelf: letters });
	expect(await names()).toEqual(['Night shifts']);
	await expect(takeDownShelf(liam, { shelf: letters })).rejects.toThrow('no such shelf');
});

test('a shelf stays up while a page stands on it, though the steward may not read that page', async () => {
	const { id: shelf } = await createShelf(liam, { name: 'Private' });
	const { page } = await createPage(kofi, {
		title: 'For me',
		markdown: 'Sleep.',
		audience: 'me',
		shelf
	});
	await expect(takeDownShelf(liam, { shelf })).rejects.toThrow('Pages stand on this shelf');
	await expect(shelvePage(liam, { page, shelf: null })).rejects.toThrow('no such page');
	await shelvePage(kofi, { page, shelf: null });
	await takeDownShelf(liam, { shelf });
});

test('a page’s owner alone puts it on a shelf that is there', async () => {
	const { id: shelf } = await createShelf(liam, { name: 'Tea' });
	const { page } = await createPage(kofi, { title: 'Warm the pot', markdown: 'First.' });
	await expect(shelvePage(mei, { page, shelf })).rejects.toThrow('not yours');
	await expect(shelvePage(kofi, { page, shelf: page })).rejects.toThrow('no such shelf');
	await shelvePage(kofi, { page, shelf });
	expect((await getPage(mei, { page })).shelf).toEqual({ id: shelf, name: 'Tea' });
	const front = await libraryFront(mei, {});
	const standing = front.shelves.find(({ id }) => id === shelf);
	expect(standing).toMatchObject({
		total: 1,
		pages: [{ title: 'Warm the pot', opening: 'First.' }]
	});
	await expect(createPage(kofi, { title: 'x', markdown: 'x', shelf: page })).rejects.toThrow(
		'no such shelf'
	);
});

test('lists are paged, the newest first, none twice and none left out', async () => {
	const made: string[] = [];
	for (let i = 0; i < 7; i += 1) {
		freezeAt(now().add({ minutes: i % 2 }));
		made.unshift((await createPage(kofi, { title: `Page ${i}`, markdown: `The ${i}th.` })).page);
	}
	const read: string[] = [];
	for (let cursor: string | undefined; ;) {
		const { items, next } = await listPages(mei, { most: 3, cursor, shelf: 'none' });
		read.push(...items.map(({ id }) => id));
		if (!next) break;
		cursor = next;
	}
	expect(read.toSorted()).toEqual(made.toSorted());
	expect(read.map((id) => made.indexOf(id) >> 1)).toEqual([0, 0, 1, 1, 2, 2, 3]);
	expect((await libraryFront(mei, {})).unshelved).toMatchObject({ total: 7 });
	expect((await listPages(mei, { cursor: 'nonsense' })).items).toHaveLength(8);
});

test('reading costs the same few statements, however much there is to read', async () => {
	const { page } = await createPage(kofi, { title: 'Long', markdown: 'A.\n\nB.\n\nC.' });
	const count = async (work: () => Promise<unknown>) =>
		(await countingQueries(work)).statements.length;
	expect(await count(() => getPage(mei, { page }))).toBe(7);
	expect(await count(() => listPages(mei, {}))).toBe(4);
	expect(await count(() => listPages(mei, { most: 1 }))).toBe(4);
	expect(await count(() => libraryFront(mei, {}))).toBe(5);
});
