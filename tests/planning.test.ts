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

test('Darcy asks Mei for a first word, looks back, plans it again as a copy, and calls it off; Kofi, who came late, begins from the start', async () => {
	const page = await visit(at.browser(), at.place(), 'Darcy', { viewport: phone });
	await page.goto('/series');
	await page.getByRole('link', { name: 'Working well across the night' }).click();
	await page.getByRole('link', { name: 'Change the plan' }).click();
	await page.getByLabel('Person', { exact: true }).fill('Mei Saetang');
	await page.getByRole('button', { name: 'Ask', exact: true }).click();
	await page.getByText('is asked').waitFor();
	await page.getByRole('link', { name: 'Working well across the night' }).first().click();

	await page.getByText('Look back', { exact: true }).click();
	await page.getByLabel('What to change next time').fill('Ask for first words earlier.');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('Kept for the next time.').waitFor();
	await page.getByText('Run it again', { exact: true }).click();
	await page.getByLabel('The first part opens on').fill('2027-06-07');
	await page.getByRole('button', { name: 'Make the copy' }).click();
	await page.waitForURL('**/plan');
	await page.getByText('Ask for first words earlier.').waitFor();
	await page.goto('/series/new');
	await page.getByText('What you wrote after the last one').click();
	await page.getByText('Ask for first words earlier.').waitFor();

	await at.place().travelTo('2027-02-03T12:00:00Z');
	const kofi = await visit(at.browser(), at.place(), 'Kofi', {
		viewport: phone,
		javaScriptEnabled: false
	});
	await kofi.goto('/series');
	await kofi.getByRole('link', { name: 'Working well across the night' }).click();
	await kofi.getByRole('heading', { name: 'You come in on part 2' }).waitFor();
	await kofi.getByRole('button', { name: 'Begin from the start' }).click();
	await kofi.getByText('every part comes 13 days later for you').waitFor();

	await page.goto('/series');
	await page.getByRole('link', { name: 'Working well across the night' }).last().click();
	await page.getByText('Call it off', { exact: true }).first().click();
	await page.getByLabel('Why').fill('Half of us are at the fair.');
	await page.getByRole('button', { name: 'Call it off' }).click();
	await page.getByText('Half of us are at the fair.').waitFor();
	await page.screenshot({ path: 'output/screenshots/darcy-called-off-390.png', fullPage: true });
	await page.getByRole('button', { name: 'Take it up again' }).click();
	await page.getByText('Call it off', { exact: true }).first().waitFor();
	expect(page.complaints()).toEqual([]);
});
