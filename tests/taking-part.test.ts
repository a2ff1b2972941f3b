import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { open, phone, takenOver, visit, wide } from './browser.ts';
import type { Name } from './cast.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';
import { publishSeries } from './series.ts';

const at = scene('people');
let training = '';

beforeAll(async () => {
	training = `/trainings/${await publishSeries(at.place())}`;
	await at.place().travelTo('2027-01-25T09:00:00Z');
});

test('Mei reads and shares on a phone, and Kofi sees her words beside the training', async () => {
	const page = await visit(at.browser(), at.place(), 'Mei', { viewport: phone });
	await page.goto('/');
	await page.getByRole('link', { name: 'Open it' }).click();
	await page.waitForURL(`**${training}`);
	await page.getByRole('button', { name: 'I’ve read it' }).click();
	await page.getByText('You have read it').waitFor();
	await page.getByLabel('What works for me').fill('I answer at nine, at one and at five.');
	await page.getByRole('button', { name: 'Share what works for me' }).click();
	await page.getByRole('article').getByText('I answer at nine').waitFor();
	const kofi = await visit(at.browser(), at.place(), 'Kofi');
	await kofi.goto(training);
	const piece = kofi.getByRole('article').filter({ hasText: 'I answer at nine' });
	expect(await piece.innerText()).toContain('Mei Saetang');
	expect(await piece.innerText()).not.toContain('added later');
	expect([...page.complaints(), ...kofi.complaints()]).toEqual([]);
});

test('Siti takes up a passage with the keyboard alone', async () => {
	const page = await visit(at.browser(), at.place(), 'Siti');
	await page.goto(training);
	await press(page, 'Or pick a passage');
	await page.getByText('Each passage now has').waitFor();
	await press(page, 'Take this up', 1);
	await page.getByLabel('How will you try it, or why?').waitFor();
	await tabTo(page, 'How will you try it');
	await page.keyboard.type('With the ferry timetable beside me');
	await tabTo(page, 'Show others that I try it');
	await page.keyboard.press('Space');
	await press(page, 'I’ll try this');
	await page.getByText(/22 February.* you get your own words back/).waitFor();
	expect(await page.getByRole('main').innerText()).toContain('With the ferry timetable beside me');
	expect(page.complaints()).toEqual([]);
});

test('Liam already does it, in one tap', async () => {
	const page = await visit(at.browser(), at.place(), 'Liam', { viewport: phone });
	await page.goto(`${training}?choose#text`);
	await page.getByRole('link', { name: 'Take this up' }).nth(1).click();
	await page.getByRole('button', { name: 'I already do this' }).click();
	await page.getByText('It counts as taking part').waitFor();
	const kofi = await visit(at.browser(), at.place(), 'Kofi');
	await kofi.goto(training);
	expect(await kofi.getByRole('main').innerText()).toContain('Liam Doyle');
});

test('Kofi selects over two passages and takes them up as one', async () => {
	const page = await visit(at.browser(), at.place(), 'Kofi');
	await open(page, training);
	await page.getByText('Answer at three fixed times').hover({ position: { x: 2, y: 8 } });
	await page.mouse.down();
	await page.getByText('The first sitting is for reading').hover({ position: { x: 120, y: 12 } });
	await page.mouse.up();
	await page.getByRole('link', { name: 'Take up what you selected' }).click();
	await page.getByText('2 passages together').waitFor();
	await page.getByRole('button', { name: 'I’ll try this' }).click();
	await page.getByText('you get your own words back').waitFor();
	expect(await wordsTried('Kofi')).toEqual([
		expect.stringMatching(/^Answer at three fixed times.*The first sitting is for reading/s)
	]);
	expect(page.complaints()).toEqual([]);
});

test('Darcy adds the next passage to hers without a script', async () => {
	const page = await visit(at.browser(), at.place(), 'Darcy', { javaScriptEnabled: false });
	await page.goto(`${training}?choose#text`);
	await page.getByRole('link', { name: 'Take this up' }).nth(1).click();
	await page.getByRole('link', { name: 'And the next passage too' }).click();
	await page.getByRole('button', { name: 'I’ll try this' }).click();
	expect(await wordsTried('Darcy')).toEqual([
		expect.stringMatching(/^Answer at three fixed times.*The first sitting is for reading/s)
	]);
});

test('Mei answers Kofi beneath his comment, with the keyboard and without a script, and both go on', async () => {
	const post = (markdown: string) =>
		at.place().api<{ id: string }>('Kofi', 'POST /comments', {
			about: { kind: 'training', id: training.split('/').at(-1) },
			markdown
		});
	for (let i = 1; i <= 6; i++) await post(`Kofi’s thought ${i}`);
	const mei = await visit(at.browser(), at.place(), 'Mei');
	await open(mei, training);
	expect(await mei.getByText('Kofi’s thought 1').count()).toBe(0);
	await mei.getByRole('link', { name: 'Show an earlier comment' }).click();
	const first = mei.getByRole('article').filter({ hasText: 'Kofi’s thought 1' });
	await first.getByRole('link', { name: 'Reply' }).focus();
	await mei.keyboard.press('Enter');
	await mei.keyboard.type('Which one?');
	await first.getByRole('button', { name: 'Reply' }).click();
	await mei.getByRole('article').filter({ hasText: 'Which one?' }).waitFor();
	await expect.poll(() => mei.getByLabel('Your reply to Kofi Asante').count()).toBe(0);
	expect(mei.complaints()).toEqual([]);

	const kofi = await visit(at.browser(), at.place(), 'Kofi', { javaScriptEnabled: false });
	await kofi.goto(training);
	const asked = kofi.getByRole('article').filter({ hasText: 'Which one?' });
	await asked.getByRole('link', { name: 'Reply' }).click();
	await asked.getByRole('textbox').fill('The one at nine.');
	await asked.getByRole('button', { name: 'Reply' }).click();
	await kofi.getByText('The one at nine.').waitFor();
});

test('Kofi ends the conversation that he began with a last word, and opens it again', async () => {
	const kofi = await visit(at.browser(), at.place(), 'Kofi', { viewport: phone });
	await open(kofi, training);
	const first = kofi.getByRole('article').filter({ hasText: 'Kofi’s thought 6' });
	await first.getByRole('link', { name: 'End the conversation' }).click();
	await kofi.getByLabel('Last words').fill('We meet at nine.');
	await look(kofi, new URL(kofi.url()).pathname, 'kofi-ending-a-conversation');
	await kofi.getByLabel('Last words').fill('We meet at nine.');
	await kofi.getByRole('button', { name: 'End the conversation' }).click();
	await first.getByText('We meet at nine.').waitFor();
	expect(await first.getByRole('link', { name: 'Reply' }).count()).toBe(0);

	const plain = await visit(at.browser(), at.place(), 'Kofi', { javaScriptEnabled: false });
	await plain.goto(training);
	const again = plain.getByRole('article').filter({ hasText: 'Kofi’s thought 6' });
	await again.getByRole('button', { name: 'Open it again' }).click();
	await again.getByRole('link', { name: 'End the conversation' }).click();
	await plain.getByRole('button', { name: 'End the conversation' }).click();
	await again.getByText('Kofi Asante ended this conversation.').waitFor();
	expect(kofi.complaints()).toEqual([]);
});

test('what comes after the window is welcome, and says so', async () => {
	await at.place().travelTo('2027-02-03T09:00:00Z');
	const page = await visit(at.browser(), at.place(), 'Kofi');
	await page.goto(training);
	await page.getByLabel('What works for me').fill('I came late to this and liked it.');
	await page.getByRole('button', { name: 'Share what works for me' }).click();
	const piece = page.getByRole('article').filter({ hasText: 'I came late' });
	await piece.waitFor();
	expect(await piece.innerText()).toContain('added later');
});

test('without scripts: signing in, reading, checking off, sharing, taking up, answering', async () => {
	const context = { javaScriptEnabled: false, viewport: phone };
	const page = await visit(at.browser(), at.place(), 'Darcy', context);
	await page.goto('/');
	await page.getByRole('navigation').getByRole('link', { name: 'Series' }).last().click();
	await page.getByRole('link', { name: 'Working well across the night' }).click();
	await page.getByRole('link', { name: 'Answer in three sittings' }).first().click();
	await page.getByRole('button', { name: 'I’ve read it' }).click();
	await page.getByText('You have read it').first().waitFor();
	await page.getByLabel('What works for me').fill('Even on a train, without scripts.');
	await page.getByRole('button', { name: 'Share what works for me' }).click();
	await page.getByRole('article').getByText('Even on a train').waitFor();
	await page.getByRole('link', { name: 'Or pick a passage' }).click();
	await page.getByRole('link', { name: 'Take this up' }).first().click();
	await page.getByRole('button', { name: 'I’ll try this' }).click();
	await page.getByText('you get your own words back').waitFor();
	await page.goto(training);
	const said = page.getByLabel(/Add a comment|Say something/).last();
	await said.fill('Said without a script.');
	await page.getByRole('button', { name: 'Comment' }).last().click();
	await page.getByRole('main').getByText('Said without a script.').first().waitFor();
});

test('what Mei types before the scripts have come is there afterwards, and kept', async () => {
	const page = await visit(at.browser(), at.place(), 'Mei', { viewport: phone });
	let arrive = () => {};
	const scripts = new Promise<void>((resolve) => (arrive = resolve));
	await page.route('**/*.js', async (route) => scripts.then(() => route.continue()));
	await page.goto(training, { waitUntil: 'commit' });
	await page.getByLabel('What works for me').fill('On a slow train');
	await page.getByText('Title and who sees it').click();
	await page.getByLabel('Title (may stay empty)').fill('Slow');
	arrive();
	await takenOver(page);
	await expect
		.poll(() => page.getByLabel('What works for me').inputValue())
		.toBe('On a slow train');
	expect(await page.getByLabel('Title (may stay empty)').inputValue()).toBe('Slow');
	await open(page, training);
	await expect
		.poll(() => page.getByLabel('What works for me').inputValue())
		.toBe('On a slow train');
	await page.getByLabel('What works for me').fill('');
});

test('the session ends while Mei types: her text is there when she has signed in again', async () => {
	const page = await visit(at.browser(), at.place(), 'Mei');
	await page.goto(training);
	const words = 'A long thought that took ten minutes to type.';
	await page.getByLabel('What works for me').fill(words);
	await page.context().clearCookies();
	await page.getByRole('button', { name: 'Share what works for me' }).click();
	await page.waitForURL('**/sign-in**');
	await page.getByLabel('E-mail address').fill('mei@example.org');
	await page.getByLabel('Password').fill('slow waters carve deep');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(`**${training}`);
	await expect.poll(() => page.getByLabel('What works for me').inputValue()).toBe(words);
});

test('in two tabs: what is shared in one does not end what is typed in the other', async () => {
	const one = await visit(at.browser(), at.place(), 'Siti', { viewport: wide });
	const two = await one.context().newPage();
	await one.goto(training);
	await two.goto(training);
	await two.getByLabel('What works for me').fill('From the second tab.');
	await one.getByRole('button', { name: 'I’ve read it' }).click();
	await one.getByText('You have read it').waitFor();
	expect(await two.getByLabel('What works for me').inputValue()).toBe('From the second tab.');
	await two.getByRole('button', { name: 'Share what works for me' }).click();
	await two.getByRole('article').getByText('From the second tab.').waitFor();
	await one.reload();
	await one.getByRole('article').getByText('From the second tab.').waitFor();
});

test('the back button leads where one came from, with the passage closed again', async () => {
	const page = await visit(at.browser(), at.place(), 'Liam');
	await page.goto('/series');
	await page.getByRole('link', { name: 'Working well across the night' }).click();
	await page.getByRole('link', { name: 'Answer in three sittings' }).first().click();
	await page.getByRole('link', { name: 'Or pick a passage' }).click();
	await page.waitForURL('**?choose**');
	await page.goBack();
	await page.waitForURL((url) => url.search === '');
	await page.goBack();
	await page.waitForURL('**/series/*');
	expect(page.complaints()).toEqual([]);
});

async function wordsTried(who: Name): Promise<string[]> {
	const { items } = await at.place().api<{ items: { text: string }[] }>(who, 'GET /follow-ups');
	return items.map(({ text }) => text);
}

/** Goes to a control with the Tab key and presses Enter. */
async function press(page: Page, name: string, nth = 0): Promise<void> {
	await tabTo(page, name, nth);
	await page.keyboard.press('Enter');
}

async function tabTo(page: Page, name: string, nth = 0): Promise<void> {
	let met = 0;
	for (let step = 0; step < 200; step++) {
		await page.keyboard.press('Tab');
		const focused = await page.evaluate(() => {
			const element = document.activeElement as HTMLInputElement | null;
			const label = element?.labels?.[0]?.textContent ?? '';
			return `${label} ${element?.getAttribute('aria-label') ?? element?.textContent ?? ''}`;
		});
		if (focused.includes(name) && met++ === nth) return;
	}
	throw new Error(`The Tab key does not lead to “${name}”`);
}
