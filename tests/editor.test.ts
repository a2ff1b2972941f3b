import { deflateSync, crc32 } from 'node:zlib';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { open, phone, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';

/** How long two people type at once while the server is killed under them. */
const typingFor = 60_000;

const at = scene('people');

/** A training written by Darcy and Mei, in a series that is out. */
async function training(markdown?: string): Promise<string> {
	const { api } = at.place();
	const { items } = await api<{ items: { id: string; name: string }[] }>('Darcy', 'GET /people');
	const mei = items.find(({ name }) => name.startsWith('Mei'))!.id;
	const made = await api<{ id: string; parts: { training: string }[] }>('Darcy', 'POST /series', {
		title: 'Writing together',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'One', opens: '2027-01-20', closes: '2027-01-31', markdown, trainers: [mei] }]
	});
	await api('Darcy', `POST /series/${made.id}/publication`);
	return made.parts[0]!.training;
}

type Writer = { page: Watched; text: Locator };

async function write(who: Name, id: string): Promise<Writer> {
	const page = await visit(at.browser(), at.place(), who);
	await open(page, `/trainings/${id}/write`);
	return { page, text: await ready(page) };
}

async function ready(page: Watched): Promise<Locator> {
	const text = page.getByRole('textbox', { name: 'Text', exact: true });
	await text.waitFor();
	await saved(page);
	return text;
}

async function saved(page: Watched): Promise<void> {
	await page.getByText('Saved', { exact: true }).waitFor();
}

async function draftOf(id: string): Promise<string> {
	const { markdown } = await at
		.place()
		.api<{ markdown: string }>('Darcy', `GET /trainings/${id}/draft`);
	return markdown;
}

/** Puts the caret behind the words of a block. */
async function after({ page, text }: Writer, words: string): Promise<void> {
	await text.getByText(words).click();
	await press(page, 'End');
}

/** Presses a key as slowly as people do: the editor hears of a caret that moved a moment later. */
async function press(page: Watched, key: string): Promise<void> {
	await page.keyboard.press(key, { delay: 30 });
	await page.evaluate(() => new Promise((later) => setTimeout(later, 50)));
}

/** The words of each block, without the name at somebody else's caret. */
function wordsIn(text: Locator): Promise<string[]> {
	return text.evaluate((editor) => {
		const copy = editor.cloneNode(true) as Element;
		for (const caret of copy.querySelectorAll('.collaboration-carets__caret')) caret.remove();
		return [...copy.children].map((block) => block.textContent);
	});
}

async function paste({ page }: Writer, data: Record<string, string>): Promise<void> {
	await page.evaluate((given) => {
		const clipboardData = new DataTransfer();
		for (const [type, text] of Object.entries(given)) clipboardData.setData(type, text);
		document.activeElement!.dispatchEvent(
			new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
		);
	}, data);
}

test('two people write in one draft and see where the other one is', async () => {
	const id = await training();
	const darcy = await write('Darcy', id);
	const mei = await write('Mei', id);
	await darcy.text.click();
	await darcy.page.keyboard.type('Three lists before a week off.');
	await mei.text.getByText('Three lists before a week off.').waitFor();
	await mei.text.getByText('Darcy Whitfield').waitFor();
	await mei.page.getByText('Darcy Whitfield here too').waitFor();
	await after(mei, 'Three lists');
	await mei.page.keyboard.press('Enter');
	await mei.page.keyboard.type('With a name behind every line.');
	await darcy.text.getByText('With a name').waitFor();
	await saved(darcy.page);
	await saved(mei.page);
	expect(await draftOf(id)).toBe(
		'Three lists before a week off.\n\nWith a name behind every line.'
	);
	expect([...darcy.page.complaints(), ...mei.page.complaints()]).toEqual([]);
});

test('while two people type, the server is killed once, and every keystroke of both is there', async () => {
	const id = await training('Darcy:\n\nMei:');
	const writers = { Darcy: await write('Darcy', id), Mei: await write('Mei', id) };
	for (const who of ['Darcy', 'Mei'] as const) await after(writers[who], `${who}:`);
	const over = performance.now() + typingFor;
	const typed = async (who: 'Darcy' | 'Mei') => {
		let words = '';
		for (let count = 1; performance.now() < over; count += 1) {
			const word = ` ${who.toLowerCase()}${count}`;
			await writers[who].page.keyboard.type(word, { delay: 60 });
			words += word;
		}
		return `${who}:${words}`;
	};
	const killed = async () => {
		await new Promise((later) => setTimeout(later, typingFor / 3));
		await at.place().crash(() => new Promise((later) => setTimeout(later, 1_000)));
	};
	const [darcy, mei] = await Promise.all([typed('Darcy'), typed('Mei'), killed()]);
	for (const { page } of Object.values(writers)) await saved(page);
	expect(await draftOf(id)).toBe(`${darcy}\n\n${mei}`);
	for (const { text } of Object.values(writers))
		await expect.poll(() => wordsIn(text)).toEqual([darcy, mei]);
}, 240_000);

test('what one typed while the place did not answer is there when the page is opened again', async () => {
	const id = await training('Begun.');
	const darcy = await write('Darcy', id);
	await at.place().crash(async () => {
		await after(darcy, 'Begun.');
		await darcy.page.keyboard.type(' Typed on the ferry.');
		await darcy.page.getByText('Kept on this device').waitFor();
		await darcy.page.goto('about:blank');
	});
	await open(darcy.page, `/trainings/${id}/write`);
	await ready(darcy.page);
	await expect.poll(() => draftOf(id)).toBe('Begun. Typed on the ferry.');
});

test('Markdown becomes blocks, pasted or typed', async () => {
	const id = await training();
	const darcy = await write('Darcy', id);
	await darcy.text.click();
	await paste(darcy, {
		'text/plain':
			'## Three lists\n\n- done\n- **waiting**\n\n| When | What |\n| --- | --- |\n| noon | notes |'
	});
	await darcy.text.getByRole('heading', { name: 'Three lists' }).waitFor();
	await darcy.text.getByRole('cell', { name: 'notes' }).waitFor();
	await after(darcy, 'waiting');
	await press(darcy.page, 'Enter');
	await press(darcy.page, 'Enter');
	await darcy.page.keyboard.type(':::ask Try one of them.', { delay: 30 });
	await press(darcy.page, 'Control+z');
	await press(darcy.page, 'Control+y');
	await saved(darcy.page);
	expect(await draftOf(id)).toBe(
		'## Three lists\n\n- done\n- **waiting**\n\n:::ask\nTry one of them.\n:::\n\n| When | What |\n| --- | --- |\n| noon | notes |'
	);
});

test('a passage gets a name and a number, by keyboard alone', async () => {
	const id = await training('Before you leave, write three lists.');
	const darcy = await write('Darcy', id);
	await after(darcy, 'Before you leave');
	await darcy.page.keyboard.press('Alt+F10');
	const button = darcy.page.getByRole('button', { name: 'Name this passage' }).first();
	for (let i = 0; i < 20 && !(await button.evaluate((it) => it === document.activeElement)); i++)
		await darcy.page.keyboard.press('ArrowRight');
	await darcy.page.keyboard.press('Enter');
	await darcy.page.keyboard.type('Darcy’s third');
	await darcy.page.keyboard.press('Enter');
	await saved(darcy.page);
	expect(await draftOf(id)).toBe(
		'Before you leave, write three lists.\n\n{name="Darcy’s third" number=1}'
	);
});

test('a picture is stored where it was picked, and asks what is to be seen on it', async () => {
	const id = await training('Here it is.');
	const darcy = await write('Darcy', id);
	await after(darcy, 'Here it is.');
	const choosing = darcy.page.waitForEvent('filechooser');
	await darcy.page.getByRole('button', { name: 'Picture' }).click();
	await (
		await choosing
	).setFiles({ name: 'harbour.png', mimeType: 'image/png', buffer: png(40, 30) });
	await darcy.page.getByLabel('What is to be seen here?').fill('The harbour at six');
	await saved(darcy.page);
	expect(await draftOf(id)).toMatch(/^Here it is\.\n\n!\[The harbour at six\]\(\/files\/[\w-]+\)$/);
	expect(darcy.page.complaints()).toEqual([]);
});

test('publishing sends every word, and the version stays as it was', async () => {
	const id = await training('First.');
	const darcy = await write('Darcy', id);
	await after(darcy, 'First.');
	await darcy.page.keyboard.type(' Typed and published at once.');
	await darcy.page.getByRole('button', { name: 'Publish' }).click();
	await darcy.page.waitForURL(`**/trainings/${id}`);
	await darcy.page.getByText('First. Typed and published at once.').waitFor();
	const version = await at
		.place()
		.api<{ version: number; markdown: string }>('Mei', `GET /trainings/${id}`);
	const mei = await write('Mei', id);
	await after(mei, 'First.');
	await mei.page.keyboard.type(' Changed since.');
	await saved(mei.page);
	const later = await at.place().api<typeof version>('Mei', `GET /trainings/${id}`);
	expect(later).toMatchObject({
		version: version.version,
		markdown: 'First. Typed and published at once.'
	});
});

test('without script the text is Markdown in a field of the same form', async () => {
	const id = await training('Plain.');
	const page = await visit(at.browser(), at.place(), 'Darcy', { javaScriptEnabled: false });
	await page.goto(`/trainings/${id}/write`);
	await page.getByLabel('Text', { exact: true }).fill('Plain and simple.');
	await page.getByRole('button', { name: 'Publish' }).click();
	expect(await draftOf(id)).toBe('Plain and simple.');
});

test('the editor stands every width and light', async () => {
	const id = await training(
		'## Three lists\n\nBefore you leave.\n\n{name="Darcy’s third" number=3}'
	);
	const page = await visit(at.browser(), at.place(), 'Darcy', { viewport: phone });
	await look(page, `/trainings/${id}/write`, 'darcy-editor');
});

/** A grey picture of this size. */
function png(width: number, height: number): Buffer {
	const chunk = (type: string, data: Buffer) => {
		const body = Buffer.concat([Buffer.from(type), data]);
		const length = Buffer.alloc(4);
		length.writeUInt32BE(data.length);
		const sum = Buffer.alloc(4);
		sum.writeUInt32BE(crc32(body));
		return Buffer.concat([length, body, sum]);
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 0], 8);
	const rows = Buffer.alloc((width + 1) * height, 128);
	for (let y = 0; y < height; y += 1) rows[y * (width + 1)] = 0;
	return Buffer.concat([
		Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
		chunk('IHDR', head),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0))
	]);
}
