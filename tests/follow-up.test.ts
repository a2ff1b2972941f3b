import { expect, test } from 'vitest';
import { phone, visit } from './browser.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';
import { publishSeries } from './series.ts';

const at = scene('people');

test('four weeks on, on a phone and without script, Mei says how it went, changes her mind and takes it back', async () => {
	const place = at.place();
	const training = await publishSeries(place);
	await place.travelTo('2027-01-25T09:00:00Z');
	const { blocks } = await place.api<{ blocks: { id: string }[] }>(
		'Mei',
		`GET /trainings/${training}`
	);
	await place.api('Mei', `POST /documents/${training}/adoptions`, {
		blocks: [blocks[1]!.id],
		how: 'On Fridays, before I close the laptop.'
	});
	await place.travelTo('2027-02-23T03:00:00Z');
	const page = await visit(at.browser(), place, 'Mei', {
		javaScriptEnabled: false,
		viewport: phone
	});
	await page.goto('/mine');
	await page.getByText('On Fridays, before I close the laptop.').first().waitFor();
	await page.getByRole('link', { name: 'Say how it went' }).first().click();
	const address = new URL(page.url()).pathname;
	await page.getByLabel('I changed it').check();
	await page.getByLabel(/show how beside the method/).check();
	await page.getByRole('button', { name: 'Say how it went' }).click();
	await page.getByText('Say what you changed').waitFor();
	expect(await page.getByLabel('I changed it').isChecked()).toBe(true);
	await page.getByLabel('In a line: how, or why').fill('On Thursdays, since Fridays are short');
	await page.getByRole('button', { name: 'Say how it went' }).click();
	await page.getByText('You made it your own.').waitFor();
	await page.getByText('Your change stands beside the method').waitFor();

	await page.getByRole('link', { name: 'Say it otherwise' }).click();
	await page.getByLabel('I dropped it').check();
	await page.getByRole('button', { name: 'Say how it went' }).click();
	await page.getByText('Nobody but you sees this').waitFor();
	expect((await page.goto('/mine'))?.status()).toBe(200);
	await page.getByText('Only you read this.').waitFor();

	await page.goto(address);
	await page.getByRole('button', { name: 'Undo' }).click();
	await page.getByText('Taken back.').waitFor();
	expect(await page.getByLabel('In a line: how, or why').inputValue()).toContain('Thursdays');
	await page.getByRole('button', { name: 'Say how it went' }).click();
	await look(await visit(at.browser(), place, 'Mei'), address, 'mei-answered');
	await look(await visit(at.browser(), place, 'Mei'), '/mine', 'mei-mine-later');

	const other = await visit(at.browser(), place, 'Darcy');
	expect((await other.goto(address))?.status()).toBe(404);
});
