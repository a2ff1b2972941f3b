// A Chromium for the browser tests: the system's, else Playwright's own, else the distribution's package when root.
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { chromium } from 'playwright-core';

const usual = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/** The path of the Chromium that tests drive; undefined when this machine has none. */
export function findBrowser(): string | undefined {
	return [...usual, chromium.executablePath()].find(runs);
}

/** The same, after installing one where none is; throws when that cannot be done either. */
export function ensureBrowser(): string {
	for (const install of [() => {}, fromPlaywright, fromDistribution]) {
		install();
		const found = findBrowser();
		if (found) return found;
	}
	throw new Error(
		`The browser tests need Chromium, and it could be neither found nor installed. Install it (on Debian: apt-get install chromium) as one of ${usual.join(', ')}, or run npm run check, which leaves these tests out.`
	);
}

function fromPlaywright(): void {
	attempt('playwright-core', ['install', 'chromium', '--no-shell'], 240_000);
}

function fromDistribution(): void {
	if (process.getuid?.() !== 0) return;
	attempt('apt-get', ['update'], 120_000);
	attempt('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], 300_000);
}

function attempt(program: string, words: string[], timeout: number): void {
	try {
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		execFileSync(program, words, { stdio: ['ignore', 'inherit', 'inherit'], timeout, env });
	} catch (error) {
		console.error(`${program} ${words.join(' ')}: ${(error as Error).message}`);
	}
}

/** A browser that was downloaded may still miss a library of the system: it counts once it tells its version. */
function runs(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 });
		return true;
	} catch {
		return false;
	}
}

if (import.meta.main) console.log(ensureBrowser());
