import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { openBrowser, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { look, lookClosely, lookFromTheRight } from './looks.ts';
import { sightsOf, type Pages, type Sights } from './pages.ts';
import { openPlace, type Place } from './place.ts';

export type Scene = { place: () => Place; browser: () => Browser };

/** A place and a browser for one file of tests, ended with it. */
export function scene(from: Parameters<typeof openPlace>[0]): Scene {
	let place: Place;
	let browser: Browser;
	beforeAll(async () => {
		[place, browser] = await Promise.all([openPlace(from), openBrowser()]);
	});
	afterAll(async () => {
		await browser?.close();
		await place?.close();
	});
	return { place: () => place, browser: () => browser };
}

type Tour = { who: Name | null; pages: Pages; closely?: boolean };

/** One test for every page that somebody walks through; `closely` as people with other needs do. */
export function walk(at: Scene, { who, pages, closely = false }: Tour): void {
	let page: Watched;
	let sights: Sights;
	beforeAll(async () => {
		page = await visit(at.browser(), at.place(), who);
		sights = await sightsOf(at.place(), who ?? 'Liam');
	});
	test.each(Object.keys(pages))(`${who ?? 'a stranger'} sees %s well`, async (pattern) => {
		const addresses = [pages[pattern]!(sights)].flat();
		for (const [i, address] of addresses.entries()) {
			const named =
				`${who ?? 'stranger'}${pattern.replaceAll('/', '-').replaceAll(/[[\]]/g, '')}${i || ''}`.toLowerCase();
			await look(page, address, named);
			if (!closely) continue;
			await lookClosely(page, address);
			await lookFromTheRight(page, address, named);
		}
	});
}
