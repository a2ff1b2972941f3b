import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { phone, visit, wide } from './browser.ts';
import { everyRule, rulesBroken } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

test('the steward sees every part in every state, and nobody else does', async () => {
	const stranger = await fetch(`${at.place().origin}/ui`, { redirect: 'manual' });
	expect(stranger.headers.get('location')).toBe('/sign-in?to=%2Fui');
	const member = await visit(at.browser(), at.place(), 'Kofi');
	expect((await member.goto('/ui'))?.status()).toBe(403);
	const page = await visit(at.browser(), at.place(), 'Liam');
	mkdirSync('output/screenshots', { recursive: true });
	for (const size of [phone, wide]) {
		await page.setViewportSize(size);
		await page.goto('/ui', { waitUntil: 'networkidle' });
		expect.soft(page.complaints()).toEqual([]);
		expect.soft(await rulesBroken(page, everyRule), `at ${size.width}`).toEqual([]);
		await page.screenshot({ path: `output/screenshots/liam-ui-${size.width}.png`, fullPage: true });
	}
});
