import { expect, test } from 'vitest';
import { phone, visit } from './browser.ts';
import { scene } from './scene.ts';
import { windows } from './series.ts';

const at = scene('people');

test('Darcy plans a series whose windows share their boundary days, writes, and opens it to everybody', async () => {
	const page = await visit(at.browser(), at.place(), 'Darcy', { timezoneId: 'America/Denver' });
	await page.goto('/series');
	await page.getByRole('link', { name: 'Plan a training' }).first().click();
	await page.getByLabel('Parts', { exact: true }).fill('4');
	await page.getByLabel('Days each').fill('14');
	await page.getByRole('button', { name: 'Propose dates' }).click();
	await page.getByLabel('Theme').fill('Working well across the night');
	for (const [i, { title, opens, closes }] of windows.entries()) {
		await page.getByLabel(`Title of part ${i + 1}`).fill(title);
		await page.getByRole('group').getByLabel('First day').nth(i).fill(opens);
		await page.getByRole('group').getByLabel('Last day').nth(i).fill(closes);
	}
	await page.getByRole('button', { name: 'Start the plan' }).click();
	await page.waitForURL('**/series/*/plan');
	const plan = page.url();
	expect(await page.getByRole('listitem').allInnerTexts()).toEqual(
		expect.arrayContaining(windows.map(({ title }) => expect.stringContaining(title)))
	);

	const kofi = await visit(at.browser(), at.place(), 'Kofi', { viewport: phone });
	await kofi.goto('/series');
	expect(await kofi.getByText('Working well across the night').count()).toBe(0);

	await page.getByRole('button', { name: /^Open it/ }).click();
	await page.waitForURL((url) => url.href !== plan);
	await kofi.reload();
	await kofi.getByRole('link', { name: 'Working well across the night' }).click();
	await kofi.waitForURL('**/series/*');
	const text = await kofi.getByRole('main').innerText();
	for (const { title } of windows) expect(text).toContain(title);
	for (const span of ['21 Jan – 31 Jan', '31 Jan – 14 Feb', '14 Feb – 28 Feb', '28 Feb – 14 Mar'])
		expect(text).toContain(span);
	expect(page.complaints()).toEqual([]);
	expect(kofi.complaints()).toEqual([]);
});

test('when Darcy moves a window, the kick-off, the training and the day ribbon say the new days', async () => {
	const page = await visit(at.browser(), at.place(), 'Darcy', { javaScriptEnabled: false });
	await page.goto('/series');
	await page.getByRole('link', { name: 'Working well across the night' }).click();
	await page.getByRole('link', { name: 'Change the plan' }).click();
	const part = page.getByRole('listitem').filter({ hasText: 'Saying no before noon' });
	await part.getByText('Dates, minutes and trainers').click();
	await part.getByLabel('First day').fill('2027-02-16');
	await part.getByLabel('Last day').fill('2027-03-02');
	await part.getByRole('button', { name: 'Save' }).first().click();
	const kofi = await visit(at.browser(), at.place(), 'Kofi', { viewport: phone });
	await kofi.goto('/series');
	await kofi.getByRole('link', { name: 'Working well across the night' }).click();
	await kofi.waitForURL('**/series/*');
	expect(await kofi.getByRole('main').innerText()).toContain('16 Feb – 2 Mar');
	expect(await kofi.getByRole('img').first().getAttribute('aria-label')).toContain('16 Feb');
	await kofi.getByRole('link', { name: 'Saying no before noon' }).click();
	await kofi
		.getByText(/^Opens 16 February/)
		.first()
		.waitFor();
});
