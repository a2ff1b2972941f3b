import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sayLength } from '#modules/audio/words.ts';
import { createFeed } from '#modules/audio/server/feeds.ts';
import { setPosition } from '#modules/audio/server/listening.ts';
import {
	addTrack,
	changePlaylist,
	createPlaylist,
	getPlaylist,
	listPlaylists,
	listTags,
	orderTracks,
	removeTrack,
	restorePlaylist,
	withdrawPlaylist
} from '#modules/audio/server/playlists.ts';
import { receiveWaiting } from '#modules/audio/server/receiving.ts';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import {
	createTrack,
	getTrack,
	renameTrack,
	replaceTrack,
	restoreTrack,
	widenTrack,
	withdrawTrack
} from '#modules/audio/server/tracks.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { find } from '#modules/search/server/find.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { as } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { openUploadServer } from './sending.fixture.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let uploads: Awaited<ReturnType<typeof openUploadServer>>;
let { send, patch, head } = {} as typeof uploads;
let darcy: Actor;
let mei: Actor;
let kofi: Actor;
let circle: string;

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	[darcy, mei, kofi] = [await person('Darcy'), await person('Mei'), await person('Kofi')];
	({ id: circle } = await createCircle(darcy, {
		name: 'Night crew',
		joining: 'closed',
		members: [mei.id]
	}));
	uploads = await openUploadServer([darcy, mei, kofi]);
	({ send, patch, head } = uploads);
});
afterAll(async () => {
	await uploads.close();
	await close();
});

const twoSeconds = await tone(2);

async function record(who: Actor, title: string, audience: string, seconds = 2): Promise<string> {
	const bytes = await tone(seconds);
	const { track, upload } = await createTrack(who, { title, audience, bytes: bytes.length });
	await send(who, upload, bytes);
	return track;
}

describe('a recording', () => {
	test('is awaited of nobody but a member, and sent by nobody but its voice', async () => {
		await expect(
			createTrack.ask(null, { title: 'x', audience: 'everyone', bytes: 5 })
		).rejects.toThrow('Sign in');
		const { upload } = await createTrack(darcy, { title: 'Mine', audience: 'everyone', bytes: 50 });
		for (const who of [undefined, mei]) {
			expect((await head(who, upload)).status).toBe(404);
			expect((await patch(who, upload, 0, new Uint8Array(10))).status).toBe(who ? 404 : 403);
		}
		expect(await head(darcy, upload)).toEqual({ status: 200, offset: '0' });
		expect((await head(darcy, '/uploads/0199f000-0000-7000-8000-000000000000')).status).toBe(404);
		expect((await head(darcy, '/uploads/..%2f..%2fsecret')).status).toBe(404);
		const begun = await uploads.ask(darcy, '/uploads/', {
			method: 'POST',
			headers: { 'upload-length': '5' }
		});
		expect(begun.status).toBeGreaterThanOrEqual(400);
	});

	test('that another site has a browser send is refused', async () => {
		const { upload } = await createTrack(darcy, { title: 'Mine', audience: 'everyone', bytes: 50 });
		const from = { origin: 'https://evil.example', cookie: 'junto.session_token=x' };
		expect((await patch(undefined, upload, 0, new Uint8Array(10), from)).status).toBe(403);
	});

	test('that is cut at every chunk goes on where it was, and is heard whole', async () => {
		const bytes = await tone(3);
		const { track, upload } = await createTrack(darcy, {
			title: 'Three good questions',
			audience: `circle:${circle}`,
			bytes: bytes.length
		});
		expect((await getTrack(darcy, { track })).take).toBeNull();
		await expect(getTrack(mei, { track })).rejects.toThrow('no such track');
		for (let at = 0; at < bytes.length;) {
			const { offset } = await head(darcy, upload);
			expect(Number(offset)).toBe(at);
			const part = bytes.subarray(at, at + 5_000);
			// One that is sent twice, as after an answer that was lost, is not taken twice.
			expect((await patch(darcy, upload, at, part)).status).toBe(204);
			at += part.length;
			if (at < bytes.length) expect((await patch(darcy, upload, at - 1, part)).status).toBe(409);
		}
		const heard = await getTrack(mei, { track });
		expect(heard.take).toMatchObject({ number: 1, type: 'audio/mpeg', words: '' });
		expect(heard.take!.seconds).toBeCloseTo(3, 0);
		expect(heard.voice.name).toBe('Darcy');
		expect(heard.coming).toEqual([]);
	});

	test('whose last bytes came while nobody saw it is received by the sweep', async () => {
		const bytes = await tone(1);
		const { track, upload, recording } = await createTrack(darcy, {
			...{ title: 'Late', audience: 'everyone', bytes: bytes.length }
		});
		const { appendFileSync } = await import('node:fs');
		const { uploadPath } = await import('#platform/server/storage/uploads.ts');
		await patch(darcy, upload, 0, bytes.subarray(0, 100));
		appendFileSync(uploadPath(recording), bytes.subarray(100));
		expect((await getTrack(darcy, { track })).coming[0]!.received).toBe(bytes.length);
		expect(await receiveWaiting(now())).toBe(1);
		expect((await getTrack(mei, { track })).take!.number).toBe(1);
		expect(await receiveWaiting(now())).toBe(0);
	});

	test.each([
		[
			'a text',
			() => Buffer.from('I am no voice at all, whatever my name says. '.repeat(50)),
			'no recording'
		],
		['a picture', () => Buffer.from('\x89PNG\r\n\x1a\n'.repeat(40), 'latin1'), 'no recording'],
		['cut off in its head', async () => (await tone(1)).subarray(0, 30), ''],
		['a WAV, which is heavy', () => tone(1, { as: 'wav' }), 'MP3'],
		['hardly a moment', () => tone(0.05), 'nothing to hear']
	])(
		'that is %s is refused with a reason, and the track stays as it was',
		async (_, make, reason) => {
			const bytes = await make();
			const { track, upload } = await createTrack(darcy, {
				...{ title: 'Not it', audience: 'everyone', bytes: bytes.length, name: 'voice.mp3' }
			});
			const answer = await patch(darcy, upload, 0, bytes);
			expect(answer.status).toBe(422);
			const { take, coming } = await getTrack(darcy, { track });
			expect(take).toBeNull();
			expect(coming[0]!.refused).toContain(reason);
			await expect(getTrack(mei, { track })).rejects.toThrow('no such track');
			expect((await head(darcy, upload)).status).toBe(404);
		}
	);

	test('that never came is forgotten after a week, with the track that it alone was to be', async () => {
		const moment = now();
		const { id: playlist } = await createPlaylist(darcy, {
			title: 'Waiting',
			audience: 'everyone'
		});
		const { track, upload } = await createTrack(darcy, {
			...{ title: 'Never', audience: 'everyone', playlist, bytes: 50 }
		});
		const kept = await record(darcy, 'Kept', 'everyone');
		const { recording } = await replaceTrack(darcy, { track: kept, bytes: 50 });
		freezeAt(moment.add({ hours: 6 * 24 }));
		await receiveWaiting(now());
		expect((await head(darcy, upload)).status).toBe(200);
		freezeAt(moment.add({ hours: 8 * 24 }));
		await receiveWaiting(now());
		freezeAt(moment);
		await expect(getTrack(darcy, { track })).rejects.toThrow('no such track');
		expect((await getPlaylist(darcy, { playlist })).tracks).toEqual([]);
		const { take, coming } = await getTrack(darcy, { track: kept });
		expect(take!.number).toBe(1);
		expect(coming.map((one) => one.recording)).not.toContain(recording);
	});

	test('of a track again replaces what is heard, says what is new, and keeps the take before', async () => {
		const track = await record(darcy, 'Handing over', 'everyone', 2);
		await setPosition(mei, { track, take: 1, seconds: 1.5 });
		const bytes = await tone(4, { hertz: 220 });
		const { upload } = await replaceTrack(darcy, {
			track,
			bytes: bytes.length,
			words: 'The number was wrong'
		});
		expect((await getTrack(mei, { track })).take!.number).toBe(1);
		await expect(replaceTrack(mei, { track, bytes: 5 })).rejects.toThrow('not yours');
		await send(darcy, upload, bytes);
		expect(await getTrack(mei, { track })).toMatchObject({
			take: { number: 2, words: 'The number was wrong' },
			mine: { take: 1, seconds: 1.5, heard: false }
		});
	});
});

describe('a track', () => {
	test('for a circle is nobody else’s, by its id and by its file', async () => {
		const track = await record(darcy, 'What went wrong on Sunday', `circle:${circle}`);
		const { take } = await getTrack(mei, { track });
		await expect(getTrack(kofi, { track })).rejects.toThrow('no such track');
		await expect(setPosition(kofi, { track, take: 1, seconds: 1 })).rejects.toThrow('no such');
		const { getFile } = await import('#modules/documents/server/files.ts');
		const file = take!.src.split('/').at(-1)!;
		expect((await getFile(mei, { file })).type).toBe('audio/mpeg');
		await expect(getFile(kofi, { file })).rejects.toThrow('no such file');
		await runDue();
		expect((await find(mei, { q: 'wrong on Sunday' })).items.length).toBe(1);
		expect((await find(kofi, { q: 'wrong on Sunday' })).items).toEqual([]);
	});

	test('stands in the view that its policy asks for those alone whom it reaches', async () => {
		const shared = await record(darcy, 'Nobody else counts it', `circle:${circle}`);
		const begun = await createTrack(darcy, {
			title: 'Not out',
			said: true,
			bytes: twoSeconds.length
		});
		await send(darcy, begun.upload, twoSeconds);
		const reached = (who: string | null) =>
			as(who, (tx) =>
				tx
					.selectFrom('track_within_reach')
					.select(['track_id', 'said'])
					.where('track_id', 'in', [shared, begun.track])
					.execute()
			);
		expect(await reached(mei.id)).toEqual([{ track_id: shared, said: false }]);
		for (const who of [kofi.id, null]) expect(await reached(who)).toEqual([]);
	});

	test('is widened by its voice alone, and never narrowed', async () => {
		const track = await record(darcy, 'Widening', `circle:${circle}`);
		await expect(
			widenTrack(mei, { track, audience: 'everyone', heardAgain: true })
		).rejects.toThrow('not yours');
		await widenTrack(darcy, { track, audience: 'everyone', heardAgain: true });
		expect((await getTrack(kofi, { track })).audience).toBe('everyone');
		await expect(widenTrack(darcy, { track, audience: 'me', heardAgain: true })).rejects.toThrow(
			'everybody in it'
		);
	});

	test('that is withdrawn is gone from lists, files and search at once, and comes back', async () => {
		const track = await record(darcy, 'Withdrawn words', 'everyone');
		const { id: playlist } = await createPlaylist(darcy, { title: 'One', audience: 'everyone' });
		await addTrack(darcy, { playlist, track });
		const { src } = (await getTrack(mei, { track })).take!;
		await expect(withdrawTrack(mei, { track })).rejects.toThrow('not yours');
		await withdrawTrack(darcy, { track });
		await runDue();
		await expect(getTrack(mei, { track })).rejects.toThrow('no such track');
		const { getFile } = await import('#modules/documents/server/files.ts');
		const file = src.split('/').at(-1)!;
		await expect(getFile(mei, { file })).rejects.toThrow('no such file');
		expect((await getPlaylist(mei, { playlist })).tracks).toEqual([]);
		expect((await find(mei, { q: 'Withdrawn words' })).items).toEqual([]);
		await restoreTrack(darcy, { track });
		await renameTrack(darcy, { track, title: 'Words again' });
		await runDue();
		expect((await getPlaylist(mei, { playlist })).tracks[0]!.title).toBe('Words again');
		expect((await find(mei, { q: 'Words again' })).items.length).toBe(1);
	});

	test('remembers where somebody is, for them alone', async () => {
		const track = await record(darcy, 'Long', 'everyone');
		await expect(setPosition(mei, { track, take: 7, seconds: 1 })).rejects.toThrow('no such take');
		await setPosition(mei, { track, take: 1, seconds: 1.25 });
		await setPosition(mei, { track, take: 1, seconds: 2, heard: true });
		await setPosition(mei, { track, take: 1, seconds: 0.5 });
		expect((await getTrack(mei, { track })).mine).toMatchObject({
			...{ take: 1, seconds: 0.5, heard: true }
		});
		expect((await getTrack(darcy, { track })).mine).toBeNull();
	});
});

describe('a playlist', () => {
	test('has tracks of many voices, each heard by whom its voice lets hear it', async () => {
		const [open, narrow] = [
			await record(darcy, 'For all', 'everyone'),
			await record(mei, 'For the crew', `circle:${circle}`)
		];
		const { id: playlist } = await createPlaylist(darcy, {
			title: 'How to hand over',
			about: 'Three minutes each',
			audience: 'everyone'
		});
		await addTrack(darcy, { playlist, track: open });
		await addTrack(darcy, { playlist, track: narrow });
		await addTrack(darcy, { playlist, track: open });
		await expect(addTrack(mei, { playlist, track: open })).rejects.toThrow('not yours');
		const titles = async (who: Actor) =>
			(await getPlaylist(who, { playlist })).tracks.map(({ title }) => title);
		expect(await titles(mei)).toEqual(['For all', 'For the crew']);
		expect(await titles(kofi)).toEqual(['For all']);
		await orderTracks(darcy, { playlist, tracks: [narrow, open] });
		expect(await titles(mei)).toEqual(['For the crew', 'For all']);
		await expect(orderTracks(darcy, { playlist, tracks: [open] })).rejects.toThrow('each of its');
		const listed = (who: Actor) =>
			listPlaylists(who, { q: 'HAND over' }).then(({ items }) => items[0]!.tracks);
		expect([await listed(mei), await listed(kofi)]).toEqual([2, 1]);
		// A voice takes its own out of a list that is not its own.
		await removeTrack(mei, { playlist, track: narrow });
		await expect(removeTrack(kofi, { playlist, track: open })).rejects.toThrow('not yours');
		expect(await titles(darcy)).toEqual(['For all']);
		await changePlaylist(darcy, { playlist, title: 'Handing over well' });
		await withdrawPlaylist(darcy, { playlist });
		await expect(getPlaylist(mei, { playlist })).rejects.toThrow('no such playlist');
		await restorePlaylist(darcy, { playlist });
		expect((await getPlaylist(mei, { playlist })).title).toBe('Handing over well');
	});

	test('for a circle is no business of others', async () => {
		const { id: playlist } = await createPlaylist(darcy, {
			title: 'Closed list',
			audience: `circle:${circle}`
		});
		await expect(getPlaylist(kofi, { playlist })).rejects.toThrow('no such playlist');
		await expect(createFeed(kofi, { label: 'x', playlist })).rejects.toThrow('no such playlist');
		const { items } = await listPlaylists(kofi, { q: 'closed list' });
		expect(items).toEqual([]);
	});

	test('is found by its tags, which are written in any case, by whoever may see it', async () => {
		const tagged = (title: string, audience: string, tags: string[]) =>
			createPlaylist(darcy, { title, audience, tags });
		const { id } = await tagged('Who locks up', 'everyone', ['Night', 'night ', 'Doors']);
		await tagged('For the crew', `circle:${circle}`, ['night', 'ladders']);
		expect((await getPlaylist(kofi, { playlist: id })).tags).toEqual(['night', 'doors']);
		const titles = (who: Actor, given: object) =>
			listPlaylists(who, given).then(({ items }) => items.map(({ title }) => title).toSorted());
		expect(await titles(mei, { tag: 'Night' })).toEqual(['For the crew', 'Who locks up']);
		expect(await titles(kofi, { tag: 'night' })).toEqual(['Who locks up']);
		expect(await titles(kofi, { q: 'doors' })).toEqual(['Who locks up']);
		const tags = async (who: Actor) => (await listTags(who, {})).items;
		expect(await tags(mei)).toContainEqual({ tag: 'night', count: 2 });
		expect(await tags(kofi)).toEqual([
			{ tag: 'doors', count: 1 },
			{ tag: 'night', count: 1 }
		]);
		expect((await find(kofi, { q: 'doors' })).items.map(({ title }) => title)).toEqual([
			'Who locks up'
		]);
		await changePlaylist(darcy, { playlist: id, tags: [] });
		expect(await titles(kofi, { tag: 'night' })).toEqual([]);
		const many = Array.from({ length: 11 }, (_, place) => `t${place}`);
		await expect(changePlaylist(darcy, { playlist: id, tags: many })).rejects.toThrow('ten tags');
		const long = 'x'.repeat(41);
		await expect(changePlaylist(darcy, { playlist: id, tags: [long] })).rejects.toMatchObject({
			fields: [{ field: 'tags' }]
		});
		await expect(changePlaylist(mei, { playlist: id, tags: [] })).rejects.toThrow('not yours');
	});
});

test('a length is said as on a clock', () => {
	expect([4.6, 65, 3600, 3729].map(sayLength)).toEqual(['0:05', '1:05', '1:00:00', '1:02:09']);
});
