import { afterAll, beforeAll, expect, test } from 'vitest';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { readSound } from '#platform/server/storage/sounds.ts';
import type { Name } from './cast.ts';
import { faultsOf } from './feed-faults.ts';
import { openPlace, type Place } from './place.ts';
import { subscribe } from './podcast-client.ts';

let place: Place;
let kept: string;
const clients: ReturnType<typeof subscribe>[] = [];

beforeAll(async () => {
	place = await openPlace();
});
afterAll(async () => {
	for (const client of clients) client.remove();
	await place.close();
});

/** The client of somebody who made a feed for it. */
async function clientOf(who: Name, of: { playlist?: string; series?: string } = {}) {
	const made = { label: 'my phone', ...of };
	const { id, path, basic } = await place.api<Made>(who, 'POST /feeds', made);
	const address = place.origin + path;
	const client = subscribe(address);
	clients.push(client);
	const text = async () => (await fetch(address)).text();
	return { ...client, id, address, text, basic };
}

type Made = { id: string; path: string; basic: { path: string; name: string; password: string } };

const secondsOf = async (bytes: Uint8Array) => Math.round((await readSound(bytes)).seconds);
const plain = (name: string) =>
	decodeURIComponent(name).replace(/-[0-9a-f]{6}(\.mp3)$/, (_, ending) => ending as string);

test('Mei’s podcast client has each track of a playlist byte for byte, under a name that tells it from the others, and gets nothing once the feed has ended', async () => {
	const spoken = [
		['Three good questions', 1],
		['Three good questions', 2],
		['夜のランタン', 3],
		['Ask & listen: <first> "things"', 4]
	] as const;
	const { id: playlist } = await place.api<{ id: string }>('Darcy', 'POST /playlists', {
		...{ title: 'Handing over & going home', about: 'Three minutes each' },
		audience: 'everyone'
	});
	for (const [title, seconds] of spoken)
		await place.speak('Darcy', { title, seconds, audience: 'everyone', playlist });
	const mei = await clientOf('Mei', { playlist });
	kept = await mei.text();
	expect(faultsOf(kept)).toEqual([]);
	const items = await mei.update();
	expect(items.map(({ title }) => title).sort()).toEqual(spoken.map(([title]) => title).sort());
	expect(Object.keys(mei.files()).map(plain).sort()).toEqual([
		'Ask-listen-first-things.mp3',
		'Three-good-questions.mp3',
		'Three-good-questions.mp3',
		'夜のランタン.mp3'
	]);
	const sent = await Promise.all(spoken.map(([, seconds]) => tone(seconds)));
	expect(Object.values(mei.files()).sort((a, b) => a.length - b.length)).toEqual(sent);
	expect(await mei.update()).toEqual([]);

	const long = Object.keys(mei.files()).find((name) => name.startsWith('Ask'))!;
	mei.cut(long, 10_000);
	await mei.download(items.find(({ title }) => title.startsWith('Ask'))!.enclosure.url);
	expect(mei.files()[long], 'a download that was cut goes on where it was').toEqual(sent[3]);

	await place.api('Mei', `DELETE /feeds/${mei.id}`);
	const lost = subscribe(mei.address);
	clients.push(lost);
	await expect(lost.update()).rejects.toThrow('404');
	for (const { enclosure } of items)
		await expect(lost.download(enclosure.url)).rejects.toThrow('404');
	expect(lost.files()).toEqual({});
});

test('by an address that holds no secret, with a name and a password, Kofi’s client gets and plays the same, and others get nothing over the network, whatever they send', async () => {
	const { id: playlist } = await place.api<{ id: string }>('Darcy', 'POST /playlists', {
		...{ title: 'Closing up', audience: 'everyone' }
	});
	const spoken = { title: 'Lights', seconds: 2, audience: 'everyone', playlist };
	const track = await place.speak('Darcy', spoken);
	const words = 'WEBVTT\n\n00:00.000 --> 00:01.000\nThe lights first';
	await place.api('Darcy', `PUT /tracks/${track}/transcript`, { text: words });
	const { basic, address, id } = await clientOf('Kofi', { playlist });
	const { basic: ofMei } = await clientOf('Mei', { playlist });
	const named = new URL(basic.path, place.origin);
	const signedIn = Object.assign(new URL(named), {
		username: basic.name,
		password: basic.password
	});
	const kofi = subscribe(signedIn.href);
	clients.push(kofi);
	expect((await kofi.update()).map(({ title }) => title)).toEqual(['Lights']);
	expect(Object.values(kofi.files())).toEqual([await tone(2)]);
	expect(await kofi.update()).toEqual([]);

	const ask = (authorization?: string, more = {}, method = 'GET') =>
		fetch(named, { method, headers: { ...(authorization && { authorization }), ...more } });
	const right = `Basic ${Buffer.from(`${basic.name}:${basic.password}`).toString('base64')}`;
	const answer = await ask(right);
	const text = await answer.text();
	expect(faultsOf(text)).toEqual([]);
	expect(text.replace(`${named}`, address), 'but for where it is').toBe(
		await (await fetch(address)).text()
	);
	expect(answer.headers.get('vary')).toContain('Authorization');
	const etag = answer.headers.get('etag')!.replace('W/', '');
	expect((await ask(right, { 'if-none-match': etag })).status).toBe(304);
	expect((await ask(right, {}, 'HEAD')).status).toBe(200);
	const links = text.match(/(?<=")http[^"]+\/(?:cover\.png|transcript\.vtt|[^"/]+\.mp3)(?=")/g)!;
	expect(new Set(links).size).toBe(3);
	for (const link of links) expect((await fetch(link)).status, link).toBe(200);

	const others = [
		...[undefined, 'Basic', 'Basic %%%', 'Basic \u00e4', `Bearer ${basic.password}`],
		...[`Basic ${'Zm9v'.repeat(2_500)}`, right.slice(0, -8)],
		`Basic ${Buffer.from(`${ofMei.name}:${ofMei.password}`).toString('base64')}`
	];
	const nowhere = new URL(named.href.replace(id, '0199f000-0000-7000-8000-000000000000'));
	for (const sent of others)
		for (const at of [named, nowhere]) {
			const refused = await fetch(at, {
				headers: sent === undefined ? {} : { authorization: sent }
			});
			const told = refused.headers.get('www-authenticate');
			expect([refused.status, told], sent).toEqual([401, 'Basic realm="Junto", charset="UTF-8"']);
		}
	await place.api('Kofi', `DELETE /feeds/${id}`);
	expect((await ask(right)).status).toBe(401);
	await expect(subscribe(signedIn.href).update()).rejects.toThrow('401');
});

test('of a text that Darcy reads anew in part, Mei’s client gets the seconds of that part alone; Kofi’s, who comes later, gets the whole', async () => {
	const markdown = '## Look around\n\nCount the lanterns twice.\n\nThen wait.';
	const { id: series, parts } = await place.api<{ id: string; parts: { training: string }[] }>(
		'Darcy',
		'POST /series',
		{
			...{ title: 'Calm handovers', audience: 'everyone', expectation: { level: 'offered' } },
			parts: [{ title: 'Before you go', opens: '2027-01-04', closes: '2027-12-01', markdown }]
		}
	);
	const { training } = parts[0]!;
	await place.api('Darcy', `POST /series/${series}/publication`);
	await place.readAloud('Darcy', training, 'Look around', 1);
	await place.readAloud('Darcy', training, 'Count the lanterns twice.', 3);
	await place.readAloud('Darcy', training, 'Then wait.', 2);
	await place.travelTo('2027-01-20T15:00:00Z');
	const mei = await clientOf('Mei', { series });
	expect((await mei.update()).map(({ title }) => title)).toEqual(['Before you go']);
	const [[name, whole]] = Object.entries(mei.files()) as [[string, Uint8Array]];
	expect(plain(name)).toBe('Before-you-go.mp3');
	expect(await secondsOf(whole)).toBe(6);

	await place.api('Darcy', `POST /trainings/${training}/versions`, {
		markdown: markdown.replace('twice', 'three times')
	});
	await place.readAloud('Darcy', training, 'Count the lanterns three times.', 4);
	await place.travelTo('2027-01-20T18:00:00Z');
	const [anew, ...more] = await mei.update();
	expect(more).toEqual([]);
	expect(anew).toMatchObject({
		title: 'Before you go: what is new',
		description: expect.stringContaining('Count the lanterns three times.')
	});
	const { [name]: before, ...added } = mei.files();
	expect(before).toEqual(whole);
	const [[addedName, part]] = Object.entries(added) as [[string, Uint8Array]];
	expect(plain(addedName)).toBe('Before-you-go-what-is-new.mp3');
	expect(await secondsOf(part)).toBe(4);
	expect(part, 'as Darcy said it, and nothing else').toEqual(await tone(4));
	expect(faultsOf(await mei.text())).toEqual([]);

	const kofi = await clientOf('Kofi', { series });
	expect((await kofi.update()).map(({ title }) => title)).toEqual(['Before you go']);
	expect(await Promise.all(Object.values(kofi.files()).map(secondsOf))).toEqual([7]);
});

test('Kofi’s answer that waits for Mei’s own is in no byte that her client gets, until hers is here', async () => {
	const idOf = async (who: Name) => (await place.api<{ id: string }>(who, 'GET /me')).id;
	const { playlist } = await place.api<{ playlist: string }>('Darcy', 'POST /calls', {
		...{ question: 'What slows you down?', audience: 'me', answers: 'after own' },
		...{ people: [await idOf('Mei'), await idOf('Kofi')], closes: '2027-01-27' }
	});
	const track = await place.answer('Kofi', playlist, 2);
	const { take } = await place.api<{ take: { id: string } }>('Kofi', `GET /tracks/${track}`);
	const [all, one] = [await clientOf('Mei'), await clientOf('Mei', { playlist })];
	const heard = await all.update();
	expect(heard.length, 'others have spoken').toBeGreaterThan(0);
	expect(await one.update()).toEqual([]);
	for (const client of [all, one]) {
		const text = await client.text();
		expect(faultsOf(text)).toEqual([]);
		for (const told of [take.id, 'Kofi']) expect(text).not.toContain(told);
		const guess = client.address.replace('feed.xml', `${take.id}/answer.mp3`);
		await expect(client.download(guess)).rejects.toThrow('404');
	}
	const before = Object.keys(all.files());

	await place.answer('Mei', playlist, 1);
	expect((await all.update()).map(({ title }) => title)).toEqual(['What slows you down?']);
	const [answer] = Object.entries(all.files()).filter(([name]) => !before.includes(name));
	expect(answer![1]).toEqual(await tone(2));
	expect(faultsOf(await one.text())).toEqual([]);
});

test.each<[fault: string, was: RegExp | string, is: string, said: string]>([
	['an enclosure without its length', / length="\d+"/, '', 'enclosure'],
	['a guid that is there twice', /(?<=<guid [^>]*>).+(?=<)/g, 'same', 'the guid same'],
	['a file name that is there twice', /[^/"]+\.mp3/g, 'same.mp3', 'the file name same.mp3'],
	['an item without a guid', /<guid .+/, '', 'item'],
	['spaces around words', '<title>', '<title> ', 'title'],
	['a day without its week', /<pubDate>\w+, /, '<pubDate>', 'pubDate'],
	['an address of no kind', /url="http:/, 'url="', 'enclosure'],
	['a tag that nobody knows', '<itunes:duration>', '<itunes:length>1</itunes:length>$&', 'item'],
	['a tag that never ends', '</channel>', '', 'channel']
])('a feed with %s is told from one that keeps the rules', (_, was, is, said) => {
	const broken = kept.replace(was, is);
	expect(broken).not.toBe(kept);
	expect(faultsOf(broken).join('\n')).toContain(said);
});
