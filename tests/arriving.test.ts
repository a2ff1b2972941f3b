import { expect, test } from 'vitest';
import { phone, visit } from './browser.ts';
import { cast, password } from './cast.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('empty');
let invitation = '';

test('the printed link makes the first steward, and nobody else can claim the place', async () => {
	const page = await visit(at.browser(), at.place(), null, { timezoneId: 'Asia/Bangkok' });
	const link = /Set it up at (\S+)/.exec(at.place().printed())![1]!;
	await look(page, '/set-up', 'stranger-set-up');
	expect(await page.getByRole('button').count()).toBe(0);
	await look(page, link, 'steward-set-up');
	await page.getByLabel('Name of the place').fill('Lantern Street');
	await page.getByLabel('Your name').fill('Mei Saetang');
	await page.getByLabel('E-mail address').fill('mei@example.org');
	await page.getByLabel('Password').fill(password);
	expect(await page.getByLabel('Your time zone').inputValue()).toBe('Asia/Bangkok');
	await page.getByRole('button', { name: 'Set it up' }).click();
	await page.waitForURL('**/welcome');
	await look(page, '/welcome', 'steward-welcome');
	await page.getByRole('button', { name: 'That is right' }).click();
	await page.waitForURL(at.place().origin + '/');
	expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Mei');
	await page.goto(link);
	expect(new URL(page.url()).pathname).toBe('/');
	expect(page.complaints()).toEqual([]);
});

test('the steward makes a link for many, on a phone', async () => {
	const page = await visit(at.browser(), at.place(), null, { viewport: phone });
	await page.goto('/desk/people');
	await page.getByLabel('E-mail address').fill('mei@example.org');
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL('**/desk/people');
	await page.getByRole('button', { name: 'Make a link' }).click();
	invitation = await page.getByLabel('Your link').inputValue();
	expect(invitation).toMatch(/\/welcome\/\S{20,}$/);
});

test('whoever has it joins with the zone their browser says, and confirms their own week', async () => {
	const page = await visit(at.browser(), at.place(), null, {
		viewport: phone,
		timezoneId: 'Africa/Accra'
	});
	await look(page, invitation, 'stranger-welcome-open');
	await page.setViewportSize(phone);
	await page.getByLabel('Your name').fill(cast.Kofi.name);
	await page.getByLabel('E-mail address').fill(cast.Kofi.email);
	await page.getByLabel('Password').fill('short');
	await page.getByRole('button', { name: 'Join' }).click();
	expect(new URL(page.url()).pathname, 'a short password goes nowhere').toMatch(/^\/welcome\/./);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Join' }).click();
	await page.waitForURL('**/welcome');
	expect(await page.getByLabel('Your time zone').inputValue()).toBe('Africa/Accra');
	await page.getByRole('checkbox', { name: 'Friday' }).uncheck();
	await page.getByRole('button', { name: 'That is right' }).click();
	await page.waitForURL(at.place().origin + '/');
	await page.goto('/mine/profile');
	expect(await page.getByRole('checkbox', { name: 'Friday' }).isChecked()).toBe(false);
	expect(await page.getByRole('checkbox', { name: 'Thursday' }).isChecked()).toBe(true);
	expect(page.complaints()).toEqual([]);
});
