import { parseFeed } from 'podcast-partytime';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { expect, test } from 'vitest';
import { open, phone, placeOf, takenOver, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { later } from './later.ts';
import { look, lookAt } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

const as = (who: Name, options?: Parameters<typeof visit>[3]): Promise<Watched> =>
	visit(at.browser(), at.place(), who, options);

test('Darcy begins a playlist on a phone, and a recording that plays in few players is heard by Mei in all, who goes on where she was', async () => {
	const darcy = await as('Darcy', { viewport: phone });
	await open(darcy, '/share');
	await darcy.getByRole('link', { name: 'Begin a playlist' }).click();
	await darcy.getByLabel('Title').fill('How we hand over');
	await darcy.getByLabel('Who will hear it').selectOption({ label: 'Everyone here' });
	await darcy.getByRole('button', { name: 'Begin it' }).click();
	await darcy.getByRole('heading', { name: 'How we hand over', level: 1 }).waitFor();

	await darcy.getByLabel('What the track is about').fill('The first question');
	await darcy.getByRole('button', { name: 'Record a track' }).click();
	await darcy.getByText('Send a recording instead').click();
	await darcy.getByLabel('Recording', { exact: true }).setInputFiles({
		...{ name: 'take.wav', mimeType: 'audio/wav' },
		buffer: Buffer.from(await tone(90, { as: 'wav' }))
	});
	await darcy.getByRole('button', { name: 'Send it' }).click();
	await darcy.getByRole('link', { name: 'The first question' }).waitFor();
	expect(darcy.complaints()).toEqual([]);
	const path = new URL(darcy.url()).pathname;

	const mei = await as('Mei');
	await open(mei, path);
	await mei.getByRole('button', { name: 'Listen: The first question, by Darcy' }).click();
	await mei.getByRole('slider', { name: 'Where it is' }).fill('40');
	await mei.getByRole('button', { name: 'Pause: The first question, by Darcy' }).click();

	const list = path.split('/').at(-1)!;
	type Listed = {
		tracks: {
			id: string;
			mine: { seconds: number } | null;
			take: { type: string; seconds: number };
		}[];
	};
	const track = () =>
		at
			.place()
			.api<Listed>('Mei', `GET /playlists/${list}`)
			.then(({ tracks }) => tracks[0]!);
	const { take } = await later(track, ({ mine }) => (mine?.seconds ?? 0) >= 40);
	expect(take.type).toBe('audio/mpeg');
	expect(take.seconds).toBeGreaterThan(89.9);
	expect(take.seconds).toBeLessThan(90.2);

	// On another device of hers.
	const phoneOfHers = await as('Mei', { viewport: phone });
	await open(phoneOfHers, path);
	await phoneOfHers.getByText(/^0:(4\d|50) left$/).waitFor();
	await phoneOfHers.getByRole('button', { name: 'Listen: The first question, by Darcy' }).click();
	await expect.poll(() => placeOf(phoneOfHers)).toBeGreaterThanOrEqual(40);
	await phoneOfHers.getByRole('button', { name: 'Pause: The first question, by Darcy' }).click();
	expect(mei.complaints()).toEqual([]);
	await look(darcy, path, 'darcy-playlist');
	await look(mei, path, 'mei-playlist');
});

test('what is no recording is refused with a reason, and what was written stays', async () => {
	const track = await at.place().speak('Kofi', { title: 'Kofi says', audience: 'everyone' });
	const kofi = await as('Kofi');
	await open(kofi, `/tracks/${track}/record`);
	await kofi.getByLabel('What is new in it').fill('Nothing at all');
	await kofi.getByText('Send a recording instead').click();
	await kofi.getByLabel('Recording', { exact: true }).setInputFiles({
		...{ name: 'voice.mp3', mimeType: 'audio/mpeg' },
		buffer: Buffer.from('This is a letter. '.repeat(100))
	});
	await kofi.getByRole('button', { name: 'Send it' }).click();
	await kofi.getByText('This is no recording that can be read').waitFor();
	expect(await kofi.getByLabel('What is new in it').inputValue()).toBe('Nothing at all');
});

test('Mei takes a playlist along in a podcast app, sees when it was asked for, and ends it', async () => {
	const { id } = await at.place().api<{ id: string }>('Darcy', 'POST /playlists', {
		title: 'For the way',
		audience: 'everyone'
	});
	const words = { title: 'One thing', audience: 'everyone', playlist: id };
	await at.place().speak('Darcy', words);
	const mei = await as('Mei', { viewport: phone });
	await open(mei, `/playlists/${id}`);
	await mei.getByRole('link', { name: 'Take it along' }).click();
	await mei.getByLabel('For which device or app').fill('my phone');
	await mei.getByRole('button', { name: 'Make its address' }).click();
	const address = await mei.locator('code').first().innerText();
	const app = { 'user-agent': 'AntennaPod/3.4' };
	const answer = await fetch(address, { headers: app });
	expect(answer.headers.get('content-type')).toContain('rss');
	const etag = answer.headers.get('etag')!;
	const feed = parseFeed(await answer.text())!;
	expect(feed).toMatchObject({ title: 'For the way', itunesType: 'serial' });
	const { enclosure } = feed.items[0]!;
	const sound = await fetch(enclosure.url, { headers: { ...app, range: 'bytes=0-99' } });
	expect(sound.status).toBe(206);
	expect(sound.headers.get('content-range')).toBe(`bytes 0-99/${enclosure.length}`);
	expect((await fetch(address, { headers: { ...app, 'if-none-match': etag } })).status).toBe(304);
	await look(mei, '/mine/feeds', 'mei-feeds');
	await open(mei, '/mine/feeds');
	await mei.getByText('by AntennaPod/3.4').waitFor();
	await mei.getByRole('button', { name: 'End it: the feed for my phone' }).click();
	await mei.getByText('AntennaPod').waitFor({ state: 'detached' });
	expect((await fetch(address)).status).toBe(404);
	expect((await fetch(enclosure.url)).status).toBe(404);
	expect(mei.complaints()).toEqual([]);
});

test('Siti gives an app that shows its addresses around one that holds no secret, and copies what it asks for', async () => {
	const siti = await as('Siti', { viewport: phone });
	await siti.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(siti, '/mine/feeds');
	await siti.getByLabel('For which device or app').fill('the web player');
	await siti.getByRole('button', { name: 'Make its address' }).click();
	await siti.getByText('With a name and a password instead').click();
	const copied = async (what: string) => {
		await siti
			.getByRole('button', { name: `Copy the ${what}` })
			.last()
			.click();
		await siti.getByRole('button', { name: 'Copied' }).last().waitFor();
		const text = await siti.evaluate(() => navigator.clipboard.readText());
		await siti.getByRole('button', { name: 'Copied' }).waitFor({ state: 'detached' });
		return text;
	};
	const [address, name, password] = [
		...[await copied('address'), await copied('name'), await copied('password')]
	];
	expect(address).not.toContain(password);
	expect((await fetch(address!)).status).toBe(401);
	const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
	const answer = await fetch(address!, { headers: { authorization } });
	expect(parseFeed(await answer.text())!.title).toContain('New in');
	await lookAt(siti, 'siti-feed-made');
	expect(siti.complaints()).toEqual([]);
	await open(siti, '/mine/feeds');
	await siti.getByText('the web player').waitFor();
	expect(await siti.locator('code').count(), 'it is shown once').toBe(0);
});

test('a track goes on by itself: renamed, widened, recorded again, withdrawn and brought back', async () => {
	const track = await at.place().speak('Darcy', { title: 'Alone', audience: 'me' });
	const darcy = await as('Darcy');
	await look(darcy, `/tracks/${track}`, 'darcy-track');
	await open(darcy, `/tracks/${track}`);
	await darcy.getByRole('link', { name: 'Change it' }).click();
	await darcy.getByLabel('Who will hear it').selectOption({ label: 'Everyone here' });
	const seen = () =>
		at
			.place()
			.api<{ take: { number: number; words: string } }>('Mei', `GET /tracks/${track}`)
			.catch(() => null);
	const again = darcy.getByLabel('I heard it again');
	const mayBeSent = () => again.evaluate((box: HTMLInputElement) => box.form!.checkValidity());
	expect(await mayBeSent(), 'before he heard it again').toBe(false);
	await again.check();
	await darcy.getByRole('button', { name: 'Let them hear it' }).click();
	await later(seen, (one) => one !== null);
	await darcy.getByRole('link', { name: 'Record it anew' }).click();
	await darcy.getByLabel('What is new in it').fill('The number was wrong');
	await darcy.getByText('Send a recording instead').click();
	await darcy.getByLabel('Recording', { exact: true }).setInputFiles({
		...{ name: 'again.mp3', mimeType: 'audio/mpeg' },
		buffer: Buffer.from(await tone(2))
	});
	await darcy.getByRole('button', { name: 'Send it' }).click();
	await darcy.getByText('New in it: The number was wrong').waitFor();
	expect((await seen())!.take).toMatchObject({ number: 2, words: 'The number was wrong' });
	await darcy.getByRole('link', { name: 'Change it' }).click();
	await darcy.getByRole('button', { name: 'Withdraw this track' }).click();
	await darcy.getByText('You withdrew this track').waitFor();
	expect(await seen()).toBeNull();
	await darcy.getByRole('button', { name: 'Undo' }).click();
	await darcy.getByText('You withdrew this track').waitFor({ state: 'detached' });
	expect((await seen())!.take.number).toBe(2);
	expect(darcy.complaints()).toEqual([]);
});

test('what is said is written down with its times, follows the voice, and is listened to from any line', async () => {
	const words = { title: 'Three steps', audience: 'everyone', seconds: 60 };
	const track = await at.place().speak('Darcy', words);
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}`);
	await darcy.getByRole('link', { name: 'write down what is said' }).click();
	await darcy.getByText('As text, or from a file').click();
	await darcy.getByLabel('The words').fill('WEBVTT\n\n00:xx --> 00:02.000\nFirst');
	await darcy.getByRole('button', { name: 'Save this text' }).click();
	await darcy.getByText('Line 3').waitFor();
	await darcy.getByLabel('Or a file with them').setInputFiles({
		...{ name: 'words.srt', mimeType: 'application/x-subrip' },
		buffer: Buffer.from(
			'1\n00:00:00,000 --> 00:00:30,000\nFirst look around\n\n2\n00:00:30,000 --> 00:01:00,000\nThen ask twice\n'
		)
	});
	await darcy.getByRole('button', { name: 'Save this text' }).click();
	await darcy.getByText('Then ask twice').first().waitFor();

	const mei = await as('Mei', { viewport: phone });
	await open(mei, '/search?q=ask+twice');
	await mei.getByRole('link', { name: 'Three steps' }).click();
	await mei.getByRole('button', { name: 'Listen from 0:30' }).click();
	await mei.locator('p.said').getByText('Then ask twice').waitFor();
	await mei.getByRole('button', { name: 'Listen from 0:00' }).click();
	await mei.locator('p.said').getByText('First look around').waitFor();
	expect(mei.complaints()).toEqual([]);
	await look(mei, `/tracks/${track}`, 'mei-transcript');
});

test('Mei thanks for a moment and asks about another on a phone; Darcy reads it by name, listens from there, and answers', async () => {
	const words = { title: 'How I begin', audience: 'everyone', seconds: 40 };
	const track = await at.place().speak('Darcy', words);
	const mei = await as('Mei', { viewport: phone });
	await open(mei, `/tracks/${track}`);
	await mei.getByText('Play it to say something').waitFor();
	await mei.getByRole('button', { name: 'Listen: How I begin, by Darcy' }).click();
	await mei.getByRole('button', { name: /Say something about 0:(0[1-9]|[1-3]\d)/ }).waitFor();
	await mei.getByRole('button', { name: 'Pause: How I begin, by Darcy' }).click();
	await mei.getByRole('slider', { name: 'Where it is' }).fill('3');
	await mei.getByRole('button', { name: 'Thanks for 0:03' }).click();
	await mei.getByRole('button', { name: 'Take back: thanks for 0:03' }).first().waitFor();
	await mei.getByRole('slider', { name: 'Where it is' }).fill('5');
	await mei.getByRole('button', { name: 'Say something about 0:05' }).click();
	await mei.getByRole('slider', { name: 'Where it is' }).fill('7');
	await mei.getByLabel('What do you say about 0:05?').fill('Why do you wait here?');
	await mei.getByLabel('please say it anew').check();
	await mei.getByRole('button', { name: 'Comment' }).click();
	await mei.getByText('Why do you wait here?', { exact: true }).first().waitFor();
	await mei.getByText('Asked to be said anew').waitFor();
	expect(mei.complaints()).toEqual([]);
	await look(mei, `/tracks/${track}`, 'mei-moments');

	const darcy = await as('Darcy');
	await open(darcy, '/inbox');
	await darcy
		.getByRole('link', { name: /Mei.*How I begin/ })
		.first()
		.click();
	await darcy.waitForURL(`**/tracks/${track}**`);
	await takenOver(darcy);
	await darcy.getByText('Thanks from Mei').waitFor();
	await darcy.getByRole('button', { name: 'Listen from 0:05' }).click();
	await darcy.getByRole('button', { name: /Say something about 0:(0[5-9]|[1-3]\d)/ }).waitFor();
	await darcy.getByRole('button', { name: 'Pause: How I begin, by Darcy' }).click();
	expect(await darcy.getByRole('button', { name: /Thanks for/ }).count()).toBe(0);
	await darcy.getByRole('link', { name: 'Reply' }).click();
	await darcy.getByLabel('Reply to Mei').fill('To hear the room');
	await darcy.getByRole('button', { name: 'Reply' }).click();
	await darcy.getByText('To hear the room', { exact: true }).first().waitFor();
	expect(darcy.complaints()).toEqual([]);
	await look(darcy, `/tracks/${track}`, 'darcy-moments');
	await look(darcy, '/mine', 'darcy-anew');
	await darcy.getByRole('link', { name: 'Record it anew: How I begin' }).waitFor();
	await darcy.getByRole('button', { name: /It still holds: How I begin, for Mei/ }).click();
	await darcy.getByText('This is settled').waitFor();
});

test('Mei, who has just come, is asked to teach something, goes on with it later, and is told that she did', async () => {
	const page = await as('Mei', { viewport: phone });
	await open(page, '/first-week');
	await page.getByRole('link', { name: 'What surprised me in my first days here' }).click();
	await page.waitForURL('**/playlists/new?outline=surprised');
	expect(await page.getByLabel('Title').inputValue()).toBe(
		'What surprised me in my first days here'
	);
	await page.getByRole('button', { name: 'Begin' }).click();
	await page.getByText('What I did not understand at first').waitFor();
	const playlist = new URL(page.url()).pathname.split('/').at(-1)!;
	await open(page, '/first-week');
	await page.getByRole('link', { name: 'Go on with: What surprised me' }).waitFor();
	const title = 'What you do here that I had not seen before';
	await at.place().speak('Mei', { title, audience: 'everyone', playlist });
	await look(page, '/first-week', 'mei-taught');
	await page.getByRole('link', { name: 'You have taught us: What surprised me' }).waitFor();
	const kofi = await as('Kofi', { viewport: phone });
	await open(kofi, '/');
	await kofi.getByText(title).first().waitFor();
});

test('Darcy shares by a link what he said; whoever has it hears it on a phone without an account, until he ends it', async () => {
	const track = await at.place().speak('Darcy', { title: 'For a friend', audience: 'me' });
	await at.place().api('Darcy', `PUT /tracks/${track}/transcript`, { text: 'Count the lanterns' });
	const darcy = await as('Darcy');
	await open(darcy, `/tracks/${track}`);
	await darcy.getByRole('link', { name: 'Share by a link' }).click();
	await darcy.getByRole('checkbox', { name: 'I heard it again' }).check();
	await darcy.getByLabel('The last day').selectOption({ index: 0 });
	await darcy.getByRole('button', { name: 'Make the link' }).click();
	const address = await darcy.locator('code').innerText();
	await darcy.getByText('not heard yet').waitFor();

	const friend = await visit(at.browser(), at.place(), null, { viewport: phone });
	await open(friend, address);
	await friend.getByText('lets you hear this until').waitFor();
	await friend.getByText('What is said').click();
	await friend.getByText('Count the lanterns').waitFor();
	const sound = friend.locator('audio');
	await sound.evaluate((audio: HTMLAudioElement) => audio.play());
	await expect
		.poll(() => sound.evaluate((audio: HTMLAudioElement) => audio.currentTime))
		.toBeGreaterThan(0);
	await friend.getByRole('link', { name: 'Lantern Street' }).click();
	await friend.getByRole('heading', { name: 'Sign in' }).waitFor();
	await friend.goBack();
	await friend.getByText('lets you hear this until').waitFor();
	await look(friend, address, 'friend-link');

	await look(darcy, `/mine/links?track=${track}`, 'darcy-links');
	await open(darcy, `/tracks/${track}`);
	await darcy.getByText('Whoever has your link hears it too').waitFor();
	await open(darcy, '/mine/links');
	await darcy.getByText('last heard').waitFor();
	await darcy.getByRole('button', { name: 'End it: the link to For a friend' }).click();
	await darcy.getByText('None of your links is open').waitFor();
	await open(friend, address);
	await friend.getByRole('heading', { name: 'There is nothing to hear here' }).waitFor();
	expect([...darcy.complaints(), ...friend.complaints()]).toEqual([]);
});
