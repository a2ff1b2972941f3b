import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { open, phone, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { later } from './later.ts';
import { lookAt } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

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
	}
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
