import { parseFeed } from 'podcast-partytime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOf } from '#modules/audio/cues.ts';
import { cuesOf } from '#modules/audio/server/captions.ts';
import { createFeed, feedBy, readFeed, soundIn } from '#modules/audio/server/feeds.ts';
import { rssOf } from '#modules/audio/server/rss.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { getTrack, replaceTrack, withdrawTrack } from '#modules/audio/server/tracks.ts';
import { getTranscript, putTranscript, transcriptOf } from '#modules/audio/server/transcripts.ts';
import { find } from '#modules/search/server/find.ts';
import { now, travelTo } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { record } from './leaks/voices.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let siti: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	[darcy, mei, siti] = [await person('Darcy'), await person('Mei'), await person('Siti')];
});
afterAll(() => close());

const vtt = 'WEBVTT\n\n00:00.000 --> 00:00.200\n<v Darcy>Count the <b>lanterns</b>\n';
const srt = '1\r\n00:00:00,000 --> 00:00:00,200\r\nCount the lanterns\r\n';
const timed = [{ from: 0, to: 0.2, text: 'Count the lanterns' }];
const found = async (who: Actor, q: string) =>
	(await find(who, { q })).items.map(({ title }) => title);

test('words come as WebVTT, as SubRip, or plain, and go out as they can be edited again', async () => {
	expect(await cuesOf(vtt)).toEqual(timed);
	expect(await cuesOf(`\uFEFF${srt}`)).toEqual(timed);
	expect(await cuesOf(textOf(timed))).toEqual(timed);
	const plain = await cuesOf('One thing.\n\n\nAnother,\nin two lines.\n');
	expect(plain).toEqual([
		{ from: null, to: null, text: 'One thing.' },
		{ from: null, to: null, text: 'Another,\nin two lines.' }
	]);
	expect(textOf(plain)).toBe('One thing.\n\nAnother,\nin two lines.');
	const signs = [{ from: 0, to: 0.2, text: 'Less < more --> R&D, &lt; 5' }];
	expect(await cuesOf(textOf(signs))).toEqual(signs);
	expect(textOf(signs)).not.toContain('more -->');
	const written =
		'WEBVTT\n\n00:00.000 --> 00:00.200\n&quot;R&#38;D&quot; isn&#x27;t&rlm; &apos;x&apos; &no; &#0; &amp;lt;\n';
	const read = [{ from: 0, to: 0.2, text: `"R&D" isn't\u200f 'x' &no; &#0; &lt;` }];
	expect(await cuesOf(written)).toEqual(read);
	expect(await cuesOf(textOf(read))).toEqual(read);
	expect(textOf([{ from: 3723.5, to: 3725, text: 'Late' }])).toContain('01:02:03.500 --> 01:02:05');
	await expect(cuesOf('WEBVTT\n\n00:xx --> 00:02.000\nHello')).rejects.toThrow('Line 3');
});

test('its voice alone writes down what is said; whoever hears it reads and finds it', async () => {
	const track = await record(darcy, 'Closing up', { audience: 'everyone' });
	const own = await record(darcy, 'For himself', { audience: 'me' });
	await expect(putTranscript.ask(null, { track, text: vtt })).rejects.toThrow('Sign in');
	await expect(putTranscript(mei, { track, text: vtt })).rejects.toThrow('not yours');
	await putTranscript(darcy, { track, text: vtt });
	await putTranscript(darcy, { track: own, text: 'Count the lanterns in secret' });
	expect((await getTranscript(mei, { track })).transcript).toMatchObject({ cues: timed });
	await expect(getTranscript(mei, { track: own })).rejects.toThrow('no such track');
	expect(await found(mei, 'lanterns')).toEqual(['Closing up']);
	expect((await found(darcy, 'lanterns')).toSorted()).toEqual(['Closing up', 'For himself']);
	await putTranscript(darcy, { track, text: 'Count the candles' });
	expect(await found(mei, 'lanterns')).toEqual([]);
	expect(await found(mei, 'candles')).toEqual(['Closing up']);
	await putTranscript(darcy, { track, text: '' });
	expect((await getTranscript(mei, { track })).transcript).toBeNull();
	expect(await found(mei, 'candles')).toEqual([]);
});

test('times beyond the recording, or backwards, are refused; a new take begins without words', async () => {
	const track = await record(darcy, 'Short', { audience: 'everyone' });
	const refused = (times: string) =>
		expect(putTranscript(darcy, { track, text: `WEBVTT\n\n${times}\nNo` })).rejects;
	await refused('00:09.000 --> 00:10.000').toThrow('do not fit');
	await refused('00:00.300 --> 00:00.100').toThrow();
	await refused('00:00.000 --> 00:00.000').toThrow();
	expect((await getTranscript(darcy, { track })).transcript).toBeNull();
	await putTranscript(darcy, { track, text: 'Of the first' });
	const sound = await tone(0.4);
	const { recording } = await replaceTrack(darcy, { track, bytes: sound.length });
	await sendAll(recording, sound);
	expect(await getTranscript(mei, { track })).toMatchObject({ transcript: null, earlier: null });
	const words = [{ from: null, to: null, text: 'Of the first' }];
	expect((await getTranscript(darcy, { track })).earlier).toEqual({ number: 1, cues: words });
	await putTranscript(darcy, { track, text: 'Of the second' });
	expect((await getTranscript(darcy, { track })).earlier).toBeNull();
});

test('words are not saved over others than those that they correct, nor into a newer take', async () => {
	const track = await record(darcy, 'Twice at once', { audience: 'everyone' });
	const { take } = await getTrack(darcy, { track });
	const put = (text: string, base: { take?: string; since?: string }) =>
		putTranscript(darcy, { track, text, ...base });
	const written = async () => (await getTranscript(darcy, { track })).transcript!;
	await put('First', { take: take!.id, since: '' });
	const { at } = await written();
	await expect(put('Unseen', { since: '' })).rejects.toThrow('The words were changed since');
	await expect(put('Else', { since: '2020-01-01T00:00:00Z' })).rejects.toThrow('changed since');
	await expect(put('Elsewhere', { take: newId() })).rejects.toThrow('There is a newer take');
	expect((await written()).text).toBe('First');
	travelTo(now().add({ seconds: 1 }));
	await put('Second', { take: take!.id, since: at });
	await expect(put('', { since: at })).rejects.toThrow('changed since');
	expect((await written()).text).toBe('Second');
	await put('Whatever is there', {});
	expect((await written()).text).toBe('Whatever is there');
});

test('apps read them by the feed’s own address, and nothing of what was withdrawn', async () => {
	const track = await record(darcy, 'On the way', { audience: 'everyone' });
	await putTranscript(darcy, { track, text: vtt });
	const { path } = await createFeed(mei, { label: 'app' });
	const token = path.split('/')[2]!;
	const { tracks, about } = await readFeed(await feedBy(token, 'AntennaPod'));
	const words = { title: 'New', about, language: 'en', link: 'http://x', base: 'http://x/f' };
	const rss = parseFeed(rssOf({ ...words, tracks, readings: [], ordered: false }))!;
	const take = (await getTrack(mei, { track })).take!.id;
	const item = rss.items.find(({ title }) => title === 'On the way')!;
	expect(item.podcastTranscripts).toMatchObject([
		{ url: `http://x/f/${take}/transcript.vtt`, type: 'text/vtt' }
	]);
	expect(await transcriptOf(mei.id, take)).toContain('Count the lanterns');
	const other = await createFeed(siti, { label: 'app' });
	await withdrawTrack(darcy, { track });
	for (const each of [token, other.path.split('/')[2]!])
		expect(await soundIn(each, 'app', take)).toBeUndefined();
	await expect(transcriptOf(mei.id, take)).rejects.toThrow('nothing here');
});
