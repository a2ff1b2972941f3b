// What every page must stand, whoever looks at it and however.
import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
import { expect } from 'vitest';
import { open, phone, wide, type Watched } from './browser.ts';

export const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const colours = ['color-contrast'];
const folder = 'output/screenshots';

/** Looks at a page at both widths and in both lights: no rule of axe broken, nothing wider than the window, one ask. */
export async function look(page: Watched, address: string, named: string): Promise<void> {
	const answer = await open(page, address);
	expect.soft(answer?.status(), `${address} answers`).toBe(200);
	await lookAt(page, named);
}

/** The same look at a page as it stands. */
export async function lookAt(page: Watched, named: string): Promise<void> {
	const address = page.url();
	expect.soft(page.complaints(), `${address} complains`).toEqual([]);
	expect.soft(await page.title(), `${address} has a title`).not.toBe('');
	expect.soft(await page.locator('h1').count(), `${address} has one heading`).toBe(1);
	expect
		.soft(await page.locator('.button.primary:visible').count(), `${address} asks one thing`)
		.toBeLessThan(2);
	mkdirSync(folder, { recursive: true });
	await page.emulateMedia({ reducedMotion: 'reduce' });
	for (const size of [phone, wide]) {
		await page.setViewportSize(size);
		expect.soft(await tooWide(page), `${address} at ${size.width}`).toEqual([]);
		for (const light of ['day', 'night'] as const) {
			await page.emulateMedia({ colorScheme: light === 'day' ? 'light' : 'dark' });
			const broken = await rulesBroken(page, light === 'day' ? everyRule : colours);
			expect.soft(broken, `${address} at ${size.width} by ${light}`).toEqual([]);
			await shoot(page, `${named}-${size.width}-${light}`);
		}
	}
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
}

/** Looks at a page as it stands, as people with other needs do: enlarged, without motion, with few colours, by keyboard. */
export async function lookClosely(page: Watched): Promise<void> {
	const address = page.url();
	for (const width of [720, 320]) {
		await page.setViewportSize({ width, height: 450 });
		expect.soft(await tooWide(page), `${address} enlarged to ${width}`).toEqual([]);
	}
	await page.setViewportSize(wide);
	expect.soft(await moving(page), `${address} moves`).toEqual([]);
	await page.emulateMedia({ forcedColors: 'active' });
	expect.soft(await page.evaluate(unmarkedControls), `${address} in forced colours`).toEqual([]);
	await page.emulateMedia({ forcedColors: 'none' });
	await page.setViewportSize(phone);
	expect.soft(await unseenFocus(page), `${address} by keyboard`).toEqual([]);
	await page.setViewportSize(wide);
}

/** Turns a page as it stands around and its words into long ones of a right-to-left script; nothing may break out. */
export async function lookFromTheRight(page: Watched, named: string): Promise<void> {
	const address = page.url();
	await page.evaluate(pseudoArabic);
	for (const size of [phone, wide]) {
		await page.setViewportSize(size);
		expect.soft(await tooWide(page), `${address} from the right at ${size.width}`).toEqual([]);
		await shoot(page, `${named}-${size.width}-rtl`);
	}
}

/** Looks for what breaks out of the window when words are long, in German. */
export async function lookInGerman(page: Watched, address: string): Promise<void> {
	await open(page, address);
	expect.soft(await page.getAttribute('html', 'lang'), address).toBe('de');
	for (const width of [wide.width, phone.width, 320]) {
		await page.setViewportSize({ width, height: 844 });
		expect.soft(await tooWide(page), `${address} in German at ${width}`).toEqual([]);
	}
}

/** What axe finds against rules, or rules of tags, on the page itself; what it frames runs no script and is looked at elsewhere. */
export async function rulesBroken(page: Watched, runOnly: string[]): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
	const { violations } = await page.evaluate(
		(rules) =>
			(globalThis as unknown as { axe: typeof axe }).axe.run(document, {
				runOnly: rules,
				iframes: false
			}),
		runOnly
	);
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => {
			const [, reason] = failureSummary?.split('\n') ?? [];
			return `${id}: ${target.join(' ')}:${reason}`;
		})
	);
}

/** Where SCREENSHOTS is set, takes the whole page in a window as high as it, so that what stays at the window's foot stands at the page's. */
async function shoot(page: Watched, named: string): Promise<void> {
	if (!process.env.SCREENSHOTS) return;
	const { width, height } = page.viewportSize()!;
	const whole = await page.evaluate(() => document.documentElement.scrollHeight);
	await page.setViewportSize({ width, height: Math.max(height, Math.min(whole, 12_000)) });
	await page.screenshot({ path: `${folder}/${named}.png` });
	await page.setViewportSize({ width, height });
}

/** Elements that reach over the window's edge, unless they stand in something that scrolls of its own. */
function tooWide(page: Watched): Promise<string[]> {
	return page.evaluate(() => {
		const room = document.documentElement.clientWidth;
		const scrolls = (element: Element | null): boolean =>
			element !== null && element !== document.body
				? getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement)
				: false;
		const over = [...document.body.querySelectorAll('*')].filter((element) => {
			const { left, right, width } = element.getBoundingClientRect();
			const reaches =
				width > 1 && (right > room + 1 || left < -1) && !element.closest('.skip, .sr-only');
			return reaches && !scrolls(element.parentElement);
		});
		const page_ =
			document.documentElement.scrollWidth > room
				? [`the page is ${document.documentElement.scrollWidth} wide`]
				: [];
		return [
			...page_,
			...over
				.slice(0, 5)
				.map(
					(element) =>
						`${element.tagName.toLowerCase()}.${element.className}: ${element.textContent?.trim().slice(0, 40)}`
				)
		];
	});
}

async function moving(page: Watched): Promise<string[]> {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	const found = await page.evaluate(() =>
		[...document.querySelectorAll('*')]
			.filter((element) => {
				const { transitionDuration, animationName, transitionProperty } = getComputedStyle(element);
				const transits =
					transitionProperty !== 'none' &&
					transitionDuration.split(', ').some((each) => parseFloat(each) > 0);
				return transits || animationName !== 'none';
			})
			.map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
	);
	await page.emulateMedia({ reducedMotion: 'no-preference' });
	return found;
}

/** Controls that nothing but a colour of ours would tell from text. */
function unmarkedControls(): string[] {
	return [...document.querySelectorAll('a.button, button, input, select, textarea')]
		.filter((element) => {
			if (
				!element.checkVisibility() ||
				element.matches('[type=hidden], [type=checkbox], [type=radio], [type=file], .sr-only')
			)
				return false;
			return ![element, ...element.querySelectorAll('*')].some((part) => {
				const { borderBottomStyle, borderBottomWidth, textDecorationLine } = getComputedStyle(part);
				const bordered = borderBottomStyle !== 'none' && parseFloat(borderBottomWidth) > 0;
				return bordered || textDecorationLine.includes('underline');
			});
		})
		.map((element) => element.outerHTML.slice(0, 90));
}

/** Walks through the page with the Tab key: whatever has the focus must show it and must not hide under the bar. */
async function unseenFocus(page: Watched): Promise<string[]> {
	const wrong: string[] = [];
	await page.evaluate(() => document.body.focus());
	for (let step = 0; step < 150; step++) {
		await page.keyboard.press('Tab');
		const seen = await page.evaluate(() => {
			const focused = document.activeElement;
			if (!focused || focused === document.body) return 'over';
			const marked = focused as HTMLElement & { walked?: true };
			if (marked.walked) return 'over';
			marked.walked = true;
			const { outlineStyle, outlineWidth } = getComputedStyle(focused);
			const name = `${focused.tagName.toLowerCase()} ${focused.textContent?.trim().slice(0, 30) || focused.getAttribute('name')}`;
			if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) return `${name} shows no ring`;
			const { left, top, width, height } = focused.getBoundingClientRect();
			const visible = [0.5, 0.1, 0.9].some((part) => {
				const there = document.elementFromPoint(left + width / 2, top + height * part);
				return (
					there &&
					(focused.contains(there) ||
						there.contains(focused) ||
						there.closest('label')?.contains(focused))
				);
			});
			return visible ? '' : `${name} is hidden`;
		});
		if (seen === 'over') break;
		if (seen) wrong.push(seen);
	}
	return wrong;
}

function pseudoArabic(): void {
	const letters = 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي';
	const turned = (word: string) =>
		[...word, ...word.slice(0, Math.ceil(word.length / 3))]
			.map((sign) => letters[sign.charCodeAt(0) % letters.length])
			.join('');
	document.documentElement.dir = 'rtl';
	document.documentElement.lang = 'ar';
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) {
		const node = texts.currentNode;
		if (!node.parentElement?.closest('script, style'))
			node.nodeValue = node.nodeValue!.replace(/\p{L}+/gu, turned);
	}
}
