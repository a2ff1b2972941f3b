import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { sightsOf } from './pages.ts';
import { scene } from './tour.ts';

const at = scene('people');

/** A series of one training without words yet, written by Darcy and Mei. */
async function training(): Promise<string> {
	const { api } = at.place();
	const { items } = await api<{ items: { id: string; name: string }[] }>('Darcy', 'GET /people');
	const mei = items.find(({ name }) => name.startsWith('Mei'))!.id;
	const { parts } = await api<{ parts: { training: string }[] }>('Darcy', 'POST /series', {
		title: 'Writing together',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'One', opens: '2027-01-21', closes: '2027-01-31', trainers: [mei] }]
	});
	return parts[0]!.training;
}

async function write(who: Name, id: string): Promise<{ page: Watched; text: Locator }> {
	const page = await visit(at.browser(), at.place(), who);
	await page.goto(`/trainings/${id}/write`);
	const text = page.getByRole('textbox', { name: 'Text' });
	await text.waitFor();
	await saved(page);
	return { page, text };
}

async function saved(page: Watched): Promise<void> {
	await page.getByText('Saved', { exact: true }).waitFor();
}

type Draft = { markdown: string };
const draftOf = async (id: string) =>
	(await at.place().api<Draft>('Darcy', `GET /trainings/${id}/draft`)).markdown;

test('two people write in one draft and see where the other one is', async () => {
	const id = await training();
	const darcy = await write('Darcy', id);
	const mei = await write('Mei', id);
	await darcy.text.click();
	await darcy.page.keyboard.type('Three lists before a week off.');
	await mei.text.getByText('Three lists').waitFor();
	await mei.text.getByText('Darcy Whitfield').waitFor();
	await mei.page.getByText('Darcy Whitfield here too').waitFor();
	await mei.text.click();
	await mei.page.keyboard.press('End');
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
