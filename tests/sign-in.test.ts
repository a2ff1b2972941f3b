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
