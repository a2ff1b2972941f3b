import { readFileSync, truncateSync } from 'node:fs';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { draftAtMost } from '#modules/audio/audio.ts';
import { beginRecording, getRecording } from '#modules/audio/server/drafts.ts';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { createTrack, getTrack } from '#modules/audio/server/tracks.ts';
import type { Actor } from '#platform/server/door.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { readBytes } from '#platform/server/storage/bytes.ts';
import { receivedOf, uploadPath } from '#platform/server/storage/uploads.ts';
import { openUploadServer } from './sending.fixture.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let uploads: Awaited<ReturnType<typeof openUploadServer>>;
let darcy: Actor;
let mei: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	[darcy, mei] = [await person('Darcy'), await person('Mei')];
	uploads = await openUploadServer([darcy]);
});
afterAll(async () => {
	await uploads.close();
	await close();
});

const begin = (bytes: number) =>
	createTrack(darcy, { title: 'What I say', audience: 'everyone', bytes });

const kept = (recording: string) => buffer(readBytes(recording, 'whole'));

/** Has a connection break once `sent` of the bytes that it promised from `offset` on are here. */
async function breakOff(
	{ recording, upload }: { recording: string; upload: string },
	offset: number,
	bytes: Uint8Array,
	sent: number
): Promise<void> {
	const headers = {
		...uploads.headers(darcy),
		'upload-offset': offset,
		'content-type': 'application/offset+octet-stream',
		'content-length': bytes.length
	};
	const sending = request(uploads.origin + upload, { method: 'PATCH', headers });
	const gone = new Promise((done) => sending.on('error', () => {}).on('close', done));
	sending.write(bytes.subarray(0, sent));
	await expect.poll(() => receivedOf(recording), { timeout: 10_000 }).toBe(offset + sent);
	sending.destroy();
	await gone;
}

test('a connection that breaks within every chunk of Darcy’s costs him no byte: he goes on where it broke, and Mei hears all', async () => {
	const bytes = await tone(3);
	const { track, recording, upload } = await begin(bytes.length);
	let at = 0;
	for (const sent of [1, 4_000, 999, 4_999, 2_048]) {
		await breakOff({ recording, upload }, at, bytes.subarray(at, at + 5_000), sent);
		at += sent;
		expect(await uploads.head(darcy, upload)).toEqual({ status: 200, offset: String(at) });
		expect(readFileSync(uploadPath(recording))).toEqual(Buffer.from(bytes.subarray(0, at)));
	}
	await uploads.send(darcy, upload, bytes);
	expect(await kept(recording)).toEqual(Buffer.from(bytes));
	expect((await getTrack(mei, { track })).take!.seconds).toBeCloseTo(3, 0);
});

test('two that send to one address at once never mix: one is taken, the other is told to look how much is here', async () => {
	const size = 400_000;
	const voices = [1, 2].map((voice) => new Uint8Array(size).fill(voice));
	const { recording, upload } = await beginRecording(darcy, { page: '/share' });
	const answers = await Promise.all(voices.map((one) => uploads.patch(darcy, upload, 0, one)));
	expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409]);
	const taken = answers.findIndex(({ status }) => status === 204);
	expect(readFileSync(uploadPath(recording))).toEqual(Buffer.from(voices[taken]!));
	expect((await getRecording(darcy, { recording })).bytes).toBe(size);
});

test('a recording that Darcy sends from two devices at once, each going on when it was refused, is one recording, whole', async () => {
	const bytes = await tone(4);
	const { track, recording, upload } = await begin(bytes.length);
	const insist = async (chunk: number) => {
		for (;;) {
			const { status, offset } = await uploads.head(darcy, upload);
			const at = Number(offset);
			if (status !== 200 || at >= bytes.length) return;
			await uploads.patch(darcy, upload, at, bytes.subarray(at, at + chunk));
		}
	};
	await Promise.all([insist(3_000), insist(4_100)]);
	expect(await kept(recording)).toEqual(Buffer.from(bytes));
	expect((await getTrack(mei, { track })).take!.number).toBe(1);
});

test('one who never stops speaking into the recorder is stopped at its bound, and keeps what was said until there', async () => {
	const { recording, upload } = await beginRecording(darcy, { page: '/share' });
	await uploads.patch(darcy, upload, 0, Buffer.from('first words'));
	// A file with a hole in it weighs nothing on the disk.
	truncateSync(uploadPath(recording), draftAtMost - 10);
	const more = (from: number, count: number, how = {}) =>
		uploads.patch(darcy, upload, from, new Uint8Array(count).fill(9), how);
	expect((await more(draftAtMost - 10, 11)).status).toBe(413);
	expect(receivedOf(recording)).toBe(draftAtMost - 10);
	expect((await more(draftAtMost - 10, 10)).status).toBe(204);
	expect((await more(draftAtMost, 1)).status).toBe(413);
	expect(receivedOf(recording)).toBe(draftAtMost);
	expect((await uploads.head(darcy, upload)).offset).toBe(String(draftAtMost));
});

test('nor does one get further who does not say how much comes, and more than a recording promised is not taken', async () => {
	const { recording, upload } = await beginRecording(darcy, { page: '/share' });
	truncateSync(uploadPath(recording), draftAtMost - 10);
	const status = await new Promise<number | undefined>((told) => {
		const headers = {
			...uploads.headers(darcy),
			'upload-offset': draftAtMost - 10,
			'content-type': 'application/offset+octet-stream',
			'transfer-encoding': 'chunked'
		};
		const sending = request(uploads.origin + upload, { method: 'PATCH', headers }, (answer) => {
			answer.resume();
			told(answer.statusCode);
		});
		sending.on('error', () => told(undefined));
		sending.write(new Uint8Array(8));
		sending.end(new Uint8Array(8));
	});
	expect(status).not.toBe(204);
	expect(receivedOf(recording)).toBeLessThanOrEqual(draftAtMost);
	const promised = await begin(50);
	const answer = await uploads.patch(darcy, promised.upload, 0, new Uint8Array(51));
	expect([answer.status, receivedOf(promised.recording)]).toEqual([413, 0]);
});

test('an empty recording is not begun, and an empty chunk changes nothing', async () => {
	await expect(begin(0)).rejects.toThrow('This file is empty');
	const { recording, upload } = await begin(50);
	expect((await uploads.patch(darcy, upload, 0, new Uint8Array(0))).status).toBe(204);
	expect(receivedOf(recording)).toBe(0);
	expect(await uploads.head(darcy, upload)).toEqual({ status: 200, offset: '0' });
	for (const offset of ['-1', 'NaN', '1e3', '99999999999999999999']) {
		const answer = await uploads.patch(darcy, upload, 0, new Uint8Array(5), {
			'upload-offset': offset
		});
		expect(answer.status, offset).toBeGreaterThanOrEqual(400);
		expect(answer.status, offset).toBeLessThan(500);
	}
	expect(receivedOf(recording)).toBe(0);
});
