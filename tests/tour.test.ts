import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { look, lookClosely, lookFromTheRight, weightOf } from './looks.ts';
import {
	desk,
	inside,
	once,
	outside,
	pagesThereAre,
	sharing,
	sightsOf,
	trying,
	writing,
	type Sights
} from './pages.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
let browser: Browser;

beforeAll(async () => {
	[place, browser] = await Promise.all([openPlace('busy'), openBrowser()]);
});
afterAll(async () => {
	await browser?.close();
	await place?.close();
});

test('the tour knows every page', () => {
	const known = Object.keys({
		...inside,
		...writing,
		...sharing,
		...trying,
		...desk,
		...outside,
		...once
	});
	expect(known.sort()).toEqual(pagesThereAre());
});

const parties: {
	as: Name;
	sees: Record<string, (sights: Sights) => string | string[]>;
	closely: boolean;
}[] = [
	{ as: 'Mei', sees: { ...inside, ...trying }, closely: false },
	{ as: 'Darcy', sees: { ...inside, ...writing }, closely: true },
	{ as: 'Siti', sees: sharing, closely: true },
	{ as: 'Liam', sees: { ...inside, ...desk }, closely: false }
];

describe.each(parties)('$as', ({ as, sees, closely }) => {
	let page: Watched;
	let sights: Sights;
	beforeAll(async () => {
		page = await visit(browser, place, as);
		sights = await sightsOf(place, as);
	});
	test.each(Object.keys(sees))('sees %s well', async (pattern) => {
		const addresses = [sees[pattern]!(sights)].flat();
		for (const [i, address] of addresses.entries()) {
			const named = `${as.toLowerCase()}${pattern.replaceAll('/', '-').replaceAll(/[[\]]/g, '')}${i || ''}`;
			await look(page, address, named);
			if (!closely) continue;
			await lookClosely(page, address);
			await lookFromTheRight(page, address, named);
		}
	});
});

describe('a stranger', () => {
	test.each(Object.keys(outside))('sees %s well', async (pattern) => {
		const page = await visit(browser, place, null);
		const sights = await sightsOf(place, 'Kofi');
		const named = `stranger${pattern.replaceAll('/', '-').replaceAll(/[[\]]/g, '')}`;
		for (const address of [outside[pattern]!(sights)].flat()) {
			await look(page, address, named);
			await lookClosely(page, address);
			await lookFromTheRight(page, address, named);
		}
	});
	test('is asked to sign in wherever else they go', async () => {
		const sights = await sightsOf(place, 'Liam');
		const darcys = await sightsOf(place, 'Darcy');
		for (const entry of Object.values({ ...inside, ...writing, ...desk }))
			for (const address of [entry({ ...sights, plan: darcys.plan })].flat()) {
				const answer = await fetch(place.origin + address, { redirect: 'manual' });
				expect
					.soft(answer.headers.get('location'), address)
					.toBe(`/sign-in?to=${encodeURIComponent(address)}`);
			}
	});
});

test('reading asks little of a phone: 60 kB of script and 20 kB of style', async () => {
	const page = await visit(browser, place, 'Mei');
	const { open, series } = await sightsOf(place, 'Mei');
	for (const address of ['/', `/trainings/${open}`, `/series/${series}`]) {
		const { script, style } = await weightOf(page, address);
		expect.soft(script, `script of ${address}`).toBeLessThanOrEqual(60_000);
		expect.soft(style, `style of ${address}`).toBeLessThanOrEqual(20_000);
	}
});
