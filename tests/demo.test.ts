import { expect, test } from 'vitest';
import { open, phone, visit } from './browser.ts';
import { password } from './cast.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';

const patience = 300_000;
const [empty, demo, people] = [scene('empty'), scene('demo'), scene('people')];

test(
	'the demo is chosen while setting up; one may leave, and come back when it is told',
	{
		timeout: patience
	},
	async () => {
		const page = await visit(empty.browser(), empty.place(), null, { viewport: phone });
		await open(page, /Set it up at (\S+)/.exec(empty.place().printed())![1]!);
		await page.getByLabel('Name of the place').fill('Harbour Support');
		await page.getByLabel('Your name').fill('Agnes Holm');
		await page.getByLabel('E-mail address').fill('agnes@example.org');
		await page.getByLabel('Password').fill(password);
		await page.getByLabel('The demo organisation').check();
		await page.getByRole('button', { name: 'Set it up' }).click();
		await page.waitForURL('**/demo');
		await page.getByRole('progressbar').waitFor();
		await look(page, '/demo', 'steward-demo-in-the-making');
		await open(page, '/');
		await open(page, '/demo');
		const choice = page.getByRole('heading', { name: 'Who do you want to be?' });
		await choice.waitFor({ timeout: patience });
		await open(page, '/');
		expect(await page.getByText('What would you have liked to hear').count()).toBeGreaterThan(0);
		await page.getByRole('link', { name: 'How did it go with “A calm inbox”?' }).click();
		await page.getByText('I keep my list in four places').first().waitFor();
		expect(page.complaints()).toEqual([]);
	}
);

test('a stranger comes from the sign-in page, is somebody with one click, and somebody else with the next', async () => {
	const page = await visit(demo.browser(), demo.place(), null);
	await open(page, '/sign-in');
	await page.getByRole('link', { name: 'You can be any of its people' }).click();
	await page.getByRole('button', { name: 'Wren Abbott' }).click();
	await page.waitForURL(demo.place().origin + '/');
	expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Wren');
	await page.getByRole('link', { name: 'Be somebody else' }).first().click();
	await page.getByRole('button', { name: 'Darcy Quinn' }).click();
	await page.waitForURL(demo.place().origin + '/');
	expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Darcy');
	expect(page.complaints()).toEqual([]);
});

test('its letters are read whole, in a frame that can run nothing and reach nothing', async () => {
	const page = await visit(demo.browser(), demo.place(), 'member');
	await open(page, '/demo/letters');
	await page.locator('main li a').first().click();
	const frame = page.locator('iframe');
	expect(await frame.getAttribute('sandbox')).not.toMatch(/allow-(scripts|same-origin|forms)/);
	await page.frameLocator('iframe').getByText('Hello').waitFor();
	expect(page.complaints()).toEqual([]);
});

test('no other place has such pages, or lets anybody in without their password', async () => {
	const { origin } = people.place();
	expect((await fetch(`${origin}/demo`)).status).toBe(404);
	const { id } = await people.place().api<{ id: string }>('Kofi', 'GET /me');
	const entered = await fetch(`${origin}/demo`, {
		method: 'POST',
		headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ person: id }),
		redirect: 'manual'
	});
	expect([entered.status, entered.headers.get('set-cookie')]).toEqual([404, null]);
	const page = await visit(people.browser(), people.place(), 'Kofi');
	expect((await page.goto('/demo/letters'))!.status()).toBe(404);
	await open(page, '/');
	expect(await page.getByRole('link', { name: 'Be somebody else' }).count()).toBe(0);
});
