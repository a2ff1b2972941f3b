import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { open, phone, visit, type Watched } from './browser.ts';
import { scene } from './scene.ts';
import { publishSeries } from './series.ts';

const at = scene('people');

type Training = { blocks: { id: string; text: string }[] };

/** A text that nobody reads in one go, with one line to look for. */
const long = (line: string) =>
	[
		...Array.from({ length: 12 }, (_, i) => `Night ${i + 1}. ${'We wrote it down. '.repeat(20)}`),
		line,
		...Array.from({ length: 12 }, () => 'Then we slept. '.repeat(20)),
		`See [the notes](https://example.org/notes). `,
		'The last line of all.'
	].join('\n\n');

test('Mei goes on where she stopped, follows a link to a passage that was changed and then went, sees what changed, and prints it', async () => {
	const { api, travelTo } = at.place();
	const id = await publishSeries(at.place());
	const publish = (markdown: string) =>
		api('Darcy', `POST /trainings/${id}/versions`, { markdown });
	const path = `/trainings/${id}`;
	await travelTo('2027-01-25T09:00:00Z');
	await publish(long('Three lists before a week off.'));
	const { blocks } = await api<Training>('Mei', `GET /trainings/${id}`);
	const line = blocks.find(({ text }) => text.startsWith('Three lists'))!.id;

	const desk = await visit(at.browser(), at.place(), 'Mei');
	await open(desk, path);
	expect(await desk.getByText('Go on where you stopped').count()).toBe(0);
	await desk.locator(`#b-${line}`).evaluate((block) => block.scrollIntoView());
	await expect
		.poll(async () => {
			await desk.evaluate(turnAway);
			return (await api<{ place: object | null }>('Mei', `GET /reading/${id}`)).place;
		})
		.toMatchObject({ block: line });
	const mobile = await visit(at.browser(), at.place(), 'Mei', { viewport: phone });
	await open(mobile, '/');
	await mobile.getByRole('region', { name: 'Go on reading' }).getByRole('link').click();
	await mobile.waitForURL(`**${path}#b-*`);
	await open(mobile, path);
	await mobile.getByRole('link', { name: 'Go on where you stopped' }).click();
	expect(await marked(mobile)).toBe('Three lists before a week off.');

	const link = desk.locator('.block', { has: desk.locator(`#b-${line}`) });
	await open(desk, path);
	await link.getByRole('link', { name: 'Link to this passage' }).focus();
	await desk.keyboard.press('Enter');
	expect(new URL(desk.url()).hash).toBe(`#b-${line}`);
	await publish(`Two lists before a week off.\n\n${long('Nothing more.')}`);
	const plain = await visit(at.browser(), at.place(), 'Kofi', { javaScriptEnabled: false });
	await plain.goto(`${path}#b-${line}`);
	expect(await plain.locator(':target').innerText()).toBe('Two lists before a week off.');
	await plain.getByRole('link', { name: /^edited/ }).click();
	await plain.locator('ins').getByText('Two', { exact: true }).waitFor();
	expect(await plain.locator('del').allInnerTexts()).toContain('Three');

	await publish(long('Nothing more.'));
	await desk.goto('about:blank');
	await open(desk, `${path}#b-${line}`);
	await desk.getByText('is not in the text any more').waitFor();

	const paper = await onPaper(desk);
	expect(paper.text).toContain('The last line of all.');
	expect(paper.text).toContain('Darcy Whitfield');
	expect(paper.text).not.toContain('Talk about it');
	expect(paper.text).not.toMatch(/Library|Mark|Link to this passage/);
	expect(paper.address).toContain('https://example.org/notes');
	expect(paper.pages).toBeGreaterThan(1);
	await desk.getByLabel('Print what people said, too').check();
	expect((await onPaper(desk)).text).toContain('Talk about it');
	expect([...desk.complaints(), ...mobile.complaints()]).toEqual([]);
});

/** What a browser does when its window is left for another one. */
function turnAway(): void {
	Object.defineProperty(document, 'hidden', { value: true, configurable: true });
	document.dispatchEvent(new Event('visibilitychange'));
}

const marked = (page: Watched) => page.locator(':target').innerText();

/** What comes out of the printer: its pages, the words that stand on them, and what is written after a link. */
async function onPaper(page: Watched) {
	await page.emulateMedia({ media: 'print' });
	const text = await page.locator('body').innerText();
	const address = await page
		.locator('.prose a[href^=http]')
		.first()
		.evaluate((link) => getComputedStyle(link, '::after').content);
	const pdf = await page.pdf({ format: 'A4' });
	await page.emulateMedia({ media: 'screen' });
	return { text, address, pages: pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0 };
}

test('Darcy takes a training to a learning platform, which hears that it was read', async () => {
	const { id } = (await at.place().api<{ items: { id: string }[] }>('Darcy', 'GET /series'))
		.items[0]!;
	const { parts } = await at
		.place()
		.api<{ parts: { training: string }[] }>('Darcy', `GET /series/${id}`);
	const darcy = await visit(at.browser(), at.place(), 'Darcy');
	await open(darcy, `/trainings/${parts[0]!.training}/versions`);
	const coming = darcy.waitForEvent('download');
	await darcy.getByRole('link', { name: 'Take it to a learning platform' }).click();
	const folder = mkdtempSync(join(tmpdir(), 'junto-course-'));
	for (const [path, bytes] of Object.entries(unzipSync(readFileSync(await (await coming).path()))))
		writeFileSync(join(folder, path), bytes);

	const platform = await at.browser().newPage();
	await platform.addInitScript(() => {
		const said: Record<string, string> = {};
		Object.assign(window, {
			said,
			API: {
				LMSInitialize: () => 'true',
				LMSGetValue: (name: string) => said[name] ?? '',
				LMSSetValue: (name: string, value: string) => ((said[name] = value), 'true'),
				LMSCommit: () => 'true',
				LMSFinish: () => 'true'
			}
		});
	});
	await platform.goto(pathToFileURL(join(folder, 'index.html')).href);
	const status = () =>
		platform.evaluate(
			() => (window as unknown as { said: Record<string, string> }).said['cmi.core.lesson_status']
		);
	expect(await status()).toBe('incomplete');
	await platform.getByRole('button', { name: 'I’ve read it' }).click();
	expect(await status()).toBe('completed');
	expect(await platform.getByRole('button').isDisabled()).toBe(true);
	await platform.close();
	rmSync(folder, { recursive: true });
});
