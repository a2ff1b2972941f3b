import { expect, test } from 'vitest';
import { phone, visit } from './browser.ts';
import { cast, password } from './cast.ts';
import { scene } from './scene.ts';

const at = scene('people');

test('a stranger is sent to sign in and comes back to the page they wanted', async () => {
	const page = await visit(at.browser(), at.place(), null, { viewport: phone });
	await page.goto('/people/circles');
	expect(new URL(page.url()).pathname).toBe('/sign-in');
	await page.getByLabel('E-mail').fill(cast.Kofi.email);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL('**/people/circles');
	expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Circles');
	expect(page.complaints()).toEqual([]);
});

test('Kofi forgets his password, chooses a new one by a letter, moves to another address, and signs out on his phone from here', async () => {
	const letter = async (email: string, has: RegExp) => {
		await at.place().junto('run-due');
		const all = await at.place().junto<{ text: string }[]>('letters', 'list', '--to', email);
		const links = all.map(({ text }) => has.exec(text)?.[0]).filter(Boolean);
		return links.at(-1)!;
	};
	const old = await visit(at.browser(), at.place(), 'Kofi', { viewport: phone });
	const page = await visit(at.browser(), at.place(), null);
	await page.goto('/sign-in');
	await page.getByLabel('E-mail').fill(cast.Kofi.email);
	await page.getByRole('button', { name: 'Forgot your password?' }).click();
	await page.getByRole('status').waitFor();
	await page.goto(await letter(cast.Kofi.email, /\/sign-in\/link\?\S+&new/));
	await page.getByLabel('New password').fill('my next password');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL('**/welcome');
	await old.goto('/mine');
	expect(new URL(old.url()).pathname).toBe('/sign-in');

	await old.getByLabel('E-mail').fill(cast.Kofi.email);
	await old.getByLabel('Password').fill('my next password');
	await old.getByRole('button', { name: 'Sign in', exact: true }).click();
	await old.waitForURL('**/mine');
	await page.goto('/mine/profile');
	const sessions = page.getByRole('region', { name: 'Where you are signed in' });
	expect(await sessions.getByRole('listitem').count()).toBe(2);
	await sessions.getByRole('button', { name: 'Sign out everywhere else' }).click();
	await page.getByText('You are signed out everywhere else.').waitFor();
	await old.goto('/mine');
	expect(new URL(old.url()).pathname).toBe('/sign-in');

	await page.getByText('Change address').first().click();
	await page.getByLabel('New address').fill('k.asante@example.org');
	await page.getByLabel('Password now').first().fill('my next password');
	await page.getByRole('button', { name: 'Change address' }).click();
	await page.getByText('A letter is on its way').waitFor();
	expect(await letter(cast.Kofi.email, /k\.asante@example\.org/)).toBeTruthy();
	const anybody = await visit(at.browser(), at.place(), null, { javaScriptEnabled: false });
	await anybody.goto(await letter('k.asante@example.org', /\/address\?\S+/));
	await anybody.getByRole('button', { name: 'Yes, it is mine' }).click();
	await anybody.getByText('your address is k.asante@example.org').waitFor();
	await page.reload();
	await page.getByText('Your address here is k.asante@example.org').waitFor();
	expect(page.complaints()).toEqual([]);
});
