import { afterAll, beforeAll, expect, test } from 'vitest';
import { draftAtMost } from '#modules/audio/audio.ts';
import {
	beginRecording,
	discardRecording,
	getRecording,
	listRecordings
} from '#modules/audio/server/drafts.ts';
import { createPlaylist, getPlaylist, outlinePlaylist } from '#modules/audio/server/playlists.ts';
import { receiveWaiting } from '#modules/audio/server/receiving.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { hearersOfTrack } from '#modules/audio/server/hearers.ts';
import { replaceTrack } from '#modules/audio/server/tracks.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { receivedOf } from '#platform/server/storage/uploads.ts';
import { openUploadServer } from './sending.fixture.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let uploads: Awaited<ReturnType<typeof openUploadServer>>;
let [kofi, mei, darcy]: Actor[] = [];
const [Kofi, Mei, Darcy] = [() => kofi!, () => mei!, () => darcy!];

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	[kofi, mei, darcy] = [await person('Kofi'), await person('Mei'), await person('Darcy')];
	uploads = await openUploadServer([kofi, mei]);
});
afterAll(async () => {
	await uploads.close();
	await close();
});

const page = '/tracks/0199f000-0000-7000-8000-000000000000';
const bytes = (count: number) => new Uint8Array(count).fill(7);

test('what somebody says is taken as it comes, of unknown length, from nobody else', async () => {
	await expect(beginRecording.ask(null, { page })).rejects.toThrow('Sign in');
	const { recording, upload } = await beginRecording(Kofi(), { page });
	expect((await uploads.patch(Mei(), upload, 0, bytes(10))).status).toBe(404);
	expect((await uploads.patch(undefined, upload, 0, bytes(10))).status).toBe(403);
	expect((await uploads.patch(Kofi(), upload, 0, bytes(10))).status).toBe(204);
	expect((await uploads.patch(Kofi(), upload, 10, bytes(5))).status).toBe(204);
	expect(await uploads.head(Kofi(), upload)).toEqual({ status: 200, offset: '15' });
	expect(await getRecording(Kofi(), { recording })).toMatchObject({ bytes: 15, page });
	expect((await listRecordings(Kofi(), { page })).items).toMatchObject([{ recording, bytes: 15 }]);
	expect((await listRecordings(Kofi(), { page: '/elsewhere' })).items).toEqual([]);
	expect((await listRecordings(Mei(), {})).items).toEqual([]);
	await expect(getRecording(Mei(), { recording })).rejects.toThrow('no such recording');
});

test('a chunk that comes twice, or out of its turn, changes nothing', async () => {
	const { upload } = await beginRecording(Kofi(), { page });
	await uploads.patch(Kofi(), upload, 0, bytes(10));
	expect((await uploads.patch(Kofi(), upload, 0, bytes(10))).status).toBe(409);
	expect((await uploads.patch(Kofi(), upload, 20, bytes(10))).status).toBe(409);
	expect((await uploads.head(Kofi(), upload)).offset).toBe('10');
});

test('what is said can be ended, and is no track by that', async () => {
	const { recording, upload } = await beginRecording(Kofi(), { page });
	const ended = await uploads.patch(Kofi(), upload, 0, bytes(10), { 'upload-length': '10' });
	expect(ended.status).toBe(204);
	expect((await uploads.patch(Kofi(), upload, 10, bytes(1))).status).not.toBe(204);
	expect((await getRecording(Kofi(), { recording })).bytes).toBe(10);
});

test('what is discarded is gone at once, and so is what nobody came back for within a week', async () => {
	const { recording, upload } = await beginRecording(Kofi(), { page });
	await uploads.patch(Kofi(), upload, 0, bytes(10));
	await expect(discardRecording(Mei(), { recording })).rejects.toThrow('no such recording');
	await discardRecording(Kofi(), { recording });
	expect(receivedOf(recording)).toBeUndefined();
	expect((await uploads.head(Kofi(), upload)).status).toBe(404);
	const left = await beginRecording(Kofi(), { page });
	await receiveWaiting(now().add({ hours: 24 * 6 }));
	expect((await getRecording(Kofi(), left)).bytes).toBe(0);
	await receiveWaiting(now().add({ hours: 24 * 8 }));
	await expect(getRecording(Kofi(), left)).rejects.toThrow('no such recording');
	expect(receivedOf(left.recording)).toBeUndefined();
});

test('nobody fills the disk with what waits', async () => {
	const { upload } = await beginRecording(Mei(), { page });
	const tooMuch = { 'upload-length': String(draftAtMost + 1) };
	expect((await uploads.patch(Mei(), upload, 0, bytes(10), tooMuch)).status).toBe(413);
	for (let waiting = 1; waiting < 50; waiting += 1) await beginRecording(Mei(), { page });
	await expect(beginRecording(Mei(), { page })).rejects.toThrow('Use or discard some');
	expect((await listRecordings(Mei(), {})).items).toHaveLength(50);
});

test('a page is named by its path', async () => {
	for (const wrong of ['https://evil.example', 'x', '/a?b', ''])
		await expect(beginRecording(Kofi(), { page: wrong })).rejects.toThrow();
});

test('an outline is its owner’s alone until each of its lines is spoken', async () => {
	const { id: playlist } = await createPlaylist(Kofi(), {
		...{ title: 'How I lead an interview', audience: 'everyone' }
	});
	const titles = ['Before it', 'The first question'];
	await expect(outlinePlaylist(Mei(), { playlist, titles })).rejects.toThrow('not yours');
	await expect(outlinePlaylist(Kofi(), { playlist, titles: [] })).rejects.toThrow(
		'Write one sentence on each line'
	);
	const { tracks } = await outlinePlaylist(Kofi(), { playlist, titles });
	const listed = async (who: Actor) =>
		(await getPlaylist(who, { playlist })).tracks.map(({ title }) => title);
	expect(await listed(Kofi())).toEqual(titles);
	expect(await listed(Mei())).toEqual([]);
	const sound = await tone(1);
	const { recording } = await replaceTrack(Kofi(), { track: tracks[1]!, bytes: sound.length });
	await sendAll(recording, sound);
	expect(await listed(Mei())).toEqual(['The first question']);
});

test('a voice knows before the first word who will hear it, and nobody else does', async () => {
	const { id: circle } = await createCircle(Kofi(), {
		...{ name: 'Night crew', joining: 'closed', members: [Mei().id] }
	});
	const say = async (audience: string) => {
		const { id: playlist } = await createPlaylist(Kofi(), { title: 'Quietly', audience });
		const { tracks } = await outlinePlaylist(Kofi(), { playlist, titles: ['This'] });
		return tracks[0]!;
	};
	const small = await say(`circle:${circle}`);
	expect(await hearersOfTrack(Kofi(), { track: small })).toEqual({
		everyone: false,
		people: [{ id: Mei().id, name: 'Mei', face: null }],
		more: 0,
		linked: null
	});
	await expect(hearersOfTrack(Mei(), { track: small })).rejects.toThrow('no such track');
	await expect(hearersOfTrack(Darcy(), { track: small })).rejects.toThrow('no such track');
	const open = await say('everyone');
	expect(await hearersOfTrack(Kofi(), { track: open })).toMatchObject({ everyone: true });
	const alone = await say('me');
	expect(await hearersOfTrack(Kofi(), { track: alone })).toMatchObject({ people: [] });
});
