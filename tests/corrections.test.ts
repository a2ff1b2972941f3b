import { expect, test } from 'vitest';
import { open, phone, visit, type Watched } from './browser.ts';
import { cast, type Name } from './cast.ts';
import { later } from './later.ts';
import { look, lookAt, lookClosely } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

const as = (who: Name, options?: Parameters<typeof visit>[3]): Promise<Watched> =>
	visit(at.browser(), at.place(), who, options);

const vtt = `WEBVTT

00:00.000 --> 00:10.000
Count the lantern first.

00:10.000 --> 00:20.000
Then the coins

00:20.000 --> 00:40.000
and look the door.
`;

/** A track of Darcy's of forty seconds, with its words. */
async function spoken(title: string, text = vtt): Promise<string> {
	const track = await at.place().speak('Darcy', { title, audience: 'everyone', seconds: 40 });
	await at.place().api('Darcy', `PUT /tracks/${track}/transcript`, { text });
	return track;
}
const suggest = (who: Name, track: string, body: { place: number; was: string; words: string }) =>
	at.place().api(who, `POST /tracks/${track}/transcript/corrections`, body);
const cuesOf = async (track: string) => {
	const { transcript } = await at.place().api<{
		transcript: { cues: { text: string }[] };
	}>('Darcy', `GET /tracks/${track}/transcript`);
	return transcript.cues.map(({ text }) => text);
};
const toldOf = (who: Name, url: string) =>
	later(
		() => at.place().api<{ items: { url: string }[] }>(who, 'GET /notices'),
		({ items }) => items.some((notice) => notice.url === url)
	);

test('Mei suggests better words on a phone; Darcy is led to them, uses one and leaves one, and what he writes meanwhile stays', async () => {
	const track = await spoken('Closing up');
	const words = `/tracks/${track}/words`;
	const mei = await as('Mei', { viewport: phone });
	await open(mei, `/tracks/${track}`);
	await mei.getByRole('link', { name: 'Suggest better words' }).click();
	await mei.getByRole('heading', { level: 1, name: 'Suggest better words' }).waitFor();
	const better = async (where: string, text: string) => {
		await mei
			.getByText('Better words…')
			.nth(where === '0:00' ? 0 : 2)
			.click();
		await mei.getByRole('textbox', { name: `The part at ${where}` }).fill(text);
		await mei.getByRole('button', { name: `Suggest them: The part at ${where}` }).click();
		await mei.getByText(`You suggest: ${text}`).waitFor();
	};
	await better('0:00', 'Count the lanterns first.');
	await better('0:20', 'and lock the door.');
	await mei.getByText('Better words…').nth(1).click();
	await lookAt(mei, 'mei-suggests');
	await look(mei, words, 'mei-suggested');
	await lookClosely(mei);
	await mei.setViewportSize(phone);
	await open(mei, `/tracks/${track}`);
	await mei.getByText('Count the lantern first.').waitFor();

	await toldOf('Darcy', words);
	const darcy = await as('Darcy');
	await open(darcy, '/inbox');
	await darcy.getByText(`${cast.Mei.name} suggests better words for “Closing up”`).click();
	await darcy.getByRole('link', { name: 'Better words are suggested in 2 places' }).click();
	await lookAt(darcy, 'darcy-suggested');
	await darcy.getByRole('textbox', { name: 'The part at 0:10' }).fill('Then the coins, twice,');
	const from = (where: string) => `${cast.Mei.name}, The part at ${where}`;
	await darcy.getByRole('button', { name: `Use these words: ${from('0:00')}` }).click();
	const first = darcy.getByRole('textbox', { name: 'The part at 0:00' });
	await expect.poll(() => first.inputValue()).toBe('Count the lanterns first.');
	expect(await darcy.getByRole('textbox', { name: 'The part at 0:10' }).inputValue()).toBe(
		'Then the coins, twice,'
	);
	expect(await cuesOf(track)).toEqual([
		...['Count the lanterns first.', 'Then the coins', 'and look the door.']
	]);
	await darcy.getByRole('button', { name: `No, thanks: ${from('0:20')}` }).click();
	await expect.poll(() => darcy.getByText('suggests:').count()).toBe(0);
	await darcy.getByRole('button', { name: 'Save the words' }).click();
	await darcy.waitForURL(`**/tracks/${track}`);
	expect(await cuesOf(track)).toEqual([
		...['Count the lanterns first.', 'Then the coins, twice,', 'and look the door.']
	]);

	await toldOf('Mei', `/tracks/${track}`);
	await open(mei, '/inbox');
	await mei.getByText('uses the words that you suggested for “Closing up”').waitFor();
	expect([...mei.complaints(), ...darcy.complaints()]).toEqual([]);
});

test('words that Darcy changed since are not written over, and what was suggested for them can still be read', async () => {
	const track = await spoken('Changed');
	const of = { place: 1, was: 'Then the coins', words: 'Then all the coins' };
	await suggest('Mei', track, of);
	const darcy = await as('Darcy', { viewport: phone });
	await open(darcy, `/tracks/${track}/words`);
	await at.place().api('Darcy', `PUT /tracks/${track}/transcript`, {
		text: vtt.replace('Then the coins', 'Then the money')
	});
	await darcy.getByRole('button', { name: /^Use these words/ }).click();
	await darcy.getByText('The words were changed since').waitFor();
	darcy.complaints();
	await open(darcy, `/tracks/${track}/words`);
	await darcy.getByText('Suggested for words that were changed since').waitFor();
	expect(await darcy.getByRole('button', { name: /^Use these words/ }).count()).toBe(0);
	await lookAt(darcy, 'darcy-suggested-astray');
	const mei = await as('Mei');
	await look(mei, `/tracks/${track}/words`, 'mei-suggested-astray');
	await mei.getByRole('button', { name: 'Take it back: Then all the coins' }).waitFor();
	await darcy.getByRole('button', { name: /^No, thanks/ }).click();
	await expect.poll(() => darcy.getByText('suggests:').count()).toBe(0);
	expect([...darcy.complaints(), ...mei.complaints()]).toEqual([]);
});

test('without scripts Mei suggests better words and takes some back, and Darcy uses them', async () => {
	const track = await spoken('Plainly', 'Count the lantern.\n\nThen\nthe coins.');
	const words = `/tracks/${track}/words`;
	const mei = await as('Mei', { javaScriptEnabled: false, viewport: phone });
	await mei.goto(words);
	const better = async (part: number, text: string) => {
		await mei
			.getByText('Better words…')
			.nth(part - 1)
			.click();
		await mei.getByRole('textbox', { name: `part ${part}` }).fill(text);
		await mei
			.getByRole('button', { name: `part ${part}` })
			.and(mei.getByText('Suggest them'))
			.click();
	};
	await better(1, 'Count the lantern.');
	await mei.getByText('Change what is wrong in them').waitFor();
	await mei.getByRole('textbox', { name: 'part 1' }).fill('Count the lanterns.');
	await mei
		.getByRole('button', { name: /^Suggest them/ })
		.first()
		.click();
	await mei.getByText('You suggest: Count the lanterns.').waitFor();
	await better(2, 'Then\nall the coins.');
	await mei.getByText('You suggest: Then').waitFor();
	await mei
		.getByRole('button', { name: /^Take it back/ })
		.last()
		.click();
	await expect.poll(() => mei.getByText(/^You suggest/).count()).toBe(1);

	const darcy = await as('Darcy', { javaScriptEnabled: false });
	await darcy.goto(words);
	const use = darcy.getByRole('button', { name: /^Use these words/ });
	await use.click();
	await expect.poll(() => use.count()).toBe(0);
	expect(await cuesOf(track)).toEqual(['Count the lanterns.', 'Then\nthe coins.']);
	await mei.goto(words);
	expect(await mei.getByText(/^You suggest/).count()).toBe(0);
});
