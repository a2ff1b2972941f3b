import { expect, test } from 'vitest';
import { open, phone, visit } from './browser.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';
import { publishSeries } from './series.ts';

const at = scene('people');
const unscripted = { javaScriptEnabled: false, viewport: phone };

test('without names: on a phone and without script Mei reads the promise first, answers once, and nobody sees it, the asker included', async () => {
	const place = at.place();
	await place.junto(
		...['person', 'add', '--email', 'rosa@example.org'],
		...['--name', 'Rosa Lima', '--zone', 'Europe/Lisbon']
	);
	const liam = await visit(at.browser(), place, 'Liam', unscripted);
	await liam.goto('/desk');
	await liam.getByRole('link', { name: 'Ask a few questions' }).click();
	expect(await liam.getByLabel('Question 1').inputValue()).toBe('What worked for you?');
	await liam.getByText('More questions').click();
	await liam.getByLabel('Question 3', { exact: true }).fill('How calm are your days?');
	const third = liam.getByRole('group', { name: 'Question 3' });
	await third.getByLabel('Answered by').selectOption('a scale of five');
	await liam.getByLabel('Without names').check();
	await liam.getByRole('button', { name: 'Ask', exact: true }).click();
	await liam.getByText('Name the two ends of the scale').waitFor();
	await third.getByLabel('Choices, one a line').fill('not at all\nvery');
	await liam.getByRole('button', { name: 'Ask', exact: true }).click();
	await liam.getByText('not even how many').waitFor();
	const address = new URL(liam.url()).pathname;

	const mei = await visit(at.browser(), place, 'Mei', unscripted);
	await mei.goto(address);
	await mei.getByText('kept without your name').waitFor();
	await mei.getByRole('button', { name: 'Send my answers' }).click();
	await mei.getByText('Answer at least one question').waitFor();
	await mei.getByLabel('What worked for you?').fill('The quiet hour after lunch');
	await mei.getByLabel('4', { exact: true }).check();
	await look(await visit(at.browser(), place, 'Mei'), address, 'mei-survey-anonymous');
	await mei.getByRole('button', { name: 'Send my answers' }).click();
	await mei.getByText('nobody can tell any more').waitFor();
	await mei.goto(address);
	await mei.getByText('nobody can tell any more').waitFor();
	expect(await mei.getByRole('button', { name: /answers|back/ }).count()).toBe(0);

	await look(await visit(at.browser(), place, 'Liam'), address, 'liam-survey-waiting');
	await liam.goto(address);
	expect(await liam.content()).not.toContain('quiet hour');
	await liam.getByRole('button', { name: 'Close it now' }).click();
	await liam.getByText('Too few answered').waitFor();
	expect(await liam.content()).not.toContain('quiet hour');
});

test('by name: Kofi is asked on Today, answers, thinks again, and hears what comes of it', async () => {
	const place = at.place();
	await publishSeries(place);
	const { items } = await place.api<{ items: { id: string }[] }>('Darcy', 'GET /series');
	const darcy = await visit(at.browser(), place, 'Darcy');
	await open(darcy, `/series/${items[0]!.id}`);
	await darcy.getByRole('link', { name: 'Ask a few questions about this' }).click();
	await darcy.getByLabel('Question 2', { exact: true }).fill('Would you go on with it?');
	await darcy.getByLabel('Answered by').nth(1).selectOption('choosing one');
	await darcy.getByLabel('Choices, one a line').nth(1).fill('Yes\nNo');
	await darcy.getByText('takes about 2 minutes').waitFor();
	await darcy.getByRole('button', { name: 'Ask', exact: true }).click();
	await darcy.waitForURL(/\/surveys\/[0-9a-f-]{36}$/);
	const address = new URL(darcy.url()).pathname;
	await place.junto('run-due');

	const kofi = await visit(at.browser(), place, 'Kofi');
	await open(kofi, '/');
	await kofi.locator(`a[href="${address}"]`).first().click();
	await kofi.getByText('Darcy Whitfield reads your answers with your name').waitFor();
	await kofi.getByLabel('What worked for you?').fill('Three sittings');
	await kofi.getByLabel('This may be quoted with my name').check();
	await kofi.getByLabel('Yes').check();
	await kofi.getByRole('button', { name: 'Send my answers' }).click();
	await kofi.getByText('You can change your answers until it closes').waitFor();
	await look(kofi, address, 'kofi-survey-answered');
	await open(kofi, address);
	await kofi.getByRole('link', { name: 'Change my answers' }).click();
	expect(await kofi.getByLabel('Yes').isChecked()).toBe(true);
	await kofi.getByLabel('What worked for you?').fill('Two sittings, really');
	await kofi.getByRole('button', { name: 'Send them anew' }).click();
	await kofi.getByText('Two sittings, really').waitFor();

	await open(darcy, address);
	await darcy.getByText('Two sittings, really').waitFor();
	await darcy.getByRole('button', { name: 'Close it now' }).click();
	await darcy.getByLabel('What do you do with it?').waitFor();
	await look(darcy, address, 'darcy-survey-closed');
	await open(darcy, address);
	await darcy.getByLabel('What do you do with it?').fill('We keep two sittings.');
	await darcy.getByRole('button', { name: 'Tell them' }).click();
	await darcy.getByText('What comes of it').waitFor();

	await open(kofi, address);
	await kofi.getByText('We keep two sittings.').waitFor();
	const siti = await visit(at.browser(), place, 'Siti');
	await open(siti, `/series/${items[0]!.id}`);
	await siti.getByText('Two sittings, really').waitFor();
	await kofi.getByRole('button', { name: 'Do not quote this any more' }).click();
	await kofi.getByText('only you and whoever asked see this').waitFor();
	await open(siti, `/series/${items[0]!.id}`);
	expect(await siti.getByText('Two sittings, really').count()).toBe(0);
	expect([...darcy.complaints(), ...kofi.complaints(), ...siti.complaints()]).toEqual([]);
});
