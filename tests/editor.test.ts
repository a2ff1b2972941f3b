import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { open, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { scene } from './scene.ts';

const at = scene('people');

/** A training written by Darcy and Mei, in a series that is out. */
async function training(markdown?: string): Promise<string> {
	const { api } = at.place();
	const { items } = await api<{ items: { id: string; name: string }[] }>('Darcy', 'GET /people');
	const mei = items.find(({ name }) => name.startsWith('Mei'))!.id;
	const made = await api<{ id: string; parts: { training: string }[] }>('Darcy', 'POST /series', {
		title: 'Writing together',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'One', opens: '2027-01-20', closes: '2027-01-31', markdown, trainers: [mei] }]
	});
	await api('Darcy', `POST /series/${made.id}/publication`);
	return made.parts[0]!.training;
}

type Writer = { page: Watched; text: Locator };

async function write(who: Name, id: string): Promise<Writer> {
	const page = await visit(at.browser(), at.place(), who);
	await open(page, `/trainings/${id}/write`);
	return { page, text: await ready(page) };
}

async function ready(page: Watched): Promise<Locator> {
	const text = page.getByRole('textbox', { name: 'Text', exact: true });
	await text.waitFor();
	await saved(page);
	return text;
}

async function saved(page: Watched): Promise<void> {
	await page.getByText('Saved', { exact: true }).waitFor();
}

async function draftOf(id: string): Promise<string> {
	const { markdown } = await at
		.place()
		.api<{ markdown: string }>('Darcy', `GET /trainings/${id}/draft`);
	return markdown;
}

/** Puts the caret behind the words of a block. */
async function after({ page, text }: Writer, words: string): Promise<void> {
	await text.getByText(words).click();
	await page.keyboard.press('End');
}

test('two people write in one draft and see where the other one is', async () => {
	const id = await training();
	const darcy = await write('Darcy', id);
	const mei = await write('Mei', id);
	await darcy.text.click();
	await darcy.page.keyboard.type('Three lists before a week off.');
	await mei.text.getByText('Three lists').waitFor();
	await mei.text.getByText('Darcy Whitfield').waitFor();
	await mei.page.getByText('Darcy Whitfield here too').waitFor();
	await after(mei, 'Three lists');
	await mei.page.keyboard.press('Enter');
	await mei.page.keyboard.type('With a name behind every line.');
	await darcy.text.getByText('With a name').waitFor();
	await saved(darcy.page);
	await saved(mei.page);
	expect(await draftOf(id)).toBe(
		'Three lists before a week off.\n\nWith a name behind every line.'
	);
	expect([...darcy.page.complaints(), ...mei.page.complaints()]).toEqual([]);
});

test('a passage gets a name and a number, by keyboard alone', async () => {
	const id = await training('Before you leave, write three lists.');
	const darcy = await write('Darcy', id);
	await after(darcy, 'Before you leave');
	await darcy.page.keyboard.press('Alt+F10');
	const button = darcy.page.getByRole('button', { name: 'Name this passage' }).first();
	for (let i = 0; i < 20 && !(await button.evaluate((it) => it === document.activeElement)); i++)
		await darcy.page.keyboard.press('ArrowRight');
	await darcy.page.keyboard.press('Enter');
	await darcy.page.keyboard.type('Darcy’s third');
	await darcy.page.keyboard.press('Enter');
	await saved(darcy.page);
	expect(await draftOf(id)).toBe(
		'Before you leave, write three lists.\n\n{name="Darcy’s third" number=1}'
	);
});

test('publishing sends every word, and the version stays as it was', async () => {
	const id = await training('First.');
	const darcy = await write('Darcy', id);
	await after(darcy, 'First.');
	await darcy.page.keyboard.type(' Typed and published at once.');
	await darcy.page.getByRole('button', { name: 'Publish' }).click();
	await darcy.page.waitForURL(`**/trainings/${id}`);
	await darcy.page.getByText('First. Typed and published at once.').waitFor();
	const version = await at
		.place()
		.api<{ version: number; markdown: string }>('Mei', `GET /trainings/${id}`);
	const mei = await write('Mei', id);
	await after(mei, 'First.');
	await mei.page.keyboard.type(' Changed since.');
	await saved(mei.page);
	const later = await at.place().api<typeof version>('Mei', `GET /trainings/${id}`);
	expect(later).toMatchObject({
		version: version.version,
		markdown: 'First. Typed and published at once.'
	});
});

test('without script the text is Markdown in a field of the same form', async () => {
	const id = await training('Plain.');
	const page = await visit(at.browser(), at.place(), 'Darcy', { javaScriptEnabled: false });
	await page.goto(`/trainings/${id}/write`);
	await page.getByLabel('Text', { exact: true }).fill('Plain and simple.');
	await page.getByRole('button', { name: 'Publish' }).click();
	expect(await draftOf(id)).toBe('Plain and simple.');
});
