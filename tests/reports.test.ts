import { expect, test } from 'vitest';
import { open, phone, visit } from './browser.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';
import { publishSeries } from './series.ts';

const at = scene('people');

test('Kofi reports on his phone what hurt him, Liam sets it aside, and Mei reads why; nothing of it needs a script', async () => {
	const { api, travelTo } = at.place();
	const training = await publishSeries(at.place());
	await travelTo('2027-01-25T09:00:00Z');
	const about = { kind: 'training', id: training };
	await api('Mei', 'POST /comments', { about, markdown: 'Whoever asks that is lazy.' });

	const kofi = await visit(at.browser(), at.place(), 'Kofi', {
		viewport: phone,
		javaScriptEnabled: false
	});
	await kofi.goto(`/trainings/${training}`);
	await kofi.getByRole('link', { name: 'Report what Mei Saetang wrote' }).click();
	await kofi.getByText('Whoever asks that is lazy.').waitFor();
	await look(await visit(at.browser(), at.place(), 'Kofi'), new URL(kofi.url()).pathname, 'report');
	await kofi.getByLabel('What is not right?').fill('I asked it.');
	await kofi.getByRole('button', { name: 'Report it' }).click();
	await kofi.getByText('You will hear what came of it').waitFor();

	const liam = await visit(at.browser(), at.place(), 'Liam');
	await open(liam, '/desk');
	await liam.getByRole('link', { name: /^Look at it/ }).click();
	await liam.waitForURL('**/reports/*');
	const report = new URL(liam.url()).pathname;
	await look(await visit(at.browser(), at.place(), 'Liam'), report, 'steward-report');
	await liam.getByLabel('Why, for whoever wrote it').fill('We do not call people names.');
	await liam.getByRole('button', { name: 'Set it aside' }).click();
	await liam.getByText(/^Liam .*set it aside/).waitFor();
	await look(await visit(at.browser(), at.place(), 'Liam'), report, 'steward-report-done');

	await kofi.goto(`/trainings/${training}`);
	expect(await kofi.getByText('Whoever asks that is lazy.').count()).toBe(0);
	const mei = await visit(at.browser(), at.place(), 'Mei');
	const notice = mei.getByRole('main').getByRole('link', { name: /aside, which you wrote/ });
	await expect
		.poll(async () => {
			await open(mei, '/inbox');
			return notice.count();
		})
		.toBe(1);
	await notice.click();
	await mei.getByText('We do not call people names.').waitFor();
	expect(await mei.getByText('Kofi').count()).toBe(0);
	await look(mei, new URL(mei.url()).pathname, 'set-aside');

	await liam.getByRole('button', { name: 'Bring it back' }).click();
	await liam.getByText('brought back since').waitFor();
	await kofi.goto(`/trainings/${training}`);
	await kofi.getByText('Whoever asks that is lazy.').waitFor();
	expect(liam.complaints()).toEqual([]);
});
