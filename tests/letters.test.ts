import { beforeAll, expect, test } from 'vitest';
import { phone, visit } from './browser.ts';
import { cast } from './cast.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';
import { publishSeries } from './series.ts';

type Letter = { text: string; headers: Record<string, string> };

const at = scene('people');
let training = '';
const lettersTo = (email: string) => at.place().junto<Letter[]>('letters', 'list', '--to', email);

beforeAll(async () => {
	training = `/trainings/${await publishSeries(at.place())}`;
	await at.place().travelTo('2027-01-25T09:00:00Z');
});

test('Kofi and Siti are mentioned: he finds it in his inbox, she in a letter at her own hour', async () => {
	const mei = await visit(at.browser(), at.place(), 'Mei');
	await mei.goto(training);
	await mei.getByLabel('Add a comment').fill('What do you say, @Kofi Asante and @Siti Rahman?');
	await mei.getByRole('button', { name: 'Comment', exact: true }).click();
	await mei.getByText('What do you say').waitFor();
	const kofi = await visit(at.browser(), at.place(), 'Kofi', { viewport: phone });
	const notice = kofi.getByRole('main').getByRole('link', { name: /Mei Saetang/ });
	await expect
		.poll(async () => {
			await kofi.goto('/inbox');
			return notice.count();
		})
		.toBeGreaterThan(0);
	await notice.first().click();
	await kofi.waitForURL(`**${training}**`);
	await kofi.getByText('What do you say').first().waitFor();
	await kofi.waitForLoadState('networkidle');
	expect([...mei.complaints(), ...kofi.complaints()]).toEqual([]);
	await at.place().travelTo('2027-01-26T10:00:00Z');
	const letters = await lettersTo(cast.Siti.email);
	expect(letters.map(({ text }) => text).join()).toContain('Mei Saetang');
	const read = await lettersTo(cast.Kofi.email);
	expect(read.map(({ text }) => text).join(), 'what he has seen').not.toContain('Mei Saetang');
});

/** The link by which a letter of somebody's stops its kind, as a path. */
async function stopLink(email: string): Promise<string> {
	const header = (await lettersTo(email))
		.map(({ headers }) => headers?.['List-Unsubscribe'])
		.find(Boolean);
	return new URL(header!.slice(1, -1)).pathname;
}

test('the link in a letter shows a page, changes nothing until the button, and can be undone', async () => {
	const path = await stopLink(cast.Kofi.email);
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
	const path = await stopLink(cast.Kofi.email);
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

test('a link in a letter signs Siti in, once', async () => {
	const page = await visit(at.browser(), at.place(), null, { viewport: phone });
	await page.goto('/sign-in');
	await page.getByLabel('E-mail address').fill(cast.Siti.email);
	await page.getByRole('button', { name: 'Send me a link instead' }).click();
	await page.getByRole('status').waitFor();
	await at.place().junto('run-due');
	const letter = (await lettersTo(cast.Siti.email)).find(({ text }) =>
		text.includes('/sign-in/link')
	);
	const link = /\S*(\/sign-in\/link\?token=[\w~.-]+)/.exec(letter!.text)![1]!;
	await page.goto(link);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL('**/welcome');
	const again = await visit(at.browser(), at.place(), null);
	await again.goto(link);
	await again.getByRole('button', { name: 'Sign in' }).click();
	await again.getByRole('alert').waitFor();
});

test('Siti shares what works for her from the letter, without signing in; for Kofi her link answers nothing', async () => {
	const letters = await lettersTo(cast.Siti.email);
	const path = letters.map(({ text }) => /\/answer\/\S+/.exec(text)?.[0]).find(Boolean)!;
	const shared = () =>
		at.place().api<{ items: unknown[] }>('Siti', `GET /${training.slice(1)}/submissions`);
	const kofi = await visit(at.browser(), at.place(), 'Kofi');
	await kofi.goto(path);
	await kofi.getByRole('heading', { name: 'This link is for Siti Rahman' }).waitFor();
	const reader = await visit(at.browser(), at.place(), null);
	await look(reader, path, 'stranger-answer');
	expect((await shared()).items).toEqual([]);

	const siti = await visit(at.browser(), at.place(), null, {
		viewport: phone,
		javaScriptEnabled: false
	});
	await siti.goto(path);
	await siti.getByLabel('Your words').fill('I read at ten, when the house is quiet.');
	await siti.getByRole('button', { name: 'Share it' }).click();
	await siti.getByText('Shared. Your colleagues').waitFor();
	expect(JSON.stringify((await shared()).items)).toContain('when the house is quiet');
	await siti.getByRole('button', { name: 'Undo' }).click();
	await siti.getByText('Taken back').waitFor();
	expect((await shared()).items).toEqual([]);
	await siti.goto(path);
	await siti.getByRole('heading', { name: 'You have answered this' }).waitFor();
	expect((await siti.goto(`${path}x`))?.status()).toBe(404);
});

test('Mei answers a few questions from her letter on a phone, without signing in or script, thinks again, and says it anew', async () => {
	const { id } = await at.place().api<{ id: string }>('Liam', 'POST /surveys', {
		title: 'After the first part',
		closes: '2027-02-10',
		questions: [{ kind: 'words', text: 'What worked for you?', options: [] }]
	});
	await at.place().travelTo('2027-01-28T10:00:00Z');
	await at.place().travelTo('2027-01-29T10:00:00Z');
	const letters = (await lettersTo(cast.Mei.email)).map(({ text }) => text);
	const path = letters
		.map((text) => /After the first part[^]*?(\/answer\/\S+)/.exec(text)?.[1])
		.find(Boolean)!;
	const said = () =>
		at
			.place()
			.api<{ mine: { answers: { words: string }[] } }>('Mei', `GET /surveys/${id}`)
			.then(({ mine }) => mine.answers.map(({ words }) => words));
	await look(await visit(at.browser(), at.place(), null), path, 'stranger-answer-survey');
	const mei = await visit(at.browser(), at.place(), null, {
		viewport: phone,
		javaScriptEnabled: false
	});
	await mei.goto(path);
	await mei.getByRole('button', { name: 'Send my answers' }).click();
	await mei.getByText('Answer at least one question').waitFor();
	await mei.getByLabel('What worked for you?').fill('Three sittings.');
	await mei.getByRole('button', { name: 'Send my answers' }).click();
	await mei.getByRole('button', { name: 'Undo' }).waitFor();
	expect(await said()).toEqual(['Three sittings.']);
	await mei.getByRole('button', { name: 'Undo' }).click();
	await mei.getByText('Taken back').waitFor();
	expect(await said()).toEqual([]);
	await mei.getByLabel('What worked for you?').fill('Two sittings.');
	await mei.getByRole('button', { name: 'Send my answers' }).click();
	await mei.getByRole('button', { name: 'Undo' }).waitFor();
	expect(await said()).toEqual(['Two sittings.']);
});
