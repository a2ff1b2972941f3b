import { expect, test } from 'vitest';
import { visit } from './browser.ts';
import { cast } from './cast.ts';
import { scene } from './scene.ts';
import { publishSeries } from './series.ts';

const at = scene('people');

test('Darcy moves a training to the library; what Mei said to few waits for her yes', async () => {
	const training = await publishSeries(at.place());
	await at.place().travelTo('2027-02-01T18:00:00Z');
	const { id: darcy } = await at.place().api<{ id: string }>('Darcy', 'GET /me');
	const share = (who: 'Kofi' | 'Mei', body: object) =>
		at.place().api(who, `POST /trainings/${training}/submissions`, body);
	await share('Kofi', { title: 'By the tide', markdown: 'I answer when the boats come in.' });
	await share('Mei', {
		title: 'At night',
		markdown: 'We answer at ten, at one and at four.',
		audience: `people:${darcy}`
	});
	const page = await visit(at.browser(), at.place(), 'Darcy');
	await page.goto(`/trainings/${training}`);
	await page.getByRole('link', { name: 'Move to the library' }).click();
	await page.getByRole('checkbox', { name: /By the tide/ }).check();
	await page.getByRole('checkbox', { name: /At night/ }).check();
	await page.getByRole('button', { name: 'Make the page' }).click();
	await page.waitForURL('**/library/*');
	const kept = page.url();
	const text = await page.getByRole('main').innerText();
	expect(text).toContain('I answer when the boats come in.');
	expect(text).not.toContain('We answer at ten');
	expect(text).toContain(cast.Kofi.name);

	const mei = await visit(at.browser(), at.place(), 'Mei');
	await mei.goto(kept);
	expect(await mei.getByRole('main').innerText()).not.toContain('We answer at ten');
	expect([...page.complaints(), ...mei.complaints()]).toEqual([]);
});
