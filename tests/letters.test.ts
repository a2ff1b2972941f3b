import { expect, test } from 'vitest';
import { visit } from './browser.ts';
import { look } from './looks.ts';
import { scene } from './tour.ts';

type Written = { headers: Record<string, string> };

const at = scene('busy');

/** The link by which a letter of somebody's stops its kind, as a path. */
async function stopLink(email: string): Promise<string> {
	const letters = await at.place().junto<Written[]>('letters', 'list', '--to', email);
	const header = letters.map(({ headers }) => headers?.['List-Unsubscribe']).find(Boolean);
	return new URL(header!.slice(1, -1)).pathname;
}

test('the link in a letter shows a page, changes nothing until the button, and can be undone', async () => {
	const path = await stopLink('kofi@example.org');
	const page = await visit(at.browser(), at.place(), null, { javaScriptEnabled: false });
	const kinds = () =>
		at.place().api<{ items: { kind: string; on: boolean }[] }>('Kofi', 'GET /letters/kinds');
	await page.goto(path);
	await page.reload();
	expect((await kinds()).items.every(({ on }) => on)).toBe(true);
	await page.getByRole('button', { name: 'Stop them' }).click();
	await page.getByRole('heading', { name: 'Stopped' }).waitFor();
	expect((await kinds()).items.filter(({ on }) => !on)).toHaveLength(1);
	await page.getByRole('button', { name: 'Let them come again' }).click();
	expect((await kinds()).items.every(({ on }) => on)).toBe(true);
	await look(await visit(at.browser(), at.place(), null), path, 'stranger-letters-stop');
});

test('a mail program stops a kind of letter with one click, from its own site; a forged link stops nothing', async () => {
	const path = await stopLink('kofi@example.org');
	const click = (to: string) =>
		fetch(at.place().origin + to, {
			method: 'POST',
			headers: {
				origin: 'https://mail.example.com',
				'content-type': 'application/x-www-form-urlencoded'
			},
			body: 'List-Unsubscribe=One-Click'
		});
	expect((await click(`${path}x`)).status).toBe(404);
	expect((await click(path)).status).toBe(200);
	const { items } = await at
		.place()
		.api<{ items: { on: boolean }[] }>('Kofi', 'GET /letters/kinds');
	expect(items.filter(({ on }) => !on)).toHaveLength(1);
});
