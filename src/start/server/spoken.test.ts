import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFeed, feedBy, readFeed } from '#modules/audio/server/feeds.ts';
import { listUnheard } from '#modules/audio/server/listening.ts';
import { listRetakes } from '#modules/audio/server/retakes.ts';
import { beginSpoken, getSpoken, listSpoken, promptSpoken } from '#modules/audio/server/spoken.ts';
import { receiveWaiting } from '#modules/audio/server/receiving.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { getTrack, replaceTrack, withdrawTrack } from '#modules/audio/server/tracks.ts';
import { recent } from '#modules/notices/server/feed.ts';
import { find } from '#modules/search/server/find.ts';
import { publishSeries, publishTraining } from '#modules/series/server/publishing.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { addTrainer, removeTrainer } from '#modules/series/server/team.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let yaw: Actor;
let document: string;
let series: string;

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	[darcy, mei, yaw] = [await person('Darcy'), await person('Mei'), await person('Yaw')];
	const { id, parts } = await createSeries(darcy, {
		title: 'Calm days',
		audience: `people:${mei.id}`,
		expectation: { level: 'offered' },
		parts: [
			{
				...{ title: 'One', opens: '2027-01-18', closes: '2027-01-31' },
				markdown: '## Begin\n\nCount the lanterns.\n\n---\n\nThen wait.'
			}
		]
	});
	series = id;
	document = parts[0]!.training;
});
afterAll(() => close());

const later = () => freezeAt(now().add({ minutes: 5 }));
const blocks = async (who: Actor) => (await getSpoken(who, { document })).blocks;
const blockOf = async (words: string) =>
	(await blocks(darcy)).find((one) => one.words === words)!.id;

/** Darcy reads a block as it is now. */
async function read(words: string): Promise<string> {
	later();
	const { track } = await beginSpoken(darcy, { document, block: await blockOf(words) });
	const sound = await tone(0.3);
	const { recording } = await replaceTrack(darcy, { track, reads: words, bytes: sound.length });
	await sendAll(recording, sound);
	return track;
}

const state = async (who: Actor) =>
	(await blocks(who)).map(({ words, track, stale }) => [
		words,
		track && (stale ? 'stale' : 'read')
	]);

test('a text is read aloud once it is out, and heard by nobody beside its readers', async () => {
	await expect(getSpoken(darcy, { document })).rejects.toThrow('nothing here');
	await publishSeries(darcy, { series });
	const track = await read('Begin');
	expect((await getTrack(mei, { track })).title).toBe('Begin');
	const block = await blockOf('Begin');
	expect((await listSpoken(mei, { document })).items).toEqual([block]);
	await expect(getTrack(yaw, { track })).rejects.toThrow('no such track');
	await expect(getSpoken(yaw, { document })).rejects.toThrow('nothing here');
	expect((await listSpoken(yaw, { document })).items).toEqual([]);
});

test('writers alone read a text aloud, block by block, and are led to the next; what has no words is not read', async () => {
	const block = await blockOf('Then wait.');
	await expect(beginSpoken.ask(null, { document, block })).rejects.toThrow('Sign in');
	await expect(beginSpoken(mei, { document, block })).rejects.toThrow('not yours');
	await expect(beginSpoken(darcy, { document, block: 'nowhere' })).rejects.toThrow('not there');
	const rule = (await blocks(darcy)).find(({ kind }) => kind === 'horizontalRule')!.id;
	await expect(beginSpoken(darcy, { document, block: rule })).rejects.toThrow('no words');

	const track = await read('Count the lanterns.');
	const again = await beginSpoken(darcy, { document, block: await blockOf('Count the lanterns.') });
	expect(again.track).toBe(track);
	const { prompt } = await promptSpoken(darcy, { track });
	expect(prompt).toMatchObject({ words: 'Count the lanterns.', next: block });
	await expect(promptSpoken(mei, { track })).rejects.toThrow('not yours');
});

test('a changed block is stale by itself until it is read again; what was read under a name of its own is found once, as text', async () => {
	await read('Then wait.');
	const before = [
		['Begin', 'read'],
		['Count the lanterns.', 'read'],
		['', null],
		['Then wait.', 'read']
	];
	expect(await state(mei)).toEqual(before);
	later();
	const ids = (await blocks(darcy)).map(({ id }) => id);
	await publishTraining(darcy, {
		training: document,
		markdown: '## Begin\n\nCount all the lanterns.\n\n---\n\nThen wait.'
	});
	expect((await blocks(mei)).map(({ id }) => id)).toEqual(ids);
	expect(await state(mei)).toEqual(
		before.map((one) =>
			one[0] === 'Count the lanterns.' ? ['Count all the lanterns.', 'stale'] : one
		)
	);
	const toRead = async () =>
		(await listRetakes(darcy, {})).texts.map(({ id, parts }) => [id, parts]);
	expect(await toRead()).toEqual([[document, 1]]);
	await read('Count all the lanterns.');
	expect(await toRead()).toEqual([]);
	expect((await state(mei))[1]).toEqual(['Count all the lanterns.', 'read']);
	await runDue();
	expect((await find(mei, { q: 'lanterns' })).items.map(({ kind }) => kind)).toEqual(['training']);
});

test('parts of a text are no news by themselves: not in what is new, not in the feed of all, not on Today', async () => {
	await runDue();
	expect((await listUnheard(mei, {})).items).toEqual([]);
	expect(JSON.stringify(await recent(mei, { most: 50 }))).not.toContain('/spoken/');
	const { path } = await createFeed(mei, { label: 'phone' });
	expect((await readFeed(await feedBy(path.split('/')[2]!, 'app'))).tracks).toEqual([]);
});

test('a part that is withdrawn is not heard, and can be read anew', async () => {
	const track = await read('Begin');
	await withdrawTrack(darcy, { track });
	expect((await state(mei))[0]).toEqual(['Begin', null]);
	const anew = await read('Begin');
	expect(anew).not.toBe(track);
	expect((await state(mei))[0]).toEqual(['Begin', 'read']);
});

test('a block whose recording was none is forgotten with the time, and everything else that was abandoned with it', async () => {
	later();
	await publishTraining(darcy, { training: document, markdown: 'A block alone.' });
	const { track } = await beginSpoken(darcy, { document, block: await blockOf('A block alone.') });
	const rubbish = new TextEncoder().encode('This is no sound at all.');
	const { recording } = await replaceTrack(darcy, {
		...{ track, reads: 'A block alone.', bytes: rubbish.length }
	});
	await sendAll(recording, rubbish).catch(() => {});
	expect((await getTrack(darcy, { track })).coming[0]?.refused).toBeTruthy();
	freezeAt(now().add({ hours: 8 * 24 }));
	await receiveWaiting(now());
	await expect(getTrack(darcy, { track })).rejects.toThrow('no such track');
});

test('whoever writes a text no more reads it aloud no more', async () => {
	await publishTraining(darcy, { training: document, markdown: 'Another block.' });
	await addTrainer(darcy, { training: document, person: mei.id, role: '' });
	const block = await blockOf('Another block.');
	const { track } = await beginSpoken(mei, { document, block });
	const again = () => replaceTrack(mei, { track, reads: 'Another block.', bytes: 5 });
	await again();
	await removeTrainer(darcy, { training: document, person: mei.id });
	await expect(again()).rejects.toThrow('not yours');
});

test('a text is read aloud by voices alone: a film is refused with what would do', async () => {
	const [first] = await blocks(darcy);
	const { track } = await beginSpoken(darcy, { document, block: first!.id });
	const film = readFileSync(new URL('samples/talk.mp4', import.meta.url));
	const { recording } = await replaceTrack(darcy, { track, bytes: film.length });
	await expect(sendAll(recording, film)).rejects.toMatchObject({
		fields: [{ message: 'There are pictures in it. Send its sound alone' }]
	});
});
