import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { open, phone, visit, watched, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { later } from './later.ts';
import { lookAt } from './looks.ts';
import { scene } from './scene.ts';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { secondsIn, voiceFile } from './voice.fixture.ts';

const at = scene('people', voiceFile);

const as = (who: Name, options?: Parameters<typeof visit>[3]): Promise<Watched> =>
	visit(at.browser(), at.place(), who, options);

/** Three seconds as a phone and a browser’s camera make them, and twelve as a program for films does. */
const sample = (name: string) =>
	readFileSync(new URL(`../src/start/server/samples/${name}`, import.meta.url));

type Take = { id: string; type: string; seconds: number };
const takeOf = (track: string) =>
	at
		.place()
		.api<{ take: Take | null }>('Kofi', `GET /tracks/${track}`)
		.then(({ take }) => take);

/** The name of the original of the latest take. */
const originalOf = (track: string) =>
	at
		.place()
		.api<{ items: { original: { name: string } | null }[] }>('Kofi', `GET /tracks/${track}/takes`)
		.then(({ items }) => items[0]!.original?.name);

async function send(kofi: Watched, track: string, name: string, mimeType: string): Promise<void> {
	await open(kofi, `/tracks/${track}/record`);
	await kofi.getByText('Send a recording instead').click();
	await kofi
		.getByLabel('Recording', { exact: true })
		.setInputFiles({ name, mimeType, buffer: sample(name) });
}

/** What of a film can be seen: how wide its pictures are, and whether they move. */
const seen = (page: Watched) =>
	page.evaluate(() => {
		const film = [...document.querySelectorAll('video')].find((one) => one.offsetWidth > 0);
		return film && { wide: film.videoWidth, at: film.currentTime, paused: film.paused };
	});

test('Kofi sends a film from a phone and one from a camera in the browser; both are seen everywhere, or heard alone if he says so', async () => {
	const track = await at.place().speak('Kofi', { title: 'At the machine', audience: 'everyone' });
	const kofi = await as('Kofi', { viewport: phone });
	let before = (await takeOf(track))!.id;
	for (const [name, type, pictures] of [
		['phone.mov', 'video/quicktime', true],
		['camera.webm', 'video/webm', true],
		['talk.mp4', 'video/mp4', false]
	] as const) {
		await send(kofi, track, name, type);
		const choice = kofi.getByLabel('With its pictures');
		expect(await choice.isChecked()).toBe(true);
		if (name === 'phone.mov') await lookAt(kofi, 'kofi-sends-a-film');
		await choice.setChecked(pictures);
		await kofi.getByRole('button', { name: 'Send it' }).click();
		const take = await later(
			async () => (await takeOf(track))!,
			({ id }) => id !== before
		);
		expect([name, take.type]).toEqual([name, pictures ? 'video/mp4' : 'audio/mpeg']);
		expect(Math.abs(take.seconds - (name === 'talk.mp4' ? 12 : 3)), name).toBeLessThan(0.2);
		before = take.id;
		if (pictures)
			await later(
				() => originalOf(track),
				(kept) => kept === name
			);
	}
	const links = kofi.getByRole('link', { name: 'As you sent it' });
	await expect
		.poll(async () => {
			await open(kofi, `/tracks/${track}/takes`);
			return links.allTextContents();
		})
		.toEqual([
			expect.stringContaining('camera.webm (32 kB)'),
			expect.stringContaining('phone.mov (28 kB)')
		]);
	await lookAt(kofi, 'kofi-originals');
	const src = await links.first().getAttribute('href');
	const bytes = await kofi.evaluate(async (address) => {
		const answer = await fetch(address);
		return [...new Uint8Array(await answer.arrayBuffer())];
	}, src!);
	expect(Buffer.compare(Buffer.from(bytes), sample('camera.webm'))).toBe(0);
	expect(kofi.complaints()).toEqual([]);
}, 120_000);

test('Mei watches it on its page, and its pictures go with her where she goes', async () => {
	const track = await at.place().speak('Kofi', { title: 'The lever', audience: 'everyone' });
	const kofi = await as('Kofi');
	await send(kofi, track, 'talk.mp4', 'video/mp4');
	await kofi.getByRole('button', { name: 'Send it' }).click();
	await later(
		async () => (await takeOf(track))!,
		({ type }) => type === 'video/mp4'
	);
	await at.place().api('Kofi', `PUT /tracks/${track}/transcript`, {
		text: 'WEBVTT\n\n00:00:00.000 --> 00:00:03.000\nPull it to the left.\n'
	});
	const mei = await as('Mei');
	await open(mei, `/tracks/${track}`);
	await mei.getByRole('button', { name: 'Watch: The lever, Kofi' }).click();
	const start = await later(
		() => seen(mei),
		(film) => (film?.at ?? 0) > 0.2
	);
	expect(start!.wide).toBe(320);
	const captions = () =>
		mei.evaluate(() => document.querySelector('video')!.textTracks[0]?.cues?.length);
	await later(captions, (count) => count === 1);
	await lookAt(mei, 'mei-watches');
	await mei.getByRole('slider', { name: 'Where it is' }).fill('0');
	const player = mei.getByRole('region', { name: 'Player' });
	if ((await seen(mei))!.paused) await player.getByRole('button', { name: 'Play' }).click();
	await mei.getByRole('link', { name: 'Playlists' }).first().click();
	await mei.waitForURL('**/playlists');
	const there = await seen(mei);
	expect(there).toMatchObject({ wide: 320, paused: false });
	await lookAt(mei, 'mei-watches-elsewhere');
	await player.getByRole('button', { name: 'Close the player' }).click();
	expect(await seen(mei)).toBeUndefined();
	expect(mei.complaints()).toEqual([]);
}, 60_000);

/** Films until the recorder has counted so many seconds. */
async function film(page: Watched, seconds: number): Promise<void> {
	await page.getByRole('button', { name: 'Film yourself' }).click();
	await expect.poll(() => filmed(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(seconds);
}

const filmed = (page: Watched) => page.getByRole('timer').textContent().then(secondsIn);

/** How wide a film is, how long, and whether what is seen in it moves. */
const inside = (page: Watched, src: string) =>
	page.evaluate(async (address) => {
		const shown = Object.assign(document.createElement('video'), { muted: true, src: address });
		const ready = new Promise((loaded) => (shown.onloadeddata = loaded));
		document.body.append(shown);
		await ready;
		const canvas = new OffscreenCanvas(64, 48).getContext('2d', { willReadFrequently: true })!;
		const pictureAt = async (second: number) => {
			const there = new Promise((sought) => (shown.onseeked = sought));
			shown.currentTime = second;
			await there;
			canvas.drawImage(shown, 0, 0, 64, 48);
			return canvas.getImageData(0, 0, 64, 48).data;
		};
		const [early, late] = [await pictureAt(0.5), await pictureAt(2)];
		const moved = early.filter((one, i) => Math.abs(one - late[i]!) > 40).length;
		shown.remove();
		return { wide: shown.videoWidth, seconds: shown.duration, moves: moved > 20 };
	}, src);

test('Kofi films himself, sees it before anybody else does, and what he filmed when his tab died is offered back', async () => {
	const track = await at.place().speak('Kofi', { title: 'Round the corner', audience: 'everyone' });
	const before = (await takeOf(track))!.id;
	const died = await as('Kofi', { viewport: phone });
	await open(died, `/tracks/${track}/record`);
	await film(died, 12);
	await lookAt(died, 'kofi-films-himself');
	const said = await filmed(died);
	await at.place().crash();
	await died.close({ runBeforeUnload: false });

	const kofi = watched(await died.context().newPage());
	await open(kofi, `/tracks/${track}/record`);
	const take = kofi.getByRole('article').filter({ hasText: 'Take 1' });
	await take.locator('video').waitFor();
	const kept = secondsIn(await take.getByRole('heading').textContent());
	expect(kept).toBeGreaterThanOrEqual(said - 5);
	await lookAt(kofi, 'kofi-has-filmed-himself');
	await kofi.getByRole('button', { name: 'Use this take: Take 1' }).click();
	const sent = await later(
		async () => (await takeOf(track))!,
		({ id }) => id !== before
	);
	expect(sent.type).toBe('video/mp4');
	const seen = await inside(kofi, `/files/${sent.id}`);
	expect(seen).toMatchObject({ moves: true });
	expect(seen.wide).toBeGreaterThanOrEqual(640);
	expect(Math.abs(seen.seconds - sent.seconds)).toBeLessThan(0.3);
	expect(kofi.complaints()).toEqual([]);
	await later(
		() => at.place().api<{ items: unknown[] }>('Kofi', 'GET /recordings'),
		({ items }) => items.length === 0
	);
}, 120_000);

test('Kofi films what he has to say at a moment of Mei’s track, and asks with it that it be said anew', async () => {
	const track = await at
		.place()
		.speak('Mei', { title: 'The old switch', audience: 'everyone', seconds: 8 });
	const kofi = await as('Kofi', { viewport: phone });
	await open(kofi, `/say/track/${track}?block=1-3`);
	await film(kofi, 2);
	const sights = await kofi.evaluateHandle(() =>
		(document.querySelector('video')!.srcObject as MediaStream).getTracks()
	);
	await kofi.getByRole('button', { name: 'Stop' }).click();
	await kofi.getByRole('button', { name: 'Comment: Take 1' }).waitFor();
	const live = (tracks: MediaStreamTrack[]) => tracks.map(({ readyState }) => readyState);
	expect(await sights.evaluate(live)).toEqual(['ended', 'ended']);
	await kofi.getByLabel('please say it anew').check();
	await lookAt(kofi, 'kofi-says-it-instead');
	await kofi.getByRole('button', { name: 'Comment: Take 1' }).click();
	await kofi.waitForURL(/#c-/);
	await kofi.getByText('Asked to be said anew').waitFor();
	await kofi.locator('article .sound a').click();
	await later(
		() => seen(kofi),
		(one) => (one?.wide ?? 0) >= 640
	);
	expect(kofi.complaints()).toEqual([]);
});

/** Twenty-five minutes, which are sent in three parts. */
async function longRecording(): Promise<string> {
	const tenSeconds = Buffer.from(await tone(10));
	const path = join(mkdtempSync(join(tmpdir(), 'junto-long-')), 'long.mp3');
	writeFileSync(path, Buffer.concat(Array.from({ length: 150 }, () => tenSeconds)));
	return path;
}

async function sendLong(kofi: Watched, track: string, path: string): Promise<void> {
	await open(kofi, `/tracks/${track}/record`);
	await kofi.getByText('Send a recording instead').click();
	await kofi.getByLabel('Recording', { exact: true }).setInputFiles(path);
	await kofi.getByRole('button', { name: 'Send it' }).click();
}

/** Begins to send a long recording for a track, and takes the network away after its first part. */
async function cutOff(track: string, path: string): Promise<Watched> {
	const kofi = await as('Kofi');
	let parts = 0;
	await kofi.route('**/uploads/**', async (route) => {
		if (route.request().method() === 'PATCH') parts += 1;
		if (parts < 2) return route.continue();
		await kofi.context().setOffline(true);
		return route.abort();
	});
	await sendLong(kofi, track, path);
	await kofi.getByText('There is no network').waitFor();
	return kofi;
}

type Long = { take: { number: number; seconds: number }; coming: unknown[] };

/** The track once its second take is here, which takes a slow machine a while. */
async function longTakeOf(track: string): Promise<Long> {
	const shown = () => at.place().api<Long>('Kofi', `GET /tracks/${track}`);
	await expect.poll(async () => (await shown()).take.number, { timeout: 60_000 }).toBe(2);
	return shown();
}

test('a long recording goes on by itself once the network is back', async () => {
	const track = await at.place().speak('Kofi', { title: 'All of it', audience: 'everyone' });
	const kofi = await cutOff(track, await longRecording());
	await kofi.unroute('**/uploads/**');
	await kofi.context().setOffline(false);
	const { take, coming } = await longTakeOf(track);
	expect(take.seconds).toBeGreaterThan(1_490);
	expect(coming).toEqual([]);
});

test('a long recording whose page was closed goes on from where it was when Kofi chooses it again', async () => {
	const track = await at.place().speak('Kofi', { title: 'The rest', audience: 'everyone' });
	const path = await longRecording();
	const before = await cutOff(track, path);
	await before.close();
	await before.context().setOffline(false);
	const kofi = watched(await before.context().newPage());
	const offsets: number[] = [];
	kofi.on('request', (request) => {
		if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
	});
	await sendLong(kofi, track, path);
	const { take, coming } = await longTakeOf(track);
	expect(offsets[0]).toBe(4_000_000);
	expect(take.seconds).toBeGreaterThan(1_490);
	expect(coming).toEqual([]);
	expect(kofi.complaints()).toEqual([]);
});
