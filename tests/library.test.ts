import { beforeAll, describe, expect, test } from 'vitest';
import { open, phone, visit, wide, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';
import { publishSeries } from './series.ts';

const at = scene('people');
let path: string;
let block: string;

beforeAll(async () => {
	const { api, travelTo } = at.place();
	const training = await publishSeries(at.place());
	await travelTo('2027-02-01T18:00:00Z');
	const { id: darcy } = await api<{ id: string }>('Darcy', 'GET /me');
	const share = {
		markdown: 'We answer at 22:00, at one and at four.',
		audience: `people:${darcy}`
	};
	const { id } = await api<{ id: string }>('Mei', `POST /trainings/${training}/submissions`, share);
	const { page } = await api<{ page: string }>('Darcy', `POST /trainings/${training}/page`, {
		submissions: [id]
	});
	path = `/library/${page}`;
	const { blocks } = await api<{ blocks: { id: string }[] }>('Darcy', `GET /pages/${page}`);
	block = blocks[1]!.id;
	await api('Siti', 'POST /pages', {
		title: 'Notes that outlive your shift',
		markdown: 'Write for a stranger who comes at six.'
	});
});

const as = (who: Name, options?: Parameters<typeof visit>[3]): Promise<Watched> =>
	visit(at.browser(), at.place(), who, options);

describe('words that Mei gave to two people', () => {
	test('stand in the page once she says yes, put there by its owner, with her name', async () => {
		const siti = await as('Siti');
		await open(siti, path);
		expect(await siti.getByText('We answer at 22:00').count()).toBe(0);

		const mei = await as('Mei');
		await look(mei, path, 'mei-library-asked');
		await open(mei, path);
		await mei.getByRole('button', { name: 'Yes, add them' }).click();
		await mei.getByText('Whoever keeps the page adds your words now').waitFor();

		const darcy = await as('Darcy');
		await look(darcy, path, 'darcy-library-agreed');
		await open(darcy, path);
		await darcy.getByRole('button', { name: 'Add what was agreed' }).click();
		await darcy.getByText('It is part of the page now').waitFor();

		await open(siti, path);
		await siti.getByText('We answer at 22:00').waitFor();
		const colophon = siti.getByText('Written by').locator('..');
		expect(await colophon.getByRole('link', { name: 'Mei Saetang' }).count()).toBe(1);
		expect(siti.complaints()).toEqual([]);
	});
});

describe('a passage of a page', () => {
	test('is taken up where it stands, and what was refused comes back to its place', async () => {
		const kofi = await as('Kofi', { javaScriptEnabled: false, viewport: phone });
		await kofi.goto(`${path}?at=${block}`);
		await kofi.getByLabel('How will you try it').fill('Before lunch.');
		await kofi.getByLabel('Ask me how it went on').fill('2020-01-01');
		await kofi.locator('form', { hasText: 'How will you try it' }).evaluate((form) => {
			(form as HTMLFormElement).noValidate = true;
		});
		await kofi.getByRole('button', { name: 'I’ll try this' }).click();
		await kofi.getByText('Choose a day after today').waitFor();
		expect(await kofi.getByLabel('How will you try it').inputValue()).toBe('Before lunch.');
		await kofi.getByLabel('Ask me how it went on').fill('2027-03-08');
		await kofi.getByRole('button', { name: 'I’ll try this' }).click();
		await kofi.getByText('you get your own words back').waitFor();
		await kofi.goto(`${path}?at=${block}`);
		await kofi.getByText('You will be asked how it went on Monday').waitFor();
	});

	test('is talked about in its margin', async () => {
		const siti = await as('Siti');
		await open(siti, `${path}?at=${block}#b-${block}`);
		await siti.getByRole('link', { name: 'Add a comment' }).first().click();
		await siti.getByLabel('Add a comment').first().fill('Four, on Mondays.');
		await siti.getByRole('button', { name: 'Comment', exact: true }).first().click();
		await siti.getByText('Four, on Mondays.').first().waitFor();
		const mei = await as('Mei');
		await look(mei, path, 'mei-library-margin');
		await open(mei, path);
		await mei.getByText('Four, on Mondays.').waitFor();
		await mei.getByRole('link', { name: 'Reply' }).first().click();
		await mei.getByText('Add a comment').first().waitFor();
		expect(mei.complaints()).toEqual([]);
	});
});

describe('a page of one’s own', () => {
	test('begins at Share, is private until it is published, and needs no script', async () => {
		const kofi = await as('Kofi', { javaScriptEnabled: false });
		await kofi.goto('/share');
		await kofi.getByRole('link', { name: 'Write a page' }).click();
		await kofi.getByLabel('Title').fill('Tea on a night shift');
		await kofi.getByRole('button', { name: 'Begin to write' }).click();
		await kofi.getByText('Who will read it: Everyone').waitFor();
		await kofi.getByLabel('Text', { exact: true }).fill('Warm the pot first.');
		const address = new URL(kofi.url()).pathname.replace('/edit', '');
		const siti = await as('Siti');
		expect((await siti.goto(address))?.status()).toBe(404);
		await kofi.getByRole('button', { name: 'Publish' }).click();
		await kofi.getByRole('heading', { name: 'Tea on a night shift' }).waitFor();
		await siti.goto('/library');
		await siti.getByRole('link', { name: 'Tea on a night shift' }).waitFor();
		expect(await (await siti.request.get(`${address}/markdown`)).text()).toBe(
			'# Tea on a night shift\n\nWarm the pot first.\n'
		);
	});

	test('is withdrawn with a way back', async () => {
		const kofi = await as('Kofi');
		const { page } = await at
			.place()
			.api<{ page: string }>('Kofi', 'POST /pages', { title: 'Naps', markdown: 'Twenty minutes.' });
		await open(kofi, `/library/${page}`);
		await kofi.getByText('Shelf, readers, owner').click();
		await kofi.getByRole('button', { name: 'Withdraw the page' }).click();
		await kofi.getByText('You withdrew this page').waitFor();
		await look(kofi, `/library/${page}`, 'kofi-library-withdrawn');
		await open(kofi, `/library/${page}`);
		await kofi.getByRole('button', { name: 'Bring it back' }).click();
		await kofi.getByText('It is back').waitFor();
	});
});

describe('searching', () => {
	test('opens over any page by a key, goes by arrows, and closes where one was', async () => {
		const mei = await as('Mei');
		for (const size of [wide, phone]) {
			await mei.setViewportSize(size);
			await open(mei, '/series');
			await mei.keyboard.press('/');
			const dialog = mei.getByRole('dialog', { name: 'Search' });
			await dialog.getByRole('searchbox').waitFor();
			await mei.keyboard.type('strangr');
			await dialog.getByRole('link', { name: 'Notes that outlive your shift' }).waitFor();
			await mei.screenshot({ path: `output/screenshots/mei-search-over-${size.width}-day.png` });
			await mei.keyboard.press('Escape');
			await mei.locator('dialog').waitFor({ state: 'detached' });
			expect(new URL(mei.url()).pathname).toBe('/series');
		}
		await mei.keyboard.press('Control+k');
		await mei.getByRole('searchbox').and(mei.locator(':focus')).waitFor();
		await mei.keyboard.type('/sittings');
		const first = mei.getByRole('dialog').getByRole('heading').first();
		await first.waitFor();
		const title = await first.innerText();
		await mei.keyboard.press('ArrowDown');
		await mei.keyboard.press('Enter');
		await mei.getByRole('heading', { level: 1, name: title }).waitFor();
		expect(mei.complaints()).toEqual([]);
	});

	test('leaves a slash to whoever is writing', async () => {
		const mei = await as('Mei');
		await open(mei, '/library');
		const box = mei.getByRole('searchbox').first();
		await box.click();
		await mei.keyboard.type('and/or');
		expect(await box.inputValue()).toBe('and/or');
		expect(await mei.getByRole('dialog').count()).toBe(0);
	});

	test('is a page of its own without script, by kinds', async () => {
		const mei = await as('Mei', { javaScriptEnabled: false });
		await mei.goto('/');
		await mei.getByRole('link', { name: 'Search' }).first().click();
		await mei.getByLabel('Search for words').fill('stranger');
		await mei.getByRole('button', { name: 'Search' }).click();
		await mei.getByRole('link', { name: 'Notes that outlive your shift' }).waitFor();
		await mei.getByRole('navigation', { name: 'What to look among' }).getByText('Comment').click();
		await mei.getByText('Nothing you may see has these words').waitFor();
	});
});
