import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { open, phone, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { later } from './later.ts';
import { lookAt } from './looks.ts';
import { scene } from './scene.ts';
import { envelope, secondsIn, voiceFile } from './voice.fixture.ts';

const at = scene('people', voiceFile);

const as = (who: Name, options?: Parameters<typeof visit>[3]): Promise<Watched> =>
	visit(at.browser(), at.place(), who, options);

type Listed = {
	tracks: { id: string; title: string; take: { src: string; seconds: number } | null }[];
};

/** A playlist of Kofi's with what is to be said in it. */
async function outlined(...titles: string[]): Promise<{ list: string; tracks: string[] }> {
	const { id: list } = await at.place().api<{ id: string }>('Kofi', 'POST /playlists', {
		...{ title: 'How I hand over', audience: 'everyone' }
	});
	const { tracks } = await at
		.place()
		.api<{ tracks: string[] }>('Kofi', `POST /playlists/${list}/outline`, { titles });
	return { list, tracks };
}

const tracksOf = async (list: string) =>
	(await at.place().api<Listed>('Mei', `GET /playlists/${list}`)).tracks;

/** Speaks for so many seconds. */
async function record(page: Page, seconds: number): Promise<void> {
	await page.getByRole('button', { name: /^Record( another take)?$/ }).click();
	await said(page, seconds);
	await page.getByRole('button', { name: 'Stop' }).click();
}

/** Waits until the recorder has heard so many seconds. */
const said = (page: Page, seconds: number) =>
	page.waitForFunction(
		(wanted) =>
			(document.querySelector('[role=timer]')?.textContent ?? '')
				.trim()
				.split(' ')[0]!
				.split(':')
				.reduce((sum, part) => sum * 60 + Number(part), 0) >= wanted,
		seconds,
		{ timeout: 30_000 }
	);

/** How loud what lies at an address is in each quarter of a second, decoded by the browser as its listeners' do; counted from five moments of its first quarter. */
const loudnessOf = (page: Page, src: string): Promise<number[][]> =>
	page.evaluate(async (address) => {
		const bytes = await (await fetch(address)).arrayBuffer();
		const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes);
		const each = 12_000;
		return [0, 0.2, 0.4, 0.6, 0.8].map((later) => {
			const data = sound.getChannelData(0).subarray(later * each);
			return Array.from({ length: Math.floor(data.length / each) }, (_, place) => {
				const part = data.subarray(place * each, (place + 1) * each);
				return Math.sqrt(part.reduce((sum, one) => sum + one * one, 0) / each);
			});
		});
	}, src);

/** The best correlation of what was heard with what was said, wherever in it the hearing began: between two quarters of a second, too. After the voice comes silence, however long a slow machine listens. */
function likeness(loudness: number[][]): number {
	const begins = envelope.length - 8;
	const tries = loudness.flatMap((heard) => {
		const silence = Array.from({ length: heard.length }, () => 0);
		const said = [...envelope, ...silence];
		return Array.from({ length: begins }, (_, from) =>
			heard.length < 8 ? 0 : correlation(heard, said.slice(from, from + heard.length))
		);
	});
	return Math.max(...tries);
}

function correlation(one: number[], other: number[]): number {
	const mean = (all: number[]) => all.reduce((sum, each) => sum + each, 0) / all.length;
	const [a, b] = [one, other].map((all) => all.map((each) => each - mean(all)));
	const dot = (x: number[], y: number[]) => x.reduce((sum, each, i) => sum + each * y[i]!, 0);
	return dot(a!, b!) / Math.sqrt(dot(a!, a!) * dot(b!, b!));
}

test('Kofi writes an outline, tests his microphone, and says two tracks of it on a phone, of which the silence is left out', async () => {
	const kofi = await as('Kofi', { viewport: phone });
	await open(kofi, '/playlists/new?outline=interview');
	await kofi
		.getByRole('textbox', { name: 'Outline' })
		.fill('The ten minutes before it\nHow I decide');
	await kofi.getByLabel('Who will hear it').selectOption({ label: 'Everyone here' });
	await kofi.getByRole('button', { name: 'Begin it' }).click();
	await kofi.getByRole('heading', { name: 'How to lead a job interview', level: 1 }).waitFor();
	const list = new URL(kofi.url()).pathname.split('/').at(-1)!;
	await kofi.getByRole('link', { name: 'Record it: “The ten minutes before it”' }).click();
	await kofi.getByText('Everyone here will hear it.').waitFor();

	await kofi.getByRole('button', { name: 'Test your microphone' }).click();
	await kofi.getByText('You are heard well.').waitFor();
	await record(kofi, 6);
	await kofi.getByLabel('Leave out').waitFor();
	await lookAt(kofi, 'kofi-recorder');
	expect(await tracksOf(list)).toEqual([]);
	await kofi.getByRole('button', { name: 'Use this take: Take 1' }).click();
	await kofi.getByRole('heading', { name: 'How I decide', level: 1 }).waitFor();
	const [first] = await tracksOf(list);
	expect(first).toMatchObject({ title: 'The ten minutes before it' });
	// A second and a half of silence came before the first word.
	expect(first!.take!.seconds).toBeGreaterThan(4.2);
	expect(first!.take!.seconds).toBeLessThan(5.6);
	expect(likeness(await loudnessOf(kofi, first!.take!.src))).toBeGreaterThan(0.8);

	// What is used is not offered again for the next line.
	await kofi.waitForTimeout(500);
	expect(await kofi.locator('article').count()).toBe(0);
	await record(kofi, 4);
	await kofi.getByRole('button', { name: 'Use this take: Take 1' }).click();
	await kofi.getByRole('heading', { name: 'How to lead a job interview', level: 1 }).waitFor();
	expect((await tracksOf(list)).map(({ title }) => title)).toEqual([
		'The ten minutes before it',
		'How I decide'
	]);
	expect(kofi.complaints()).toEqual([]);
	expect(await at.place().api('Kofi', 'GET /recordings')).toEqual({ items: [] });
}, 120_000);

test('what Kofi said before his tab and the server died is offered back, and is within five seconds of all he said', async () => {
	const { list, tracks } = await outlined('What nobody wrote down');
	const kofi = await as('Kofi');
	const path = `/tracks/${tracks[0]}/record?in=${list}`;
	await open(kofi, path);
	await kofi.getByRole('button', { name: 'Record', exact: true }).click();
	await said(kofi, 5);
	await at.place().crash();
	await said(kofi, 12);
	const sent = () =>
		at.place().api<{ items: { src: string; bytes: number }[] }>('Kofi', 'GET /recordings');
	const timer = kofi.getByRole('timer');
	// 12,000 bytes are a second.
	const behind = async () =>
		secondsIn(await timer.innerText()) - (await sent()).items[0]!.bytes / 12_000;
	await later(behind, (seconds) => seconds < 4);
	const spoken = secondsIn(await timer.innerText());
	const devtools = await kofi.context().newCDPSession(kofi);
	// Whoever is killed answers nothing.
	void devtools.send('Page.crash').catch(() => {});
	await kofi.waitForEvent('crash');

	// On another device there is what the place was sent of it.
	const elsewhere = await as('Kofi', { viewport: phone });
	await open(elsewhere, path);
	await elsewhere.getByRole('button', { name: 'Use this take: Take 1' }).waitFor();
	const { items } = await sent();
	const there = await loudnessOf(elsewhere, items[0]!.src);
	expect(there[0]!.length / 4).toBeGreaterThan(spoken - 5);
	expect(likeness(there)).toBeGreaterThan(0.8);

	const again = await kofi.context().newPage();
	await open(again, path);
	await again.getByLabel('Leave out').uncheck();
	await again.getByRole('button', { name: 'Use this take: Take 1' }).click();
	await again.getByRole('heading', { name: 'How I hand over', level: 1 }).waitFor();
	const [track] = await tracksOf(list);
	expect(track!.take!.seconds).toBeGreaterThan(spoken - 5);
	expect(likeness(await loudnessOf(again, track!.take!.src))).toBeGreaterThan(0.8);
	await later(
		() => at.place().api<{ items: unknown[] }>('Kofi', 'GET /recordings'),
		({ items }) => items.length === 0
	);
}, 120_000);

test('Kofi splits what he said in two, discards a half and takes that back, and joins both again', async () => {
	const { list, tracks } = await outlined('In pieces');
	const kofi = await as('Kofi');
	await open(kofi, `/tracks/${tracks[0]}/record?in=${list}`);
	await record(kofi, 6);
	const take = kofi.locator('article');
	await take.locator('audio').evaluate((audio: HTMLAudioElement) => {
		audio.currentTime = 3;
	});
	await kofi.getByRole('button', { name: 'Split at 0:03' }).click();
	await kofi.getByRole('heading', { name: 'Take 2' }).waitFor();
	expect(await take.locator('h3').allInnerTexts()).toEqual(['Take 1 0:03', 'Take 2 0:03']);
	await kofi.getByRole('button', { name: 'Discard: Take 2' }).click();
	await kofi.getByText('The take is discarded').waitFor();
	expect(await take.count()).toBe(1);
	// What is discarded stays so while another is recorded, and comes back to its place.
	await record(kofi, 1);
	await kofi.getByRole('heading', { name: 'Take 2' }).waitFor();
	expect(await take.count()).toBe(2);
	await kofi.getByRole('button', { name: 'Undo' }).click();
	await kofi.getByRole('button', { name: 'Discard: Take 3' }).click();
	await kofi.getByRole('heading', { name: 'Take 3' }).waitFor({ state: 'detached' });
	await kofi.getByRole('button', { name: 'Join all takes into one' }).click();
	await kofi.getByRole('heading', { name: 'Take 2' }).waitFor({ state: 'detached' });
	await kofi.getByText('They are one take now').waitFor();
	await kofi.getByRole('button', { name: 'Undo' }).click();
	await kofi.getByRole('heading', { name: 'Take 2' }).waitFor();
	expect(await take.locator('h3').allInnerTexts()).toEqual(['Take 1 0:03', 'Take 2 0:03']);
	await kofi.getByRole('button', { name: 'Join all takes into one' }).click();
	await kofi.getByRole('heading', { name: 'Take 2' }).waitFor({ state: 'detached' });
	expect(await take.locator('h3').allInnerTexts()).toEqual(['Take 1 0:06']);
	await kofi.getByRole('button', { name: 'Use this take: Take 1' }).click();
	await kofi.getByRole('heading', { name: 'How I hand over', level: 1 }).waitFor();
	expect(likeness(await loudnessOf(kofi, (await tracksOf(list))[0]!.take!.src))).toBeGreaterThan(
		0.8
	);
	expect(kofi.complaints()).toEqual([]);
}, 60_000);

test('with the place out of reach the recorder goes on, pauses too, and what was said is used once it is back', async () => {
	const { list, tracks } = await outlined('Under way');
	const kofi = await as('Kofi');
	await open(kofi, `/tracks/${tracks[0]}/record?in=${list}`);
	await kofi.context().setOffline(true);
	await kofi.getByRole('button', { name: 'Record', exact: true }).click();
	await said(kofi, 3);
	await kofi.getByRole('button', { name: 'Pause' }).click();
	const before = await kofi.getByRole('timer').innerText();
	await kofi.waitForTimeout(1_500);
	expect(await kofi.getByRole('timer').innerText()).toBe(before);
	await kofi.getByRole('button', { name: 'Go on' }).click();
	await said(kofi, 5);
	await kofi.getByRole('button', { name: 'Stop' }).click();
	await kofi.getByLabel('Leave out').uncheck();
	await kofi.getByRole('button', { name: 'Use this take: Take 1' }).click();
	await kofi.getByText('There is no network').waitFor();
	await kofi.context().setOffline(false);
	await kofi.getByRole('heading', { name: 'How I hand over', level: 1 }).waitFor();
	const [track] = await tracksOf(list);
	expect(track!.take!.seconds).toBeGreaterThan(4.5);
	expect(track!.take!.seconds).toBeLessThan(6.5);
}, 60_000);

test('what Kofi says while the network is gone reaches the place by itself once it is back', async () => {
	const { list, tracks } = await outlined('In the lift');
	const kofi = await as('Kofi');
	await open(kofi, `/tracks/${tracks[0]}/record?in=${list}`);
	await kofi.getByRole('button', { name: 'Record', exact: true }).click();
	await said(kofi, 3);
	await kofi.context().setOffline(true);
	await said(kofi, 8);
	await kofi.context().setOffline(false);
	const sent = () => at.place().api<{ items: { bytes: number }[] }>('Kofi', 'GET /recordings');
	await later(sent, ({ items }) => items[0]!.bytes >= 8 * 12_000);
	await kofi.getByRole('button', { name: 'Stop' }).click();
	await kofi.getByRole('button', { name: 'Discard: Take 1' }).click();
});

test('where the microphone is refused, or taken away, the recorder says so, and what was said is kept', async () => {
	const { list, tracks } = await outlined('Refused');
	const kofi = await as('Kofi');
	await open(kofi, `/tracks/${tracks[0]}/record?in=${list}`);
	await kofi.evaluate(() => {
		const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
		let asked = 0;
		navigator.mediaDevices.getUserMedia = async (wanted) => {
			if (asked++ === 0) throw new DOMException('No', 'NotAllowedError');
			const stream = await real(wanted);
			Object.assign(window, { microphone: stream.getAudioTracks()[0] });
			return stream;
		};
	});
	await kofi.getByRole('button', { name: 'Record', exact: true }).click();
	await kofi.getByText('The microphone is not allowed here').waitFor();
	await kofi.getByRole('button', { name: 'Record', exact: true }).click();
	/** As a browser does during a call, after it, and when a microphone is unplugged. */
	const happens = (event: string) =>
		kofi.evaluate((name) => {
			const { microphone } = window as unknown as { microphone: MediaStreamTrack };
			microphone.dispatchEvent(new Event(name));
		}, event);
	await said(kofi, 1);
	await happens('mute');
	await kofi.getByText('Your microphone hears nothing').waitFor();
	await happens('unmute');
	await kofi.getByText('Every second is kept').waitFor();
	await happens('ended');
	await kofi.getByText('The microphone went away').waitFor();
	await kofi.getByRole('button', { name: 'Use this take: Take 1' }).waitFor();
}, 60_000);

test('Darcy reads a text aloud part by part; Mei changes between eye and ear, and only the part that he changes is read again', async () => {
	const { id: series, parts } = await at
		.place()
		.api<{ id: string; parts: { training: string }[] }>('Darcy', 'POST /series', {
			...{ title: 'Calm handovers', audience: 'everyone', expectation: { level: 'offered' } },
			parts: [
				{
					...{ title: 'Before you go', opens: '2027-01-04', closes: '2027-12-01' },
					markdown: '## Look around\n\nCount the lanterns twice.\n\nThen say what is left.'
				}
			]
		});
	await at.place().api('Darcy', `POST /series/${series}/publication`);
	const document = parts[0]!.training;
	const darcy = await as('Darcy', { viewport: phone });
	await open(darcy, `/trainings/${document}`);
	await darcy.getByRole('link', { name: 'Read it aloud' }).click();
	await darcy.getByText('0 of 3 parts are read aloud').waitFor();
	await darcy.getByRole('button', { name: 'Read this aloud: Look around' }).click();
	for (const words of ['Look around', 'Count the lanterns twice.', 'Then say what is left.']) {
		await darcy.locator('.prompt', { hasText: words }).waitFor();
		await record(darcy, 3);
		if (words.startsWith('Count')) await lookAt(darcy, 'darcy-prompt');
		await darcy.getByRole('button', { name: 'Use this take: Take 1' }).click();
	}
	await darcy.getByText('3 of 3 parts are read aloud').waitFor();
	expect(darcy.complaints()).toEqual([]);

	const mei = await as('Mei');
	await open(mei, `/trainings/${document}`);
	await mei.getByRole('link', { name: 'Listen from here' }).nth(1).click();
	await mei.locator('section.heard').getByText('Count the lanterns twice.').waitFor();
	// The voice goes on to the next part by itself.
	await mei.locator('section.heard').getByText('Then say what is left.').waitFor();
	await lookAt(mei, 'mei-spoken');
	await mei.getByRole('link', { name: 'Read on from here' }).nth(2).click();
	await mei.waitForURL(`**/trainings/${document}#b-*`);
	expect(mei.complaints()).toEqual([]);

	await at.place().api('Darcy', `POST /trainings/${document}/versions`, {
		markdown: '## Look around\n\nCount the lanterns three times.\n\nThen say what is left.'
	});
	await open(darcy, `/spoken/${document}`);
	await darcy.getByText('2 of 3 parts are read aloud').waitFor();
	await darcy.getByText('Its words were changed since it was read.').waitFor();
	await lookAt(darcy, 'darcy-stale');
	await darcy
		.getByRole('button', { name: 'Read it again: Count the lanterns three times.' })
		.click();
	await record(darcy, 2);
	await darcy.getByRole('button', { name: 'Use this take: Take 1' }).click();
	await darcy.getByText('3 of 3 parts are read aloud').waitFor();
	expect(darcy.complaints()).toEqual([]);
}, 180_000);

/** A training of Darcy's that people read now. */
async function openTraining(): Promise<string> {
	type Made = { id: string; parts: { training: string }[] };
	const { id, parts } = await at.place().api<Made>('Darcy', 'POST /series', {
		...{ title: 'Calm days', audience: 'everyone', expectation: { level: 'offered' } },
		parts: [
			{ title: 'One', opens: '2027-01-18', closes: '2027-01-31', markdown: 'Count the lanterns.' }
		]
	});
	await at.place().api('Darcy', `POST /series/${id}/publication`);
	return parts[0]!.training;
}

test('on a phone, Mei says what works for her instead of writing it, and Kofi hears it where he reads and answers aloud', async () => {
	const training = await openTraining();
	const mei = await as('Mei', { viewport: phone });
	await open(mei, `/trainings/${training}`);
	await mei.getByRole('link', { name: 'Say it instead' }).first().click();
	await mei.getByText('Everyone here will hear it.').waitFor();
	await record(mei, 2);
	await lookAt(mei, 'said-instead');
	await mei.getByRole('button', { name: 'Share what works for me' }).click();
	await mei.waitForURL(/#s-/);
	const line = mei.locator('.sound').getByRole('link', { name: 'What works for me' });
	await line.waitFor();
	await lookAt(mei, 'said-in-a-training');
	expect(mei.complaints()).toEqual([]);

	const kofi = await as('Kofi');
	await open(kofi, `/trainings/${training}`);
	await kofi.getByRole('link', { name: 'What works for me' }).click();
	await kofi.getByRole('region', { name: 'Player' }).getByText('What works for me').waitFor();
	expect(new URL(kofi.url()).pathname).toBe(`/trainings/${training}`);

	await kofi.locator('.talk').getByRole('link', { name: 'Say it instead' }).click();
	await kofi.getByRole('heading', { name: 'Say it', level: 1 }).waitFor();
	await record(kofi, 2);
	await kofi.getByLabel('Words beside it (optional)').fill('In short:');
	await kofi.getByRole('button', { name: /^Comment: / }).click();
	await kofi.waitForURL(/#c-/);
	await kofi.getByText('In short:').waitFor();
	await kofi.locator('article .sound a').last().waitFor();
	expect(kofi.complaints()).toEqual([]);

	// Without scripts it is a link to where it can be heard.
	const plain = await as('Darcy', { javaScriptEnabled: false });
	await plain.goto(`/trainings/${training}`);
	await plain.getByRole('link', { name: 'What works for me' }).click();
	await plain.locator('audio').waitFor();
});

test('Darcy records a part of a training where he writes it', async () => {
	const training = await openTraining();
	const darcy = await as('Darcy');
	await open(darcy, `/trainings/${training}/write`);
	await darcy.getByRole('link', { name: 'Record a part' }).click();
	await darcy.getByText('Whoever reads the text hears this').waitFor();
	await record(darcy, 2);
	await darcy.getByRole('button', { name: 'Put it into the text' }).click();
	await darcy.waitForURL(`**/trainings/${training}/write`);
	await darcy.locator('.ProseMirror').getByText('Darcy Whitfield says').waitFor();
	await darcy.getByRole('button', { name: 'Publish' }).click();
	await darcy.locator('#text .sound').getByRole('link', { name: 'Darcy Whitfield says' }).waitFor();
	expect(darcy.complaints()).toEqual([]);
});
