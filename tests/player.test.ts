import { expect, test } from 'vitest';
import { open, phone, placeOf, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { later } from './later.ts';
import { look, lookAt } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

const as = (who: Name, options?: Parameters<typeof visit>[3]): Promise<Watched> =>
	visit(at.browser(), at.place(), who, options);

type Mine = { seconds: number; heard: boolean } | null;

const mine = (track: string) =>
	at
		.place()
		.api<{ mine: Mine }>('Mei', `GET /tracks/${track}`)
		.then((shown) => shown.mine);

/** A playlist of Darcy's, with tracks of so many seconds. */
async function spoken(title: string, ...tracks: [string, number][]) {
	const { id } = await at.place().api<{ id: string }>('Darcy', 'POST /playlists', {
		...{ title, audience: 'everyone' }
	});
	const ids = [];
	for (const [name, seconds] of tracks)
		ids.push(
			await at.place().speak('Darcy', { title: name, audience: 'everyone', playlist: id, seconds })
		);
	return { path: `/playlists/${id}`, ids };
}

/** What the page is answered that fetches an address. */
const statusOf = (page: Watched, src: string) =>
	page.evaluate(async (address) => (await fetch(address)).status, src);

const bar = (page: Watched) => page.getByRole('region', { name: 'Player' });

test('what plays goes on from page to page, by keys too, and each voice at the speed that Mei chose for it on any device', async () => {
	const { path, ids } = await spoken('On the way', ['The long one', 120], ['The short one', 2]);
	const mei = await as('Mei');
	await open(mei, path);
	await mei.getByRole('button', { name: 'Listen: The long one, by Darcy' }).click();
	await bar(mei).getByRole('link', { name: 'The long one' }).waitFor();
	await expect.poll(() => placeOf(mei)).toBeGreaterThanOrEqual(2);
	await mei.keyboard.press('k');
	await bar(mei).getByRole('button', { name: 'Listen' }).waitFor();
	await mei.keyboard.press('k');
	await bar(mei).getByRole('button', { name: 'Pause' }).waitFor();
	await mei.getByRole('link', { name: 'Series', exact: true }).click();
	await mei.getByRole('heading', { level: 1 }).waitFor();
	const then = await placeOf(mei);
	await expect.poll(() => placeOf(mei)).toBeGreaterThan(then);

	await bar(mei).getByLabel('How fast Darcy').selectOption('2×');
	await mei.keyboard.press('Tab');
	await bar(mei).getByRole('slider').focus();
	await mei.keyboard.press('l');
	await later(
		() => mine(ids[0]!),
		(known) => (known?.seconds ?? 0) > 33
	);
	const forward = await placeOf(mei);
	await mei.keyboard.press('j');
	await expect.poll(() => placeOf(mei)).toBeLessThan(forward - 5);
	// Less than a hundred seconds are left, in half the time.
	await bar(mei)
		.getByText(/^-0:[2-4]\d$/)
		.waitFor();
	await mei.keyboard.press('k');
	await bar(mei).getByRole('button', { name: 'Listen' }).waitFor();
	const paused = await placeOf(mei);
	await later(
		() => mine(ids[0]!),
		(known) => Math.abs((known?.seconds ?? 0) - paused) < 2
	);
	await bar(mei).getByRole('button', { name: 'The next track' }).click();
	await bar(mei).getByRole('link', { name: 'The short one' }).waitFor();
	await later(
		() => mine(ids[1]!),
		(known) => known?.heard === true
	);
	// The long one goes on where it was, though another was played between.
	await open(mei, path);
	await mei.getByRole('button', { name: 'Listen: The long one, by Darcy' }).click();
	await mei.getByRole('button', { name: 'Listen: The short one, by Darcy' }).click();
	await mei.getByRole('button', { name: 'Listen: The long one, by Darcy' }).click();
	await expect.poll(() => placeOf(mei)).toBeGreaterThanOrEqual(Math.floor(paused));
	await bar(mei).getByRole('button', { name: 'Close the player' }).click();
	expect((await mine(ids[0]!))!.seconds).toBeGreaterThan(paused - 2);
	expect(mei.complaints()).toEqual([]);

	const onThePhone = await as('Mei', { viewport: phone });
	await open(onThePhone, path);
	await onThePhone.getByRole('button', { name: 'Listen: The long one, by Darcy' }).click();
	expect(await bar(onThePhone).getByLabel('How fast Darcy').inputValue()).toBe('2');
	await onThePhone.getByRole('button', { name: 'Pause: The long one, by Darcy' }).click();
	await lookAt(onThePhone, 'mei-player');
	await bar(onThePhone).getByRole('button', { name: 'Close the player' }).click();
	expect(await bar(onThePhone).count()).toBe(0);
});

test('a sleep timer ends it after the track', async () => {
	const { path, ids } = await spoken('At night', ['First', 2], ['Second', 2]);
	const mei = await as('Mei');
	await open(mei, path);
	await mei.getByRole('button', { name: 'Listen: First, by Darcy' }).click();
	await bar(mei).getByLabel('Sleep timer').selectOption('Stop after this track');
	await later(
		() => mine(ids[0]!),
		(known) => known?.heard === true
	);
	await bar(mei).getByRole('button', { name: 'Listen' }).waitFor();
	expect(await mine(ids[1]!)).toBeNull();
});

test('what Mei did not hear yet is listed as new, and nothing that she said herself', async () => {
	const { ids } = await spoken('Fresh', ['Heard by her', 1], ['Not heard yet', 1]);
	await at.place().speak('Mei', { title: 'By herself', audience: 'everyone' });
	const position = { take: 1, seconds: 0, heard: true };
	await at.place().api('Mei', `PUT /tracks/${ids[0]!}/position`, position);
	const mei = await as('Mei');
	await open(mei, '/playlists');
	const fresh = mei.getByRole('region', { name: 'New for you' });
	await fresh.getByRole('link', { name: 'Not heard yet' }).waitFor();
	expect(await fresh.getByRole('link', { name: 'Heard by her' }).count()).toBe(0);
	expect(await fresh.getByRole('link', { name: 'By herself' }).count()).toBe(0);
	await look(mei, '/playlists', 'mei-new');
});

test('a playlist that is kept on the device plays to its end without a network or a place, and what was heard is told later', async () => {
	const { path, ids } = await spoken('For the train', ['One', 3], ['Two', 3]);
	const mei = await as('Mei');
	await open(mei, path);
	await mei.getByRole('button', { name: 'Keep it on this device' }).click();
	await mei.getByText('Kept on this device').first().waitFor();
	await mei.context().setOffline(true);
	await at.place().crash(async () => {
		// Wherever somebody arrives, the list of what is kept is there.
		await mei.goto('/series');
		await mei.getByRole('link', { name: 'For the train' }).click();
		await mei.getByRole('heading', { name: 'For the train', level: 1 }).waitFor();
		await open(mei, path);
		await mei.getByRole('button', { name: 'Listen: One, by Darcy' }).click();
		await bar(mei).getByRole('slider').fill('1');
		await bar(mei).getByRole('link', { name: 'Two' }).waitFor();
		await bar(mei).getByRole('button', { name: 'Listen' }).waitFor();
	});
	expect(await mine(ids[1]!)).toBeNull();
	await mei.context().setOffline(false);
	await open(mei, '/');
	for (const id of ids)
		await later(
			() => mine(id),
			(known) => known?.heard === true
		);
}, 90_000);

test('whoever signs out leaves nothing of what was kept on the device', async () => {
	const { path } = await spoken('On a shared laptop', ['Once', 1]);
	const mei = await as('Mei');
	await open(mei, path);
	await mei.getByRole('button', { name: 'Keep it on this device' }).click();
	await mei.getByText('Kept on this device').first().waitFor();
	expect(await mei.evaluate(() => caches.has('junto-kept'))).toBe(true);
	await open(mei, '/playlists/kept');
	expect(await mei.getByRole('main').getByRole('listitem').count()).toBe(1);
	await mei.context().clearCookies();
	await open(mei, '/sign-in');
	await mei.waitForFunction(async () => !(await caches.has('junto-kept')));
	expect(
		await mei.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)
	).toBe(0);
});

test('what is withdrawn is not heard from a device that kept it, once that reaches the place', async () => {
	const { path, ids } = await spoken('Taken back', ['Mistaken', 2]);
	const mei = await as('Mei');
	await open(mei, path);
	await mei.getByRole('button', { name: 'Keep it on this device' }).click();
	await mei.getByText('Kept on this device').first().waitFor();
	const [src] = await mei.evaluate(async () =>
		(await (await caches.open('junto-kept')).keys())
			.map(({ url }) => new URL(url).pathname)
			.filter((path) => path.startsWith('/files/'))
	);
	const heard = () => statusOf(mei, src!);
	expect(await heard()).toBe(200);
	await at.place().api('Darcy', `PUT /tracks/${ids[0]!}/withdrawal`);
	expect(await heard()).toBe(404);
	expect(await mei.evaluate(async (address) => Boolean(await caches.match(address)), src!)).toBe(
		false
	);
});

test('what was heard already is not heard again by its address once it is withdrawn', async () => {
	const { path, ids } = await spoken('Said in haste', ['Too much', 2]);
	const mei = await as('Mei');
	await open(mei, path);
	const { take } = await at.place().api<{ take: { src: string } }>('Mei', `GET /tracks/${ids[0]!}`);
	const heard = () => statusOf(mei, take.src);
	await mei.getByRole('button', { name: 'Listen: Too much, by Darcy' }).click();
	await later(
		() => mine(ids[0]!),
		(known) => known?.heard === true
	);
	expect(await heard()).toBe(200);
	expect(await heard()).toBe(200);
	expect(mei.complaints()).toEqual([]);
	await at.place().api('Darcy', `PUT /tracks/${ids[0]!}/withdrawal`);
	expect(await heard()).toBe(404);
});

test('Mei goes on where her other device has gone meanwhile, and what her phone tells late does not put it back', async () => {
	const { path, ids } = await spoken('Two devices', ['The way home', 200]);
	const listen = 'Listen: The way home, by Darcy';
	const known = (seconds: number) =>
		later(
			() => mine(ids[0]!),
			(place) => Math.abs((place?.seconds ?? 0) - seconds) < 30
		);
	const mobile = await as('Mei', { viewport: phone });
	await mobile.clock.install();
	await open(mobile, path);
	await mobile.getByRole('button', { name: listen }).click();
	await expect.poll(() => placeOf(mobile)).toBeGreaterThanOrEqual(1);
	await bar(mobile).getByRole('slider').fill('20');
	await bar(mobile).getByRole('button', { name: 'Pause' }).click();
	await known(20);

	const desk = await as('Mei');
	await open(desk, path);
	await desk.getByRole('button', { name: listen }).click();
	await bar(desk).getByRole('slider').fill('120');
	await bar(desk).getByRole('button', { name: 'Pause' }).click();
	await known(120);

	await mobile.clock.fastForward(60_000);
	await bar(mobile).getByRole('button', { name: 'Listen' }).click();
	await expect.poll(() => placeOf(mobile)).toBeGreaterThanOrEqual(118);
	await bar(mobile).getByRole('button', { name: 'Pause' }).click();
	await known(120);

	const kept = () =>
		mobile.evaluate(() =>
			Object.keys(localStorage).some((key) => key.startsWith('junto-listened'))
		);
	await at.place().crash(async () => {
		await bar(mobile).getByRole('slider').fill('40');
		await later(kept, (some) => some);
	});
	await mobile.clock.fastForward(60_000);
	await bar(desk).getByRole('slider').fill('160');
	await known(160);
	await mobile.reload();
	await later(kept, (some) => !some);
	await known(160);
});

test('the keys of a headset and of a lock screen skip, pause, and go to the next', async () => {
	const { path } = await spoken('In the dark', ['One', 120], ['Two', 120]);
	const mei = await as('Mei');
	await mei.addInitScript(() => {
		const acts = new Map<string, MediaSessionActionHandler | null>();
		navigator.mediaSession.setActionHandler = (key, act) => void acts.set(key, act);
		Object.assign(window, {
			press: (action: MediaSessionAction, seekTime?: number) =>
				acts.get(action)!({ action, ...(seekTime !== undefined && { seekTime }) })
		});
	});
	const press = (key: string, second?: number) =>
		mei.evaluate(
			([action, at]) =>
				(window as unknown as { press: (action: unknown, at: unknown) => void }).press(action, at),
			[key, second] as const
		);
	await open(mei, path);
	await mei.getByRole('button', { name: 'Listen: One, by Darcy' }).click();
	await expect.poll(() => placeOf(mei)).toBeGreaterThanOrEqual(1);
	await press('seekto', 60);
	await expect.poll(() => placeOf(mei)).toBeGreaterThanOrEqual(60);
	await press('seekforward');
	await expect.poll(() => placeOf(mei)).toBeGreaterThanOrEqual(89);
	await press('seekbackward');
	await expect.poll(() => placeOf(mei)).toBeLessThan(85);
	await press('pause');
	await bar(mei).getByRole('button', { name: 'Listen' }).waitFor();
	await press('play');
	await bar(mei).getByRole('button', { name: 'Pause' }).waitFor();
	await press('nexttrack');
	await bar(mei).getByRole('link', { name: 'Two' }).waitFor();
	const shown = () => mei.evaluate(() => navigator.mediaSession.metadata?.title);
	await expect.poll(shown).toBe('Two');
	await press('previoustrack');
	await bar(mei).getByRole('link', { name: 'One' }).waitFor();
});
