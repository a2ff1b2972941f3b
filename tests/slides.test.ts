import { parseFeed } from 'podcast-partytime';
import { beforeAll, expect, test } from 'vitest';
import { open, phone, placeOf, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { later } from './later.ts';
import { look, lookAt } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');
let document: string;

const as = (who: Name, options?: Parameters<typeof visit>[3]): Promise<Watched> =>
	visit(at.browser(), at.place(), who, options);

async function published(title: string, ...blocks: string[]): Promise<string> {
	const markdown = blocks.join('\n\n');
	const { id, parts } = await at
		.place()
		.api<{ id: string; parts: { training: string }[] }>('Darcy', 'POST /series', {
			...{ title, audience: 'everyone', expectation: { level: 'offered' } },
			parts: [{ title: 'Before you go', opens: '2027-01-04', closes: '2027-12-01', markdown }]
		});
	await at.place().api('Darcy', `POST /series/${id}/publication`);
	return parts[0]!.training;
}

beforeAll(async () => {
	document = await published(
		'Calm handovers',
		'## Look around',
		'Count the lanterns twice.',
		'## Say what is left',
		'- The kettle\n- The keys',
		'```\nlanterns: 2\n```'
	);
	await at.place().readAloud('Darcy', document, 'Count the lanterns twice.', 3);
	await at.place().readAloud('Darcy', document, 'Say what is left', 3);
});

const shown = (page: Watched) => page.locator('.slide');

test('Mei goes through the slides of a text by its keys, and Darcy’s voice leads her on', async () => {
	const mei = await as('Mei');
	await open(mei, `/trainings/${document}`);
	await mei.getByRole('link', { name: 'See it as slides' }).click();
	await shown(mei).getByRole('heading', { name: 'Before you go' }).waitFor();
	await mei.getByText('1 of 4').waitFor();
	const next = mei.getByRole('link', { name: 'Next' });
	await next.focus();
	for (const words of ['Count the lanterns twice.', 'The kettle', 'lanterns: 2']) {
		await mei.keyboard.press('Enter');
		await shown(mei).getByText(words).waitFor();
	}
	// Who has come to the end stands where they stood.
	expect(await next.evaluate((link) => link === globalThis.document.activeElement)).toBe(true);
	await mei.keyboard.press('ArrowLeft');
	await shown(mei).getByText('The kettle').waitFor();
	await mei.keyboard.press('ArrowLeft');
	await shown(mei).getByText('Count the lanterns twice.').waitFor();

	await mei.getByRole('button', { name: 'Listen from here' }).click();
	// The voice goes on by itself, and so does what is shown.
	await shown(mei).getByText('The keys').waitFor();
	expect(new URL(mei.url()).searchParams.get('slide')).toBe('3');
	await lookAt(mei, 'mei-slides');
	await mei.getByRole('button', { name: 'Listen from here' }).click();
	await mei.getByRole('button', { name: 'Pause' }).first().waitFor();
	await mei.keyboard.press('ArrowLeft');
	const bar = mei.getByRole('region', { name: 'Player' });
	await bar.getByRole('link', { name: 'Count the lanterns twice.' }).waitFor();
	await mei.getByRole('button', { name: 'Full screen' }).click();
	await expect
		.poll(() => mei.evaluate(() => globalThis.document.fullscreenElement?.className))
		.toContain('stage');
	await mei.keyboard.press('End');
	await shown(mei).getByText('lanterns: 2').waitFor();
	expect(mei.complaints()).toEqual([]);
});

test('on a phone and without script the slides follow their links', async () => {
	const kofi = await as('Kofi', { viewport: phone, javaScriptEnabled: false });
	await kofi.goto(`/spoken/${document}/slides`);
	await kofi.getByRole('link', { name: 'Next' }).click();
	await shown(kofi).getByText('Count the lanterns twice.').waitFor();
	await kofi.getByRole('link', { name: 'Previous' }).click();
	await shown(kofi).getByRole('heading', { name: 'Before you go' }).waitFor();
	await look(await as('Kofi'), `/spoken/${document}/slides?slide=99`, 'kofi-last-slide');
});

test('Mei hears a text on from where she reads, and goes on another day where she stopped', async () => {
	const long = await published('Long evenings', 'Light the lamp.', 'Sit down.', 'Put it out.');
	for (const words of ['Light the lamp.', 'Sit down.', 'Put it out.'])
		await at.place().readAloud('Darcy', long, words, 60);
	const mei = await as('Mei', { viewport: phone });
	await open(mei, `/trainings/${long}`);
	await mei.getByRole('link', { name: 'Listen from here' }).nth(1).click();
	const bar = mei.getByRole('region', { name: 'Player' });
	await bar.getByRole('link', { name: 'Sit down.' }).waitFor();
	await expect.poll(() => placeOf(mei)).toBeGreaterThan(0);
	await bar.getByRole('slider').fill('30');
	await Promise.all([
		mei.waitForResponse((answer) => answer.url().endsWith('/position')),
		bar.getByRole('button', { name: 'Pause' }).click()
	]);
	await open(mei, `/spoken/${long}`);
	await lookAt(mei, 'mei-stopped-in-a-text');
	await mei.getByRole('button', { name: 'Go on where you were: part 2 of 3' }).click();
	await bar.getByRole('link', { name: 'Sit down.' }).waitFor();
	await expect.poll(() => placeOf(mei)).toBeGreaterThanOrEqual(29);
	expect(mei.complaints()).toEqual([]);
});

test('Mei hears of a text that she heard only the part that Darcy read anew', async () => {
	const text = await published('Short evenings', 'Shut the gate.', 'Feed the hens.');
	for (const words of ['Shut the gate.', 'Feed the hens.'])
		await at.place().readAloud('Darcy', text, words, 2);
	const mei = await as('Mei', { viewport: phone });
	await open(mei, '/playlists');
	await mei.locator(`main a[href="/spoken/${text}"]`).click();
	await mei.getByRole('button', { name: 'Listen from here' }).first().click();
	const heard = () =>
		at
			.place()
			.api<{ blocks: { track: { mine: { heard: boolean } | null } | null }[] }>(
				'Mei',
				`GET /documents/${text}/spoken`
			);
	await later(heard, ({ blocks }) => blocks.every(({ track }) => !track || track.mine?.heard));
	await at.place().readAloud('Darcy', text, 'Feed the hens.', 60);
	await open(mei, '/playlists');
	await mei.getByText('1 new part').waitFor();
	await open(mei, `/spoken/${text}`);
	await mei.getByText('Read anew since you heard it: “Feed the hens.”').waitFor();
	await lookAt(mei, 'mei-anew-in-a-text');
	await mei.getByRole('button', { name: 'Hear what is new: 1 part' }).click();
	const bar = mei.getByRole('region', { name: 'Player' });
	await bar.getByRole('link', { name: 'Feed the hens.' }).waitFor();
	expect(await bar.getByRole('button', { name: 'The next track' }).count()).toBe(0);
	expect(mei.complaints()).toEqual([]);
});

test('what nobody has read a machine’s voice of the device reads, and hands over to Darcy', async () => {
	const mei = await as('Mei');
	await mei.addInitScript(pretendToSpeak);
	await open(mei, `/spoken/${document}`);
	await mei.getByText('no word leaves it').waitFor();
	expect(
		await mei.getByRole('button', { name: 'A machine’s voice: Count the lanterns' }).count(),
		'where a person has read, no machine is offered'
	).toBe(0);
	await lookAt(mei, 'mei-machine');
	await mei.getByRole('button', { name: 'A machine’s voice: Look around' }).click();
	await mei.locator('section.heard').getByText('Look around').waitFor();
	await mei.evaluate(() => (globalThis as unknown as Pretended).finish());
	const bar = mei.getByRole('region', { name: 'Player' });
	await bar.getByRole('link', { name: 'Count the lanterns twice.' }).waitFor();
	expect(await mei.evaluate(() => (globalThis as unknown as Pretended).said)).toEqual([
		['Look around', 'At home']
	]);

	await mei.getByRole('button', { name: 'A machine’s voice: The kettle' }).click();
	await mei.locator('section.heard').getByText('The kettle').waitFor();
	await mei.getByRole('button', { name: 'Stop the machine’s voice: The kettle' }).click();
	await expect.poll(() => mei.locator('section.heard').getByText('The kettle').count()).toBe(0);
	expect(mei.complaints()).toEqual([]);
});

test('Mei takes the series along: her podcast app gets the reading as one sound, with its chapters and a picture', async () => {
	await at.place().travelTo('2027-01-20T15:00:00Z');
	const mei = await as('Mei', { viewport: phone });
	await open(mei, `/trainings/${document}`);
	await mei.getByRole('link', { name: 'Take the series along in a podcast app' }).click();
	await mei.getByRole('heading', { name: 'What is read aloud in “Calm handovers”' }).waitFor();
	await mei.getByLabel('For which device or app').fill('my phone');
	await mei.getByRole('button', { name: 'Make its address' }).click();
	const address = await mei.locator('code').first().innerText();
	const feed = parseFeed(await (await fetch(address)).text())!;
	expect(feed).toMatchObject({ title: 'Calm handovers', itunesType: 'serial' });
	const [episode] = feed.items;
	const sound = await fetch(episode!.enclosure.url);
	const bytes = new Uint8Array(await sound.arrayBuffer());
	expect(bytes.length).toBe(episode!.enclosure.length);
	const range = `bytes=${bytes.length - 5}-`;
	const end = await fetch(episode!.enclosure.url, { headers: { range } });
	expect(end.status).toBe(206);
	expect(new Uint8Array(await end.arrayBuffer())).toEqual(bytes.subarray(-5));
	const { chapters } = (await (await fetch(episode!.podcastChapters!.url)).json()) as {
		chapters: { title: string }[];
	};
	expect(chapters.map(({ title }) => title)).toEqual([
		'Count the lanterns twice.',
		'Say what is left'
	]);
	const words = await (await fetch(episode!.podcastTranscripts![0]!.url)).text();
	expect(words).toMatch(
		/^WEBVTT\n\n00:00:00.000 --> 00:00:\d\d.\d{3}\nCount the lanterns twice.\n\n00:00:\d\d.\d{3} --> /
	);
	const picture = feed.itunesImage!;
	expect((await fetch(picture)).headers.get('content-type')).toBe('image/png');

	await mei.getByRole('button', { name: 'End it: the feed for my phone' }).click();
	await mei.getByRole('button', { name: 'End it: the feed for my phone' }).waitFor({
		state: 'detached'
	});
	for (const gone of [address, episode!.enclosure.url, episode!.podcastChapters!.url, picture])
		expect((await fetch(gone)).status).toBe(404);
	expect(mei.complaints()).toEqual([]);
});

type Pretended = { said: string[][]; finish: () => void };

/** A device with two voices for English, of which one would send the words elsewhere. It has said what it says once it is told so. */
function pretendToSpeak(): void {
	const pretended = globalThis as unknown as Pretended & Record<string, unknown>;
	const waiting: { onend: (() => void) | null }[] = [];
	pretended.said = [];
	pretended.finish = () => waiting.splice(0).forEach((one) => one.onend?.());
	pretended['SpeechSynthesisUtterance'] = class {
		onend = null;
		voice = { name: '' };
		text: string;
		constructor(text: string) {
			this.text = text;
		}
	};
	const voices = [
		{ name: 'Far away', lang: 'en-US', localService: false, default: true },
		{ name: 'At home', lang: 'en-GB', localService: true, default: false }
	];
	const synthesis = {
		getVoices: () => voices,
		addEventListener: () => {},
		cancel: () => waiting.splice(0),
		speak(one: { text: string; voice: { name: string }; onend: (() => void) | null }) {
			pretended.said.push([one.text, one.voice.name]);
			waiting.push(one);
		}
	};
	Object.defineProperty(globalThis, 'speechSynthesis', { value: synthesis });
}
