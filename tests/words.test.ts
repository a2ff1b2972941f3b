import { expect, test } from 'vitest';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { open, phone, placeOf, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { look, lookAt, lookClosely } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

const as = (who: Name, options?: Parameters<typeof visit>[3]): Promise<Watched> =>
	visit(at.browser(), at.place(), who, options);

const vtt = `WEBVTT

00:00.000 --> 00:10.000
Count the lanterns first. Then the coins

00:10.000 --> 00:20.000
before you

00:20.000 --> 00:40.000
lock the door.
`;

/** A track of Darcy's of forty seconds, with its words. */
async function spoken(title: string, text = ''): Promise<string> {
	const track = await at.place().speak('Darcy', { title, audience: 'everyone', seconds: 40 });
	if (text) await at.place().api('Darcy', `PUT /tracks/${track}/transcript`, { text });
	return track;
}

type Transcript = { transcript: { text: string; cues: { from: number | null; text: string }[] } };
const saved = async (track: string) =>
	(await at.place().api<Transcript>('Darcy', `GET /tracks/${track}/transcript`)).transcript;

const press = (page: Watched, ...keys: string[]) =>
	keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
const save = async (page: Watched, track: string) => {
	await page.getByRole('button', { name: 'Save the words' }).click();
	await page.waitForURL(`**/tracks/${track}`);
};
const player = (page: Watched) => page.getByRole('region', { name: 'Player' });

test('Darcy corrects, cuts and joins what he said, by keys alone, and whoever hears it reads that', async () => {
	const track = await spoken('Closing up', vtt);
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}`);
	await darcy.getByRole('link', { name: 'Correct what is written' }).click();
	const words = darcy.getByRole('textbox', { name: /^The part at/ });
	await words.first().focus();
	await press(darcy, 'Control+Home', ...Array<string>(25).fill('ArrowRight'), 'Enter');
	await expect.poll(() => words.count()).toBe(4);
	expect(await words.nth(1).inputValue()).toBe('Then the coins');
	await expect.poll(() => darcy.evaluate(() => document.activeElement?.ariaLabel)).toMatch(/0:06$/);
	await press(darcy, 'End', 'ArrowDown', 'Backspace');
	await expect.poll(() => words.count()).toBe(3);
	await darcy.keyboard.type('long ');
	expect(await words.nth(1).inputValue()).toBe('Then the coins long before you');
	await lookAt(darcy, 'darcy-words');
	await lookClosely(darcy);
	await save(darcy, track);
	const { cues, text } = await saved(track);
	expect(cues).toMatchObject([
		{ from: 0, text: 'Count the lanterns first.' },
		{ text: 'Then the coins long before you' },
		{ from: 20, text: 'lock the door.' }
	]);
	const mei = await as('Mei');
	await open(mei, `/tracks/${track}`);
	await mei.getByText('Then the coins long before you').waitFor();
	const captions = await mei.request.get(`/tracks/${track}/captions.vtt`);
	expect(await captions.text()).toBe(text);
	expect([...darcy.complaints(), ...mei.complaints()]).toEqual([]);
});

test('the words follow the voice, which Darcy has go on, wait and go back without leaving what he writes', async () => {
	const track = await spoken('On the way', vtt);
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}/words`);
	await darcy.getByRole('button', { name: 'Listen from 0:20' }).click();
	const heard = darcy.locator('li.heard textarea');
	await expect.poll(() => heard.inputValue()).toBe('lock the door.');
	await darcy.getByRole('textbox', { name: 'The part at 0:10' }).focus();
	const writes = () => darcy.evaluate(() => document.activeElement?.ariaLabel);
	await press(darcy, 'Control+Enter');
	await player(darcy).getByRole('button', { name: 'Listen' }).waitFor();
	const then = await placeOf(darcy);
	await press(darcy, 'Alt+Enter', 'Alt+Enter');
	await expect.poll(() => heard.inputValue()).toBe('before you');
	expect(await placeOf(darcy)).toBeLessThan(then - 8);
	expect(await writes()).toBe('The part at 0:10');
	await press(darcy, 'Control+Enter', 'Control+End', 'Enter');
	await darcy.keyboard.type('go and');
	await player(darcy).getByRole('button', { name: 'Pause' }).waitFor();
	await press(darcy, 'Control+Enter');
	await lookAt(darcy, 'darcy-words-heard');
	await save(darcy, track);
	// What he cut off begins where the voice was.
	const { cues } = await saved(track);
	expect(cues.map((cue) => cue.text)).toEqual([
		...['Count the lanterns first. Then the coins', 'before you', 'go and', 'lock the door.']
	]);
	expect(cues[2]!.from).toBeGreaterThan(then - 10.5);
	expect(cues[2]!.from).toBeLessThan(20);
	expect(darcy.complaints()).toEqual([]);
});

test('what is said comes into sight, but nobody who writes is taken away from there', async () => {
	const stamp = (second: number) => `00:${String(second).padStart(2, '0')}.000`;
	const cues = Array.from({ length: 40 }, (_, second) => {
		return `${stamp(second)} --> ${stamp(second + 1)}\nLantern ${second + 1}`;
	});
	const track = await spoken('Forty lanterns', `WEBVTT\n\n${cues.join('\n\n')}\n`);
	const darcy = await as('Darcy', { viewport: phone });
	await open(darcy, `/tracks/${track}/words`);
	const scrolled = () => darcy.evaluate(() => scrollY);
	await darcy.getByRole('button', { name: 'Listen from 0:20' }).click();
	await darcy.evaluate(() => scrollTo(0, 0));
	await expect.poll(scrolled).toBeGreaterThan(300);
	const said = darcy.locator('li.heard');
	await expect
		.poll(async () => {
			const { y, height } = (await said.boundingBox())!;
			const bar = (await player(darcy).boundingBox())!;
			return y > 100 && y + height < bar.y;
		})
		.toBe(true);
	await darcy.getByRole('textbox', { name: 'The part at 0:00' }).focus();
	const [then, heard] = [await scrolled(), await said.locator('textarea').inputValue()];
	await expect.poll(() => said.locator('textarea').inputValue()).not.toBe(heard);
	expect(await scrolled()).toBe(then);
	expect(darcy.complaints()).toEqual([]);
});

test('Darcy writes down on a phone what he hears, from nothing, takes back a slip, and nothing is lost when he leaves', async () => {
	const track = await spoken('Said only');
	const darcy = await as('Darcy', { viewport: phone });
	await look(darcy, `/tracks/${track}/words`, 'darcy-words-none');
	await darcy.setViewportSize(phone);
	const tool = (name: string) => darcy.getByRole('button', { name, exact: true });
	await darcy.getByRole('button', { name: 'Listen: Said only' }).click();
	await expect.poll(() => placeOf(darcy)).toBeGreaterThanOrEqual(1);
	await tool('What I hear now').click();
	await darcy.keyboard.type('First the lanterns');
	await expect.poll(() => placeOf(darcy)).toBeGreaterThanOrEqual(3);
	await tool('What I hear now').click();
	await darcy.keyboard.type('then the coins');
	await tool('Join above').click();
	const words = darcy.getByRole('textbox', { name: /^The part at/ });
	await expect.poll(() => words.count()).toBe(1);
	await tool('Undo').click();
	await expect.poll(() => words.count()).toBe(2);
	await lookAt(darcy, 'darcy-words-phone');
	await darcy.getByText('It stays on this device').waitFor();

	await darcy.getByRole('link', { name: 'Said only' }).first().click();
	await darcy.getByRole('link', { name: 'Write down what is said' }).click();
	await expect.poll(() => words.count()).toBe(2);
	await words.nth(1).focus();
	await tool('Remove').click();
	await expect.poll(() => words.count()).toBe(1);
	await tool('Undo').click();
	await save(darcy, track);
	const { cues } = await saved(track);
	expect(cues).toMatchObject([{ text: 'First the lanterns' }, { text: 'then the coins' }]);
	expect(cues[0]!.from).toBeGreaterThan(0.4);
	expect(cues[1]!.from).toBeGreaterThan(2.4);
	await open(darcy, `/tracks/${track}/words`);
	expect(await darcy.getByText('It stays on this device').count()).toBe(0);
	await words.first().fill('Something else');
	await darcy.getByRole('button', { name: 'Back to what is saved' }).click();
	expect(await words.first().inputValue()).toBe('First the lanterns');
	expect(darcy.complaints()).toEqual([]);
});

test('words without times get them while Darcy listens, and are saved with them once each has one', async () => {
	const track = await spoken('Plain', 'Count the lanterns.\n\nThen the coins.');
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}/words`);
	await darcy.getByText('These words have no times').waitFor();
	const words = darcy.getByRole('textbox', { name: /^Part|^The part/ });
	await words.first().focus();
	await press(darcy, 'Control+Shift+Enter');
	await darcy.getByText('Listen first').waitFor();
	await press(darcy, 'Control+Enter');
	await expect.poll(() => placeOf(darcy)).toBeGreaterThanOrEqual(1);
	await press(darcy, 'Control+Shift+Enter');
	await darcy.getByText('1 of 2 parts have a time').waitFor();
	await expect.poll(() => placeOf(darcy)).toBeGreaterThanOrEqual(3);
	await press(darcy, 'Control+Shift+Enter');
	await darcy.getByText('Every part has a time now').waitFor();
	await words.first().focus();
	await press(darcy, 'Control+Shift+Enter');
	await darcy.getByText('It would begin before').waitFor();
	await lookAt(darcy, 'darcy-words-timed');
	await save(darcy, track);
	const { text } = await saved(track);
	expect(text).toMatch(/^WEBVTT\n\n00:00:0[0-2].*\nCount the lanterns.\n\n00:00:0[2-4]/);
	expect(darcy.complaints()).toEqual([]);
});

test('a new take of Darcy’s begins with the words of the one before, if he likes', async () => {
	const track = await spoken('Again', vtt);
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}/record`);
	await darcy.getByText('Send a recording instead').click();
	await darcy.getByLabel('Recording', { exact: true }).setInputFiles({
		...{ name: 'anew.mp3', mimeType: 'audio/mpeg' },
		buffer: Buffer.from(await tone(15))
	});
	await darcy.getByRole('button', { name: 'Send it' }).click();
	await darcy.waitForURL(`**/tracks/${track}`);
	await open(darcy, `/tracks/${track}/words`);
	await darcy.getByRole('link', { name: 'Begin with the words of take 1' }).click();
	await darcy.getByText('These are the words of take 1').waitFor();
	expect(await saved(track)).toBeNull();
	// What came after the end of the new one has no time in it.
	await darcy.getByText('2 of 3 parts have a time').waitFor();
	await darcy.getByRole('textbox', { name: 'Part 3' }).focus();
	await darcy.getByRole('button', { name: 'Remove' }).click();
	await save(darcy, track);
	expect((await saved(track)).cues).toHaveLength(2);
	expect(darcy.complaints()).toEqual([]);
});

test('what Darcy wrote down and took away by mistake comes back, without scripts as well, and what is refused stays', async () => {
	const text = 'First line.\n\nSecond <line> & more.';
	const track = await spoken('Said and read', text);
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}/words`);
	await darcy.getByText('As text, or from a file').click();
	await darcy.getByLabel('The words', { exact: true }).fill('');
	await darcy.getByRole('button', { name: 'Save this text' }).click();
	await darcy.getByText('What was written down is gone').waitFor();
	await lookAt(darcy, 'darcy-words-gone');
	await darcy
		.getByRole('status')
		.filter({ hasText: 'is gone' })
		.getByRole('button', { name: 'Undo' })
		.click();
	await darcy.waitForURL(`**/tracks/${track}`);
	expect((await saved(track)).text).toBe(text);

	const plain = await as('Darcy', { javaScriptEnabled: false, viewport: phone });
	await plain.goto(`/tracks/${track}/words`);
	expect(await plain.getByRole('button', { name: 'Save the words' }).isVisible()).toBe(false);
	const field = plain.getByLabel('The words', { exact: true });
	if (!(await field.isVisible())) await plain.getByText('As text, or from a file').click();
	await field.fill('WEBVTT\n\n00:xx --> 00:02.000\nHello');
	await plain.getByRole('button', { name: 'Save this text' }).click();
	await plain.getByText('Line 3').waitFor();
	expect(await field.inputValue()).toContain('00:xx');
	await field.fill('WEBVTT\n\n00:01.000 --> 00:02.000\nHello');
	await plain.getByRole('button', { name: 'Save this text' }).click();
	await plain.waitForURL(`**/tracks/${track}`);
	expect((await saved(track)).cues).toEqual([{ from: 1, to: 2, text: 'Hello' }]);
	expect(darcy.complaints()).toEqual([]);
});
