import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createFeed } from '#modules/audio/server/feeds.ts';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { receiveWaiting } from '#modules/audio/server/receiving.ts';
import { createTrack, getTrack } from '#modules/audio/server/tracks.ts';
import { getFile, uploadFile } from '#modules/documents/server/files.ts';
import { eraseMe } from '#modules/people/server/erasing.ts';
import { takeAlong } from '#modules/people/server/taking-along.ts';
import { packTakeAlong } from '#platform/server/backup/take-along.ts';
import { now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import type { Env } from '#platform/server/env.ts';
import { runDue } from '#platform/server/jobs.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { keepsAny, layOut, openStorage } from '#platform/server/storage/bytes.ts';
import { filesBelow } from '#platform/server/storage/folder.ts';
import { openNetwork } from '#platform/server/storage/network.fixture.ts';
import { answerFile, asResponse } from '#platform/server/web/files.ts';
import { exportPlace } from './archive/export.ts';
import { importClosed } from './archive/import.ts';
import { emptyPlace } from './archive/testing.ts';
import { backUp } from './backup.ts';
import { examine } from './doctor.ts';
import { restore } from './restore.ts';
import { openUploadServer } from './sending.fixture.ts';
import { openTestPlace, person, testSettings } from './testing.ts';
import { storageOf } from './where.ts';

const folder = mkdtempSync(join(tmpdir(), 'junto-bucket-'));
let close: () => Promise<void>;
let network: Awaited<ReturnType<typeof openNetwork>>;
let uploads: Awaited<ReturnType<typeof openUploadServer>>;
let env: Env;
let [darcy, mei, kofi]: Actor[] = [];
const [Darcy, Mei, Kofi] = [() => darcy!, () => mei!, () => kofi!];

beforeAll(async () => {
	network = await openNetwork(inject('store').settings.AWS_ENDPOINT_URL_S3!);
	close = await openTestPlace();
	switchLimits('off');
	env = inTheBucket(join(folder, 'data'));
	mkdirSync(env.JUNTO_DATA);
	await openStorage(storageOf(env));
	[darcy, mei, kofi] = [await person('Darcy'), await person('Mei'), await person('Kofi')];
	uploads = await openUploadServer([darcy, kofi]);
});
afterAll(async () => {
	await network.close();
	rmSync(folder, { recursive: true });
});

/** Settings of a place whose files lie in a bucket, across the network whose weather a test makes. */
function inTheBucket(data: string): Env {
	return { ...testSettings(data, { onS3: true }), AWS_ENDPOINT_URL_S3: network.address };
}

async function begin(who: Actor, bytes: Uint8Array) {
	return createTrack(who, { title: 'Handing over', audience: 'everyone', bytes: bytes.length });
}

/** What somebody hears of a track, by the range that a player asks for. */
async function hear(who: Actor, track: string, range?: string): Promise<Response> {
	const { src } = (await getTrack(who, { track })).take!;
	const file = await getFile(who, { file: src.split('/').at(-1)! });
	const headers = range ? { range: `bytes=${range}` } : undefined;
	return asResponse(answerFile(new Request(`http://junto.test${src}`, { headers }), file));
}

const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

/** The hash of every part that the open storage keeps, by where it lies. */
async function everyPart(name: string): Promise<Record<string, string>> {
	const laid = join(folder, name);
	await layOut(laid);
	const hashes: Record<string, string> = {};
	for (const path of (await filesBelow(laid)).toSorted())
		hashes[path] = createHash('sha256')
			.update(readFileSync(join(laid, path)))
			.digest('hex');
	return hashes;
}

test('a recording that is sent in pieces is heard whole, and by its ranges', async () => {
	const bytes = Buffer.from(await tone(3));
	const { track, upload } = await begin(Darcy(), bytes);
	await uploads.send(Darcy(), upload, bytes);
	const whole = await hear(Mei(), track);
	expect([whole.status, (await bytesOf(whole)).equals(bytes)]).toEqual([200, true]);
	const last = bytes.length - 1;
	for (const [range, part] of [
		['0-0', bytes.subarray(0, 1)],
		['100-4099', bytes.subarray(100, 4100)],
		[`${last}-`, bytes.subarray(last)],
		['-7', bytes.subarray(-7)]
	] as const) {
		const answer = await hear(Mei(), track, range);
		expect([answer.status, (await bytesOf(answer)).equals(part)]).toEqual([206, true]);
	}
});

test('one whose last bytes come while the bucket is away is told so, stays, and is received once it is back', async () => {
	const bytes = Buffer.from(await tone(2));
	const { track, upload } = await begin(Darcy(), bytes);
	network.be('gone');
	const answer = await uploads.patch(Darcy(), upload, 0, bytes);
	expect([answer.status, await answer.text()]).toEqual([
		503,
		expect.stringContaining('Files cannot be reached')
	]);
	await expect(receiveWaiting(now())).rejects.toThrow('AWS_ENDPOINT_URL_S3');
	expect((await getTrack(Darcy(), { track })).take).toBeNull();
	expect((await uploads.head(Darcy(), upload)).offset).toBe(String(bytes.length));
	network.be('fair');
	expect(await receiveWaiting(now())).toBe(1);
	expect((await bytesOf(await hear(Mei(), track))).equals(bytes)).toBe(true);
});

test('what is fetched while the bucket is away is said to come later, and nothing else of it is said', async () => {
	const bytes = Buffer.from(await tone(30));
	const { track, upload } = await begin(Darcy(), bytes);
	await uploads.send(Darcy(), upload, bytes);
	const { src } = (await getTrack(Kofi(), { track })).take!;
	const { path } = await createFeed(Kofi(), { label: 'phone' });
	const inFeed = path.replace('feed.xml', `${(await getTrack(Kofi(), { track })).take!.id}/a.mp3`);
	const fetched = async (of: string, headers: Record<string, string> = {}) => {
		const answer = await uploads.ask(Kofi(), of, { headers });
		return [answer.status, answer.headers.get('retry-after'), await answer.text()];
	};
	network.be('gone');
	for (const of of [src, inFeed])
		for (const headers of [{}, { range: 'bytes=100-199' }] as Record<string, string>[])
			expect(await fetched(of, headers), of).toEqual([
				503,
				'5',
				'Files cannot be reached for a moment. Try again in a few seconds\n'
			]);
	network.be('fair');
	for (const of of [src, inFeed]) {
		const answer = await uploads.ask(Kofi(), of, {});
		expect([answer.status, (await bytesOf(answer)).equals(bytes)], of).toEqual([200, true]);
	}
	network.be({ cutAfter: 100_000, of: 'answers' });
	const broken = await uploads.ask(Kofi(), src, {});
	expect(broken.status).toBe(200);
	await expect(broken.arrayBuffer()).rejects.toThrow();
	network.be('fair');
});

test('a picture that cannot be kept is refused as for a moment, and one that can is shown in its widths', async () => {
	const create = { width: 1000, height: 500, channels: 3, background: 'white' } as const;
	const picture = (await sharp({ create }).png().toBuffer()).toString('base64');
	network.be('gone');
	await expect(uploadFile(Darcy(), { name: 'wall.png', file: picture })).rejects.toThrow('reached');
	network.be('fair');
	const { id } = await uploadFile(Darcy(), { name: 'wall.png', file: picture });
	const file = await getFile(Darcy(), { file: id });
	const small = answerFile(new Request(`http://junto.test/files/${id}?w=100`), file);
	expect((await sharp(await bytesOf(await asResponse(small))).metadata()).width).toBe(480);
});

test('what somebody takes along holds their files; once they erase themselves none of it is left', async () => {
	const before = await everyPart('before Kofi');
	const bytes = Buffer.from(await tone(1));
	const { track, upload } = await begin(Kofi(), bytes);
	await uploads.send(Kofi(), upload, bytes);
	const text = Buffer.from('his notes');
	await uploadFile(Kofi(), { name: 'notes.txt', file: text.toString('base64') });
	expect(Object.keys(await everyPart('with Kofi'))).toHaveLength(Object.keys(before).length + 2);
	const along = await packTakeAlong(await takeAlong(Kofi(), {}));
	expect((await bytesOf(new Response(along))).length).toBeGreaterThan(bytes.length / 2);
	await eraseMe(Kofi(), { name: 'Kofi', submissions: 'go', comments: 'go', pages: 'go' });
	await runDue();
	await expect(getTrack(Mei(), { track })).rejects.toThrow('no such track');
	expect(await everyPart('after Kofi')).toEqual(before);
});

test('the doctor names the bucket, and says what to do while it is away', async () => {
	const files = async () => (await examine(env)).find(({ about }) => about === 'files');
	expect(await files()).toMatchObject({ fine: true, told: expect.stringContaining('s3://') });
	network.be('gone');
	expect(await files()).toMatchObject({
		fine: false,
		told: expect.stringContaining('AWS_ENDPOINT_URL_S3')
	});
	network.be('fair');
});

/** What the bucket holds of the place, and two files that hold it too. */
let kept: Record<string, string>;
const backup = join(folder, 'backup.tar.gz');
const archive = join(folder, 'archive.tar.gz');

test('a backup holds all of it, and makes the place again in a folder', async () => {
	kept = await everyPart('all');
	expect(Object.keys(kept)).toHaveLength(7);
	expect((await backUp(env.JUNTO_DATA, backup)).files).toBe(7);
	await exportPlace(archive);
	await uploads.close();
	await close();
	const data = join(folder, 'in a folder');
	const there = { ...(await emptyPlace(data)), STORAGE_URL: 'file:' };
	mkdirSync(data);
	await restore(backup, there);
	expect(await everyPart('restored')).toEqual(kept);
	expect(await filesBelow(join(data, 'files'))).toHaveLength(7);
	await expect(restore(backup, there)).rejects.toThrow(`There are uploads in ${data}`);
});

test.each([
	['a backup', restore, backup],
	['an archive', importClosed, archive]
])(
	'a bucket that goes away while %s is taken into it holds nothing of it; later it takes all',
	async (name, take, file) => {
		const data = join(folder, name);
		const { DATABASE_URL } = await emptyPlace(data);
		const there = { ...inTheBucket(data), DATABASE_URL };
		mkdirSync(data);
		network.be({ cutAfter: 20_000, of: 'puts' });
		await expect(take(file, there)).rejects.toThrow('cannot be reached');
		network.be('fair');
		await openStorage(storageOf(there));
		expect([await keepsAny(), existsSync(join(data, 'db'))]).toEqual([false, false]);
		await take(file, there);
		expect(await everyPart(`from ${name}`)).toEqual(kept);
		await expect(take(file, there)).rejects.toThrow('There are uploads in s3://');
	}
);
