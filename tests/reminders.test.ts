import { beforeAll, expect, test } from 'vitest';
import { open, phone, visit } from './browser.ts';
import { cast } from './cast.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';
import { publishSeries } from './series.ts';

const at = scene('people');
const unscripted = { javaScriptEnabled: false, viewport: phone };
let training = '';
let remind = '';

beforeAll(async () => {
	training = await publishSeries(at.place());
	remind = `/remind/training/${training}`;
});

test('Liam names the days of the place, moves one, takes one away and brings it back; for Mei the page is not there', async () => {
	const liam = await visit(at.browser(), at.place(), 'Liam', unscripted);
	await liam.goto('/desk');
	await liam.getByRole('link', { name: 'Name the days' }).click();
	const add = async (name: string, day: string) => {
		const form = liam.locator('form.new');
		await form.getByLabel('What it is called').fill(name);
		await form.getByLabel('The day it begins').fill(day);
		await form.getByRole('button', { name: 'Add the occasion' }).click();
	};
	await add('Review season', '2027-01-19');
	await liam.getByText('Choose a day from today on').waitFor();
	expect(await liam.locator('form.new').getByLabel('What it is called').inputValue()).toBe(
		'Review season'
	);
	await add('Review season', '2027-02-15');
	await liam.getByText('Review season is added').waitFor();
	await add('Launch in spring', '2027-04-01');
	await liam.getByText('Rename or move Review season').click();
	const change = liam.locator('li', { hasText: 'Review season' }).first().locator('form.change');
	await change.getByLabel('The day it begins').fill('2027-02-10');
	await change.getByRole('button', { name: 'Save' }).click();
	await liam.getByText('Wednesday, 10 February 2027').waitFor();
	await liam.getByRole('button', { name: 'Remove Launch in spring' }).click();
	await liam.getByText('removed; it reminds nobody').waitFor();
	await look(
		await visit(at.browser(), at.place(), 'Liam'),
		'/desk/occasions',
		'liam-desk-occasions'
	);
	await liam.getByRole('button', { name: 'Bring back Launch in spring' }).click();
	await liam.getByRole('button', { name: 'Remove Launch in spring' }).waitFor();
	const mei = await visit(at.browser(), at.place(), 'Mei', unscripted);
	expect((await mei.goto('/desk/occasions'))?.status()).toBe(403);
});

test('on a phone and without script Mei wants to be reminded at an occasion, thinks again, and sets it after all', async () => {
	const mei = await visit(at.browser(), at.place(), 'Mei', unscripted);
	await mei.goto(`/trainings/${training}`);
	await mei.getByRole('link', { name: 'Remind me of this' }).click();
	await mei.getByLabel('What for, if you like').fill('before my review');
	await mei.getByRole('button', { name: 'Remind me', exact: true }).click();
	await mei.getByText('Choose a day').waitFor();
	expect(await mei.getByLabel('What for, if you like').inputValue()).toBe('before my review');
	await look(await visit(at.browser(), at.place(), 'Mei'), remind, 'mei-remind');
	await mei.getByLabel('At an occasion').selectOption({ index: 1 });
	await mei.getByRole('button', { name: 'Remind me', exact: true }).click();
	await mei.getByText('You will be reminded at Review season, 10 February').waitFor();
	await look(await visit(at.browser(), at.place(), 'Mei'), remind, 'mei-remind-set');
	await mei.getByRole('button', { name: 'Never mind' }).click();
	await mei.getByText('You will not be reminded').waitFor();
	await mei.getByRole('button', { name: 'Remind me', exact: true }).click();
	await mei.getByRole('link', { name: 'Back to reading' }).click();
	await mei.getByRole('link', { name: 'You will be reminded at Review season' }).waitFor();
	await look(
		await visit(at.browser(), at.place(), 'Mei'),
		`/trainings/${training}`,
		'mei-training-reminded'
	);
});

test('when the day begins it is on her Today with her words; from her letter she puts it off a week without signing in, then ends it on Today', async () => {
	await at.place().travelTo('2027-02-10T04:00:00Z');
	const today = await visit(at.browser(), at.place(), 'Mei');
	await open(today, '/');
	await today.getByText('before my review').first().waitFor();
	await look(today, '/', 'mei-today-reminded');
	const letters = await at
		.place()
		.junto<{ text: string }[]>('letters', 'list', '--to', cast.Mei.email);
	const path = letters
		.map(({ text }) => /before my review[^]*?(\/answer\/\S+)/.exec(text)?.[1])
		.find(Boolean)!;
	const asks = async () =>
		JSON.stringify(await at.place().api<{ items: unknown[] }>('Mei', 'GET /asks'));
	await look(await visit(at.browser(), at.place(), null), path, 'stranger-answer-reminder');
	expect(await asks(), 'looking changes nothing').toContain('before my review');

	const reader = await visit(at.browser(), at.place(), null, unscripted);
	await reader.goto(path);
	await reader.getByRole('button', { name: 'Remind me in a week' }).click();
	await reader.getByText('You will be reminded again on').waitFor();
	expect(await asks()).not.toContain('before my review');
	await at.place().travelTo('2027-02-17T04:00:00Z');
	expect(await asks()).toContain('before my review');
	await reader.goto(path);
	await reader.getByRole('button', { name: 'Done' }).click();
	await reader.getByRole('button', { name: 'Undo' }).click();
	await reader.getByRole('button', { name: 'Remind me in a week' }).waitFor();

	const mei = await visit(at.browser(), at.place(), 'Mei', unscripted);
	await mei.goto(remind);
	await mei.getByText('You wanted to be reminded of this by now').waitFor();
	await mei.goto('/');
	await mei.getByRole('button', { name: 'Done: Answer in three sittings' }).click();
	await mei.getByText('It reminds you no more').waitFor();
	expect(await asks()).not.toContain('before my review');
	await mei.getByRole('button', { name: 'Undo' }).click();
	await mei.getByText('before my review').first().waitFor();
	await mei.goto(remind);
	await mei.getByRole('button', { name: 'Done' }).click();
	await mei.getByText('It reminds you no more').waitFor();
	expect(await asks()).not.toContain('before my review');
});
