import { expect, test } from 'vitest';
import { open, placeOf, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { lookAt } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

const as = (who: Name): Promise<Watched> => visit(at.browser(), at.place(), who);

const vtt = `WEBVTT

00:00.000 --> 00:10.000
Count the lantern first.

00:10.000 --> 00:40.000
Then the coins.
`;

/** A track of Darcy's of forty seconds, with its words. */
async function spoken(title: string, text = vtt): Promise<string> {
	const track = await at.place().speak('Darcy', { title, audience: 'everyone', seconds: 40 });
	await at.place().api('Darcy', `PUT /tracks/${track}/transcript`, { text });
	return track;
}
const suggest = (track: string, words: string) =>
	at.place().api<{ id: string }>('Mei', `POST /tracks/${track}/transcript/corrections`, {
		...{ place: 0, was: 'Count the lantern first.', words }
	});
const cuesOf = async (track: string) => {
	const { transcript } = await at.place().api<{
		transcript: { cues: { text: string }[] };
	}>('Darcy', `GET /tracks/${track}/transcript`);
	return transcript.cues.map(({ text }) => text);
};
const first = (page: Watched | Awaited<ReturnType<typeof as>>) =>
	page.getByRole('textbox', { name: 'The part at 0:00' });
const second = (page: Watched) => page.getByRole('textbox', { name: 'The part at 0:10' });
const press = (page: Watched, name: string | RegExp) =>
	page.getByRole('button', { name, exact: true }).first().click();

test('where Darcy was signed out meanwhile, what he wrote is there once he is back', async () => {
	const track = await spoken('Signed out');
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}/words`);
	await first(darcy).fill('Count the lanterns first.');
	const cookies = await darcy.context().cookies();
	await darcy.context().clearCookies();
	await press(darcy, 'Save the words');
	await darcy.waitForURL('**/sign-in?to=**');
	await darcy.context().addCookies(cookies);
	await open(darcy, `/tracks/${track}/words`);
	await expect.poll(() => first(darcy).inputValue()).toBe('Count the lanterns first.');
	await press(darcy, 'Save the words');
	await darcy.waitForURL(`**/tracks/${track}`);
	expect(await cuesOf(track)).toEqual(['Count the lanterns first.', 'Then the coins.']);
});

test('a time that Darcy gave to one part alone is there when he comes back', async () => {
	const track = await spoken('Half', 'Count the lanterns.\n\nThen the coins.');
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}/words`);
	const part = darcy.getByRole('textbox', { name: /part/i });
	await part.first().focus();
	await press(darcy, 'What I hear now');
	await expect.poll(() => part.count()).toBe(3);
	await press(darcy, 'Undo');
	await expect.poll(() => part.count()).toBe(2);
	await part.first().focus();
	await darcy.keyboard.press('Control+Enter');
	await expect.poll(() => placeOf(darcy)).toBeGreaterThanOrEqual(1);
	await darcy.keyboard.press('Control+Shift+Enter');
	await darcy.getByText('1 of 2 parts have a time').waitFor();
	await darcy.getByText('It stays on this device').waitFor();
	await darcy.getByRole('link', { name: 'Half' }).first().click();
	await darcy.getByRole('link', { name: 'Correct what is written' }).click();
	await darcy.getByText('1 of 2 parts have a time').waitFor();
	expect(darcy.complaints()).toEqual([]);
});

test('what Darcy saves in one tab is not written over from another, and what he wrote there is not lost', async () => {
	const track = await spoken('Two tabs');
	const darcy = await as('Darcy');
	const other = Object.assign(await darcy.context().newPage(), { complaints: () => [] });
	await open(darcy, `/tracks/${track}/words`);
	await open(other, `/tracks/${track}/words`);
	await first(darcy).fill('Count the lanterns first.');
	await second(other).fill('Then all the coins.');
	await press(darcy, 'Save the words');
	await darcy.waitForURL(`**/tracks/${track}`);
	await press(other, 'Save the words');
	await other.getByText('The words were changed since').waitFor();
	await expect.poll(() => first(other).inputValue()).toBe('Count the lanterns first.');
	expect(await second(other).inputValue()).toBe('Then the coins.');
	expect(await cuesOf(track)).toEqual(['Count the lanterns first.', 'Then the coins.']);
	await first(other).fill('Count each lantern first.');
	await other.reload();
	await open(other, `/tracks/${track}/words`);
	await expect.poll(() => first(other).inputValue()).toBe('Count each lantern first.');
	await lookAt(other, 'darcy-words-other');
	await press(other, 'Go on with those');
	await expect.poll(() => second(other).inputValue()).toBe('Then all the coins.');
	await press(other, 'Undo');
	await expect.poll(() => first(other).inputValue()).toBe('Count each lantern first.');
	await open(other, `/tracks/${track}/words`);
	await press(other, 'Throw those away');
	await expect.poll(() => other.getByText('older words').count()).toBe(0);
	expect(await first(other).inputValue()).toBe('Count each lantern first.');
});

test('Darcy takes back each step, and going back to what is saved as well', async () => {
	const track = await spoken('Steps');
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}/words`);
	await first(darcy).fill('Count');
	await second(darcy).focus();
	await press(darcy, 'Remove');
	await first(darcy).press('End');
	await first(darcy).pressSequentially(' them');
	await press(darcy, 'Back to what is saved');
	await expect.poll(() => first(darcy).inputValue()).toBe('Count the lantern first.');
	await press(darcy, 'Undo');
	await expect.poll(() => first(darcy).inputValue()).toBe('Count them');
	await press(darcy, 'Undo');
	await press(darcy, 'Undo');
	await expect.poll(() => second(darcy).inputValue()).toBe('Then the coins.');
	await press(darcy, 'Undo');
	await expect.poll(() => first(darcy).inputValue()).toBe('Count the lantern first.');
	// An Enter that ends what an input method composes is none of Darcy's.
	await first(darcy).evaluate((area) =>
		area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true }))
	);
	expect(await darcy.getByRole('textbox', { name: /^The part/ }).count()).toBe(2);
	expect(darcy.complaints()).toEqual([]);
});

test('what Mei suggests stands in the part that Darcy changed himself, which he can take back', async () => {
	const track = await spoken('Both');
	await suggest(track, 'Count the lanterns first.');
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}/words`);
	await first(darcy).fill('Count a lantern first.');
	const text = darcy.getByLabel('The words', { exact: true });
	await darcy.getByText('As text, or from a file').click();
	await text.fill('Being written');
	await darcy.getByRole('button', { name: /^Use these words/ }).click();
	await expect.poll(() => first(darcy).inputValue()).toBe('Count the lanterns first.');
	const focused = () => darcy.evaluate(() => document.activeElement?.ariaLabel);
	await expect.poll(focused).toBe('The part at 0:00');
	expect(await text.inputValue()).toBe('Being written');
	await press(darcy, 'Undo');
	await expect.poll(() => first(darcy).inputValue()).toBe('Count a lantern first.');
	await press(darcy, 'Save the words');
	await darcy.waitForURL(`**/tracks/${track}`);
	expect(await cuesOf(track)).toEqual(['Count a lantern first.', 'Then the coins.']);
	expect(darcy.complaints()).toEqual([]);
});

test('a suggestion that Mei took back or sent anew meanwhile ends without a fault', async () => {
	const track = await spoken('Ended');
	const { id } = await suggest(track, 'Count them');
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}/words`);
	await suggest(track, 'Count the lanterns.');
	await darcy.getByRole('button', { name: /^Use these words/ }).click();
	await darcy.getByText('Count the lanterns.').waitFor();
	expect(await first(darcy).inputValue()).toBe('Count the lantern first.');
	const { items } = await at
		.place()
		.api<{ items: { id: string }[] }>(
			...(['Mei', `GET /tracks/${track}/transcript/corrections`] as const)
		);
	expect(items[0]!.id).not.toBe(id);
	await at.place().api('Mei', `DELETE /tracks/${track}/transcript/corrections/${items[0]!.id}`);
	await darcy.getByRole('button', { name: /^No, thanks/ }).click();
	await expect.poll(() => darcy.getByText('suggests:').count()).toBe(0);
	expect(await first(darcy).inputValue()).toBe('Count the lantern first.');
	expect(darcy.complaints()).toEqual([]);
});

test('what Mei began to suggest stays on her device, and stays when the words were changed meanwhile', async () => {
	const track = await spoken('Begun');
	const mei = await as('Mei');
	await open(mei, `/tracks/${track}/words`);
	await mei.getByText('Better words…').first().click();
	await first(mei).fill('Count the lanterns.');
	await open(mei, `/tracks/${track}`);
	await open(mei, `/tracks/${track}/words`);
	await expect.poll(() => first(mei).inputValue()).toBe('Count the lanterns.');
	await at.place().api('Darcy', `PUT /tracks/${track}/transcript`, {
		text: vtt.replace('lantern first', 'lantern next')
	});
	await mei.getByRole('button', { name: /^Suggest them/ }).click();
	await mei.getByText('The words were changed since').waitFor();
	mei.complaints();
	await mei.getByText('Count the lantern next.').waitFor();
	expect(await first(mei).inputValue()).toBe('Count the lanterns.');
	await mei.getByRole('button', { name: /^Suggest them/ }).click();
	await mei.getByText('You suggest: Count the lanterns.').waitFor();
	await open(mei, `/tracks/${track}/words`);
	expect(await first(mei).count()).toBe(0);
	expect(mei.complaints()).toEqual([]);
});

test('a device without room says so, and Darcy is asked before he leaves', async () => {
	const track = await spoken('No room');
	const darcy = await as('Darcy');
	await darcy.addInitScript(() => {
		Storage.prototype.setItem = () => {
			throw new DOMException('Full', 'QuotaExceededError');
		};
	});
	await open(darcy, `/tracks/${track}/words`);
	await first(darcy).fill('Count the lanterns first.');
	await darcy.getByText('This device has no room: save before you leave').waitFor();
	const asked: string[] = [];
	darcy.on('dialog', (dialog) => {
		void (asked.push(dialog.message()) === 1 ? dialog.dismiss() : dialog.accept());
	});
	await darcy.getByRole('link', { name: 'No room' }).first().click();
	await expect.poll(() => asked).toHaveLength(1);
	expect(darcy.url()).toContain('/words');
	expect(await first(darcy).inputValue()).toBe('Count the lanterns first.');
	await darcy.getByRole('link', { name: 'No room' }).first().click();
	await darcy.waitForURL(`**/tracks/${track}`);
	await darcy.goBack();
	await expect.poll(() => first(darcy).inputValue()).toBe('Count the lanterns first.');
	await press(darcy, 'Save the words');
	await darcy.waitForURL(`**/tracks/${track}`);
	expect(asked).toHaveLength(2);
	expect(darcy.complaints()).toEqual([]);
});
