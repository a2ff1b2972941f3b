import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFeed, feedBy, readFeed } from '#modules/audio/server/feeds.ts';
import { rssOf } from '#modules/audio/server/rss.ts';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { createTrack, getTrack } from '#modules/audio/server/tracks.ts';
import { getFile } from '#modules/documents/server/files.ts';
import { fileAt } from '#platform/files.ts';
import type { Actor } from '#platform/server/door.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { fileName } from '#platform/server/storage/files.ts';
import { answerFile, asResponse } from '#platform/server/web/files.ts';
import { openUploadServer } from './sending.fixture.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let uploads: Awaited<ReturnType<typeof openUploadServer>>;
let kofi: Actor;
let mei: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	[kofi, mei] = [await person('Kofi'), await person('Mei')];
	uploads = await openUploadServer([kofi]);
});
afterAll(async () => {
	await uploads.close();
	await close();
});

/** Recordings of a few seconds, made once with ffmpeg as phones, browsers and encoders make them. */
const sample = (name: string) => readFileSync(new URL(`samples/${name}`, import.meta.url));

async function say(bytes: Uint8Array, { title = 'One thing', name = '' } = {}) {
	const words = { title, name, audience: 'everyone', bytes: bytes.length };
	const { track, upload } = await createTrack(kofi, words);
	const answer = await uploads.patch(kofi, upload, 0, bytes);
	return { track, status: answer.status, said: await answer.text() };
}

/** What Mei hears of it. */
async function heard(bytes: Uint8Array, how = {}) {
	const { track, status, said } = await say(bytes, how);
	expect([status, said]).toEqual([204, '']);
	return (await getTrack(mei, { track })).take!;
}

async function refused(bytes: Uint8Array, name = 'voice.mp3') {
	const { track, status, said } = await say(bytes, { name });
	expect(status).toBe(422);
	await expect(getTrack(mei, { track })).rejects.toThrow('no such track');
	const { take, coming } = await getTrack(kofi, { track });
	expect([take, coming[0]!.refused]).toEqual([null, said.trim()]);
	return said;
}

const ask = async (take: { src: string }, headers = {}) => {
	const file = await getFile(mei, { file: fileAt(take.src)! });
	return asResponse(answerFile(new Request(`http://junto.test${take.src}`, { headers }), file));
};

const cutTo = (share: number, bytes: Uint8Array) =>
	bytes.subarray(0, Math.floor(bytes.length * share));

test('an M4A is heard whether its index comes first, last, or in pieces as Safari’s recorder makes it', async () => {
	for (const name of ['index-first.m4a', 'index-last.m4a', 'fragments.mp4']) {
		const take = await heard(sample(name));
		expect(take.type, name).toBe('audio/mp4');
		expect(take.seconds, name).toBeGreaterThan(2.94);
		expect(take.seconds, name).toBeLessThan(3.06);
	}
});

test('a recording that was cut off is refused where it promises more than there is, and else is as long as what is left', async () => {
	for (const name of ['index-first.m4a', 'index-last.m4a', 'fragments.mp4'])
		for (const share of [0.95, 0.5]) await refused(cutTo(share, sample(name)));
	expect(await refused(cutTo(0.5, sample('index-first.m4a')))).toContain('cut off');
	const left = await heard(cutTo(0.5, await tone(4)));
	expect(left.seconds).toBeGreaterThan(1.8);
	expect(left.seconds).toBeLessThan(2.2);
});

test('an MP3 of a variable rate is as long as it sounds, with its index, with one that lies, and with none', async () => {
	const honest = sample('variable-rate.mp3');
	const index = honest.indexOf('Xing');
	const lying = Buffer.from(honest);
	lying.writeUInt32BE(1_000_000, index + 8);
	const none = Buffer.from(honest);
	none.fill(0, index, index + 16);
	for (const bytes of [honest, lying, none]) {
		const { seconds } = await heard(bytes);
		expect(Math.abs(seconds - 8)).toBeLessThan(8 * 0.02);
	}
});

test('what plays in few players is refused with what would do: a WebM that does not know its own length, and a film of rare colours', async () => {
	const webm = sample('no-duration.webm');
	expect(await refused(webm)).toContain('Send it as MP3, or as M4A with AAC');
	expect(await refused(cutTo(0.5, webm))).toContain('Send it as MP3');
	const film = sample('film.mp4');
	expect(await refused(film, 'voice.m4a')).toContain('MP4 with H.264 and AAC');
	expect(await refused(cutTo(0.5, film))).toBeTruthy();
});

test('a film that plays everywhere stays one, under a name that says so; cut off, or from a container of its maker’s, it is refused', async () => {
	const film = sample('talk.mp4');
	const take = await heard(film, { title: 'At the machine', name: 'voice.mp3' });
	expect([take.type, Math.round(take.seconds), take.bytes]).toEqual(['video/mp4', 12, film.length]);
	const { headers } = await ask(take);
	expect(Object.fromEntries(headers)).toMatchObject({
		'content-type': 'video/mp4',
		'content-disposition': expect.stringContaining('filename="At the machine.mp4"')
	});
	for (const share of [0.97, 0.5]) await refused(cutTo(share, film));
	for (const name of ['phone.mov', 'camera.webm'])
		expect(await refused(sample(name))).toContain('MP4 with H.264 and AAC');
});

test('what is an MP3 is one whatever its name says, and nothing that lies in front of it is ever a page', async () => {
	const page = Buffer.from('<!doctype html><script>alert(1)</script>');
	const bytes = Buffer.concat([page, await tone(1)]);
	for (const name of ['page.html', 'film.mp4', 'run.exe', '']) {
		const take = await heard(bytes, { name });
		const { headers } = await ask(take);
		expect(Object.fromEntries(headers)).toMatchObject({
			'content-type': 'audio/mpeg',
			'content-disposition': expect.stringMatching(/^attachment; filename="One thing\.mp3"/),
			'x-content-type-options': 'nosniff',
			'content-security-policy': expect.stringContaining('sandbox')
		});
	}
	for (const nothing of [new Uint8Array(5_000), page, Buffer.from('ID3\x04\0\0\0\0\0\x10')])
		expect(await refused(nothing)).toBeTruthy();
});

test('three hours are three hours, and any part of them comes as it was said', async () => {
	const frame = aFrame(sample('variable-rate.mp3'));
	const frames = Math.round((3 * 60 * 60 * 22_050) / 576);
	const bytes = Buffer.alloc(frames * frame.length, frame);
	// So that no part is like another.
	for (let at = 8; at < bytes.length; at += frame.length) bytes.writeUInt32BE(at, at);
	const take = await heard(bytes);
	expect(Math.abs(take.seconds - 10_800)).toBeLessThan(1);
	expect(take.bytes).toBe(bytes.length);
	const size = bytes.length;
	expect(take.type).toBe('audio/mpeg');
	const parts = [
		[0, 1],
		[size >> 1, (size >> 1) + 70_000],
		[size - 5, size - 1]
	] as const;
	for (const [from, to] of parts) {
		const answer = await ask(take, { range: `bytes=${from}-${to}` });
		expect([answer.status, answer.headers.get('content-range')]).toEqual([
			206,
			`bytes ${from}-${to}/${size}`
		]);
		expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes.subarray(from, to + 1));
	}
});

/** One frame of 26 bytes, 576 samples at 22,050 a second. */
function aFrame(from: Buffer): Buffer {
	for (
		let at = from.indexOf('fff310', 0, 'hex');
		at > 0;
		at = from.indexOf('fff310', at + 1, 'hex')
	)
		if (from.readUInt16BE(at + 26) === 0xfff3) return from.subarray(at, at + 26);
	throw new Error('There is no such frame');
}

const names: [script: string, name: string, title: string, kept: string, inFeeds: string][] = [
	['Arabic', 'تسجيل\u200f صوتي.mp3', 'كيف أسلّم العمل؟', 'كيف أسلّم العمل؟.mp3', 'كيف-أسلّم-العمل'],
	['Thai', 'เสียงของใหม่.m4a', 'สามคำถาม/ที่ดี', 'สามคำถาม ที่ดี.mp3', 'สามคำถาม-ที่ดี'],
	['Portuguese', 'áudio.mp3', 'Três números', 'Três números.mp3', 'Três-números'],
	['emoji', '🎙️👩‍🏫.mp3', '🎙️ 👍', '🎙️ 👍.mp3', 'track'],
	['a direction turned round', 'song\u202e3pm.exe', 'Plain', 'Plain.mp3', 'Plain'],
	['a path', '../../etc/passwd', '../../etc/passwd', '.. .. etc passwd.mp3', 'etc-passwd'],
	['a path of Windows', 'C:\\boot.ini\0', 'C:\\boot.ini', 'C boot.ini.mp3', 'C-boot-ini'],
	['a header of its own', 'a"\r\nX-Evil: 1', 'a"; X-Evil: 1', 'a ; X-Evil 1.mp3', 'a-X-Evil-1'],
	['300 signs', 'x'.repeat(300), 'ก'.repeat(200), `${'ก'.repeat(146)}.mp3`, 'ก'.repeat(60)],
	['300 wide signs', '😀'.repeat(300), '😀'.repeat(99), `${'😀'.repeat(99)}.mp3`, 'track']
];

test('a title that turns the direction of what follows is refused at the door', async () => {
	const bytes = await tone(0.4);
	const words = { title: 'song\u202e3pm.exe', audience: 'everyone', bytes: bytes.length };
	await expect(createTrack(kofi, words)).rejects.toThrow('one plain line');
});

test.each(names)(
	'a name in %s neither stops a recording nor leads astray, as a file and in a feed',
	async (_, name, title, kept, inFeeds) => {
		const take = await heard(await tone(0.4), { title, name });
		const { headers } = await ask(take);
		const [, plain, full] = /^attachment; filename="([^"]*)"; filename\*=UTF-8''(\S+)$/.exec(
			headers.get('content-disposition')!
		)!;
		expect(plain).toMatch(/^[ !#-.0-9:-~]+\.mp3$/);
		expect(decodeURIComponent(full!)).toBe(kept);
		// An archive takes a file in again by no other name.
		expect(fileName(kept)).toBe(kept);
		const { path } = await createFeed(mei, { label: 'phone' });
		const { tracks } = await readFeed(await feedBy(path.split('/')[2]!, 'AntennaPod'));
		const base = 'https://junto.test/feeds/x';
		const words = { title: 'New', about: '', language: 'en', link: base, base };
		const xml = rssOf({ ...words, tracks, readings: [], ordered: false });
		const address = `${base}/${take.id}/${encodeURI(inFeeds)}-${take.id.slice(-6)}.mp3`;
		expect(xml).toContain(`<enclosure url="${address}"`);
	}
);
