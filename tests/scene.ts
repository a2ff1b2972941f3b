import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openBrowser } from './browser.ts';
import { openPlace, type Place } from './place.ts';

export type Scene = { place: () => Place; browser: () => Browser };

/** A place and a browser for one file of tests, ended with it; `hears` makes the WAV file that its microphone hears. */
export function scene(
	from: Parameters<typeof openPlace>[0],
	hears?: () => Promise<string>,
	more?: Parameters<typeof openPlace>[1]
): Scene {
	let place: Place;
	let browser: Browser;
	beforeAll(async () => {
		[place, browser] = await Promise.all([openPlace(from, more), openBrowser(await hears?.())]);
	});
	afterAll(async () => {
		await browser?.close();
		await place?.close();
	});
	return { place: () => place, browser: () => browser };
}
