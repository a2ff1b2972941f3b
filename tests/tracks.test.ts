import { expect, test } from 'vitest';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { open, phone, visit } from './browser.ts';
import { cast } from './cast.ts';
import { later } from './later.ts';
import { look, lookAt } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

test('Darcy says a track anew, hears the take before it, and brings that back; Mei hears it and learns from which day it is', async () => {
	const track = await at.place().speak('Darcy', { title: 'Lifting', audience: 'everyone' });
	const darcy = await visit(at.browser(), at.place(), 'Darcy');
	await open(darcy, `/tracks/${track}/record`);
	await darcy.getByText('Send a recording instead').click();
	await darcy.getByLabel('Recording', { exact: true }).setInputFiles({
		...{ name: 'anew.mp3', mimeType: 'audio/mpeg' },
		buffer: Buffer.from(await tone(4))
	});
	await darcy.getByRole('button', { name: 'Send it' }).click();
	await darcy.waitForURL(`**/tracks/${track}`);
	await darcy.getByRole('link', { name: 'Takes' }).click();
	await darcy.getByRole('heading', { name: 'Take 1' }).waitFor();
	const sound = darcy.getByLabel('Take 1: Lifting');
	const seconds = await sound.evaluate(async (audio: HTMLAudioElement) => {
		audio.preload = 'metadata';
		await new Promise((known) => audio.addEventListener('loadedmetadata', known));
		return audio.duration;
	});
	expect(seconds).toBeLessThan(3);
	await look(darcy, `/tracks/${track}/takes`, 'darcy-takes');
	await open(darcy, `/tracks/${track}/takes`);
	await darcy.getByRole('button', { name: 'Let this one be heard again: Take 1' }).click();
	await darcy.waitForURL(`**/tracks/${track}`);
	await darcy.getByText('take 3', { exact: false }).waitFor();

	const mei = await visit(at.browser(), at.place(), 'Mei', { viewport: phone });
	await open(mei, `/tracks/${track}`);
	await mei.getByText(/New in it: As it was said on/).waitFor();
	await mei.getByRole('link', { name: 'Takes' }).click();
	await mei.getByRole('heading', { name: 'Take 3' }).waitFor();
	expect(await mei.locator('main audio').count()).toBe(0);
	expect(await mei.getByRole('button', { name: /Let this one/ }).count()).toBe(0);
	expect([...darcy.complaints(), ...mei.complaints()]).toEqual([]);
});

test('Kofi begins a playlist with what Darcy said, finds another track by its voice, and takes it out again', async () => {
	const say = (title: string) => at.place().speak('Darcy', { title, audience: 'everyone' });
	const [track] = [await say('Loading the van'), await say('Driving at night')];
	const kofi = await visit(at.browser(), at.place(), 'Kofi');
	await open(kofi, `/tracks/${track}`);
	await kofi.getByRole('link', { name: 'Put it into a playlist' }).click();
	await kofi.getByRole('link', { name: 'Begin a playlist with it' }).click();
	await kofi.getByText('It begins with “Loading the van”').waitFor();
	await kofi.getByLabel('Title').fill('For the new drivers');
	await kofi.getByRole('button', { name: 'Begin it' }).click();
	await kofi.getByRole('heading', { level: 1, name: 'For the new drivers' }).waitFor();
	await kofi.getByRole('link', { name: 'Loading the van' }).waitFor();

	await kofi.getByRole('link', { name: 'Add one that is here already' }).click();
	await kofi.getByRole('heading', { level: 1, name: 'Add one that is here already' }).waitFor();
	await kofi.getByLabel('Find by title or voice').fill('darcy');
	await kofi.getByLabel('Find by title or voice').press('Enter');
	await kofi.waitForURL('**/add?q=darcy');
	await kofi.getByRole('button', { name: 'Put it in: Driving at night' }).click();
	await kofi.getByRole('button', { name: 'Take it out: Driving at night' }).waitFor();
	await look(kofi, new URL(kofi.url()).pathname + '?q=darcy', 'kofi-add');
	await kofi.getByRole('link', { name: 'For the new drivers' }).click();
	await kofi.getByRole('link', { name: 'Driving at night' }).click();
	await kofi.getByRole('link', { name: 'For the new drivers' }).waitFor();
	await kofi.getByRole('link', { name: 'Put it into a playlist' }).click();
	await kofi.getByRole('button', { name: 'Take it out: For the new drivers' }).click();
	await kofi.getByRole('button', { name: 'Put it in: For the new drivers' }).waitFor();
	await look(kofi, new URL(kofi.url()).pathname, 'kofi-put');
	await open(kofi, '/playlists?q=van');
	await kofi.getByRole('link', { name: 'For the new drivers' }).waitFor();

	const darcy = await visit(at.browser(), at.place(), 'Darcy');
	await open(darcy, '/mine');
	await darcy.getByRole('link', { name: 'Your tracks' }).click();
	await darcy.getByRole('link', { name: 'Driving at night' }).waitFor();
	await look(darcy, '/mine/tracks', 'darcy-tracks');
	expect([...kofi.complaints(), ...darcy.complaints()]).toEqual([]);
});

test('Darcy names the chapters of a long track; Mei goes straight to the second on a phone, from the page and from the player', async () => {
	const title = 'A whole evening at the quay';
	const track = await at.place().speak('Darcy', { title, audience: 'everyone', seconds: 200 });
	const darcy = await visit(at.browser(), at.place(), 'Darcy');
	await open(darcy, `/tracks/${track}/change`);
	await darcy
		.getByLabel('Chapters, one on each line')
		.fill('0:00 The boats\n1:40 What we do when the tide is late');
	await look(darcy, `/tracks/${track}/change`, 'darcy-chapters-change');
	await open(darcy, `/tracks/${track}/change`);
	await darcy.getByLabel('Chapters, one on each line').fill('0:00 The boats\nthen the rest');
	await darcy.getByRole('button', { name: 'Save the chapters' }).click();
	await darcy.getByText('Line 2: write when it begins').waitFor();
	darcy.complaints();
	await darcy
		.getByLabel('Chapters, one on each line')
		.fill('0:00 The boats\n1:40 What we do when the tide is late');
	await darcy.getByRole('button', { name: 'Save the chapters' }).click();
	await darcy.waitForURL(`**/tracks/${track}`);
	await darcy.getByRole('heading', { name: 'Chapters' }).waitFor();

	const mei = await visit(at.browser(), at.place(), 'Mei', { viewport: phone });
	await open(mei, `/tracks/${track}`);
	await mei.getByRole('button', { name: 'Listen from 1:40' }).click();
	const player = mei.getByRole('region', { name: 'Player' });
	const chapters = player.getByLabel('Parts');
	await expect.poll(() => chapters.evaluate(chosenOf)).toBe('What we do when the tide is late');
	await chapters.selectOption('The boats');
	await expect
		.poll(async () => Number(await player.getByLabel('Where it is').inputValue()))
		.toBeLessThan(60);
	await expect.poll(() => chapters.evaluate(chosenOf)).toBe('The boats');
	await chapters.selectOption('What we do when the tide is late');
	await expect
		.poll(async () => Number(await player.getByLabel('Where it is').inputValue()))
		.toBeGreaterThanOrEqual(100);
	await player.getByRole('button', { name: /^Pause/ }).click();
	await lookAt(mei, 'mei-chapters');
	expect([...darcy.complaints(), ...mei.complaints()]).toEqual([]);
});

test('Darcy begins a playlist for people he names, lets Liam in by name, and shares one of two tracks by a link after hearing it', async () => {
	const darcy = await visit(at.browser(), at.place(), 'Darcy');
	await open(darcy, '/playlists/new');
	await darcy.getByLabel('Title').fill('For the two of us');
	const names = darcy.getByLabel('Who', { exact: true });
	expect(await names.isVisible()).toBe(false);
	await darcy.getByLabel('Who will hear it').selectOption({ label: 'People I name' });
	await names.pressSequentially('Ko');
	const { name: kofi } = cast.Kofi;
	await expect
		.poll(() => darcy.locator('datalist option').first().getAttribute('value'))
		.toBe(kofi);
	await names.fill(`${kofi}, Nobody`);
	await look(darcy, '/playlists/new', 'darcy-new-named');
	await open(darcy, '/playlists/new');
	await darcy.getByLabel('Title').fill('For the two of us');
	await darcy.getByLabel('Who will hear it').selectOption({ label: 'People I name' });
	await names.fill(`${kofi}, Nobody`);
	await lookAt(darcy, 'darcy-named');
	await darcy.setViewportSize(phone);
	await darcy.getByRole('button', { name: 'Begin it' }).click();
	await darcy.getByText('Nobody here is called Nobody').waitFor();
	expect(await names.inputValue()).toBe(`${kofi}, Nobody`);
	darcy.complaints();
	await names.fill(kofi);
	await darcy.getByRole('button', { name: 'Begin it' }).click();
	await darcy.getByRole('heading', { level: 1, name: 'For the two of us' }).waitFor();
	const path = new URL(darcy.url()).pathname;

	const playlist = path.split('/').at(-1)!;
	for (const title of ['The first thing', 'The second thing'])
		await at.place().speak('Darcy', { title, audience: 'me', playlist });
	await darcy.getByText('Change this playlist').click();
	const change = darcy.locator('form[action="?/change"]');
	await change.getByLabel('Who will hear it').selectOption({ label: 'These people, too' });
	await change.getByLabel('Who', { exact: true }).fill(cast.Mei.name);
	await change.getByRole('button', { name: 'Save' }).click();
	const mei = await visit(at.browser(), at.place(), 'Mei');
	await later(
		() => at.place().api<{ items: { url: string }[] }>('Mei', 'GET /notices'),
		({ items }) => items.some(({ url }) => url === path)
	);
	await open(mei, '/inbox');
	await mei.getByText('lets you hear “For the two of us”').waitFor();

	await open(darcy, `/mine/links?playlist=${playlist}`);
	await darcy.getByRole('checkbox', { name: 'The second thing' }).check();
	await lookAt(darcy, 'darcy-link-chosen');
	await darcy.getByRole('button', { name: 'Make the link' }).click();
	const friend = await visit(at.browser(), at.place(), null);
	await open(friend, await darcy.locator('code').innerText());
	await friend.getByText('The second thing').first().waitFor();
	expect(await friend.getByText('The first thing').count()).toBe(0);
	expect([...darcy.complaints(), ...mei.complaints(), ...friend.complaints()]).toEqual([]);
});

const chosenOf = (node: Element) => (node as HTMLSelectElement).selectedOptions[0]?.textContent;
