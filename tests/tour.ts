import { beforeAll, expect, test } from 'vitest';
import { visit, type Watched } from './browser.ts';
import type { Role } from './cast.ts';
import { look, lookClosely, lookFromTheRight, lookInGerman } from './looks.ts';
import { sightsOf, type Pages, type Sights } from './pages.ts';
import type { Scene } from './scene.ts';

type Tour = { who: Role | null; pages: Pages; closely?: boolean };

/** One test for every page that somebody walks through; `closely` as people with other needs do, and in German. */
export function walk(at: Scene, { who, pages, closely = false }: Tour): void {
	let page: Watched;
	let sights: Sights;
	const addressesOf = (pattern: string) => [pages[pattern]!(sights)].flat();
	beforeAll(async () => {
		page = await visit(at.browser(), at.place(), who);
		sights = await sightsOf(at.place(), who ?? 'steward');
	});
	test.each(Object.keys(pages))(`${who ?? 'a stranger'} sees %s well`, async (pattern) => {
		for (const [i, address] of addressesOf(pattern).entries()) {
			expect(address, 'there is something to see').toMatch(/^\/$|[^/]$/);
			const named = `${who ?? 'stranger'}${pattern.replaceAll('/', '-').replaceAll(/[[\]]/g, '')}${i || ''}`;
			await look(page, address, named);
			if (!closely) continue;
			await lookClosely(page);
			await lookFromTheRight(page, named);
		}
	});
	if (!closely) return;
	test(`${who ?? 'a stranger'} sees them well in German`, async () => {
		if (who) await at.place().api(who, 'PATCH /me', { locale: 'de' });
		const german = await visit(at.browser(), at.place(), who, { locale: 'de-DE' });
		for (const address of Object.keys(pages).flatMap(addressesOf))
			await lookInGerman(german, address);
		if (who) await at.place().api(who, 'PATCH /me', { locale: 'en' });
	});
}
