import {
	chromium,
	type Browser,
	type BrowserContextOptions,
	type Page,
	type Response
} from 'playwright-core';
import { findBrowser } from '../scripts/ensure-browser.ts';
import { cast, password, type Name, type Role } from './cast.ts';
import type { Place } from './place.ts';

export const wide = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

export type Watched = Page & {
	/** Everything that went wrong since it was last asked: errors in the console, failed requests, refused by policy. */
	complaints: () => string[];
};

const quiet = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/** A browser; its microphone hears a WAV file, where one is named, once from the moment that it is opened. */
export function openBrowser(hears?: string): Promise<Browser> {
	const microphone = [
		'--use-fake-device-for-media-stream',
		'--use-fake-ui-for-media-stream',
		`--use-file-for-fake-audio-capture=${hears}%noloop`
	];
	const args = hears ? [...quiet, ...microphone] : quiet;
	return chromium.launch({ executablePath: findBrowser(), args });
}

/** Opens an address and waits until its scripts have taken over; returns what the server answered. */
export async function open(page: Page, address: string): Promise<Response | null> {
	const answer = await page.goto(address);
	await takenOver(page);
	return answer;
}

/** Waits until a page's scripts have taken over: a tap before that is lost. */
export async function takenOver(page: Page): Promise<void> {
	// Kit sets this once every component works, for the history's entry; `visit` has each page begin without.
	await page.waitForFunction(() => history.scrollRestoration === 'manual');
	await page.evaluate(
		() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
	);
}

/** Where what plays is, in seconds. */
export async function placeOf(page: Page): Promise<number> {
	const slider = page.getByRole('region', { name: 'Player' }).getByRole('slider');
	return Number(await slider.inputValue());
}

/** A page of somebody's own browser, signed in unless nobody is named; it stands at `place` already. */
export async function visit(
	browser: Browser,
	place: Place,
	who: Name | Role | null,
	options: BrowserContextOptions = {}
): Promise<Watched> {
	const context = await browser.newContext({
		baseURL: place.origin,
		viewport: wide,
		colorScheme: 'light',
		locale: 'en-GB',
		...options
	});
	if (who) {
		const headers = { origin: place.origin, accept: 'text/html' };
		const [address, form] = await entrance(place, who);
		const entered = await context.request.post(address, { form, headers, maxRedirects: 0 });
		if (entered.status() !== 303) throw new Error(`${who} could not sign in: ${entered.status()}`);
	}
	await context.addInitScript(() => (history.scrollRestoration = 'auto'));
	return watched(await context.newPage());
}

async function entrance(place: Place, who: Name | Role): Promise<[string, Record<string, string>]> {
	if (who in cast)
		return ['/sign-in?/password', { email: cast[who as Name].email, password, to: '/' }];
	const { id } = await place.api<{ id: string }>(who, 'GET /me');
	return ['/demo', { person: id }];
}

/** Hears whatever goes wrong on a page. */
export function watched(page: Page): Watched {
	const heard: string[] = [];
	page.on('pageerror', (error) => heard.push(`threw ${error.message}`));
	page.on('console', (message) => {
		if (message.type() === 'error') heard.push(`console: ${message.text()}`);
	});
	page.on('requestfailed', (request) => {
		const reason = request.failure()?.errorText ?? '';
		// A navigation that overtakes another one ends it; that is no fault.
		if (!reason.includes('ERR_ABORTED')) heard.push(`${reason}: ${request.url()}`);
	});
	page.on('response', (response) => {
		if (response.status() >= 400) heard.push(`${response.status()}: ${response.url()}`);
	});
	return Object.assign(page, { complaints: () => heard.splice(0) });
}
