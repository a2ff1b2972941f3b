import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { newId } from '../ids.ts';
import { problemOf } from '../web/problems.ts';
import {
	checkStorage,
	forgetBytes,
	giveBack,
	keepBytes,
	keepLinked,
	keepsAny,
	layOut,
	openStorage,
	readBytes,
	storageFolder,
	takeIn,
	type WhereBytes
} from './bytes.ts';
import { StoreAway } from './away.ts';
import { filesBelow } from './folder.ts';
import { openNetwork } from './network.fixture.ts';
import type { Bucket } from './s3.ts';

const folder = mkdtempSync(join(tmpdir(), 'junto-bytes-'));
const large = Buffer.from(
	Uint32Array.from({ length: 3_000_000 }, (_, at) => at * 2654435761).buffer
);
let network: Awaited<ReturnType<typeof openNetwork>>;

beforeAll(async () => {
	network = await openNetwork(inject('store').settings.AWS_ENDPOINT_URL_S3!);
});
afterAll(async () => {
	await network.close();
	rmSync(folder, { recursive: true });
});

/** A bucket's place of its own, across the network whose weather a test makes. */
function ownBucket(changed: Partial<Bucket> = {}): Bucket {
	const { settings } = inject('store');
	return {
		bucket: new URL(settings.STORAGE_URL!).hostname,
		prefix: `${newId()}/`,
		region: settings.AWS_REGION ?? 'us-east-1',
		endpoint: network.address,
		credentials: {
			accessKeyId: settings.AWS_ACCESS_KEY_ID!,
			secretAccessKey: settings.AWS_SECRET_ACCESS_KEY!
		},
		...changed
	};
}

const kinds: [kind: string, where: () => WhereBytes][] = [
	['a folder', () => ({ folder: join(folder, newId()) })],
	['a bucket', () => ownBucket()]
];

const read = (file: string, part = 'whole', range?: { start: number; end: number }) =>
	buffer(readBytes(file, part, range));

/** A file on the disk that is to be kept. */
function onDisk(bytes: Uint8Array): string {
	const path = join(folder, newId());
	writeFileSync(path, bytes);
	return path;
}

/** Ids that lie in the same folder, since they end alike. */
const alike = () => [newId(), newId()].map((id) => `${id.slice(0, -2)}ab`) as [string, string];

describe.each(kinds)('in %s', (_, where) => {
	beforeAll(() => openStorage(where()));

	test.each([0, 1, 5_000, large.length])('%i bytes are read back as they were', async (length) => {
		const [kept, linked] = [newId(), newId()];
		const bytes = large.subarray(0, length);
		await keepBytes(kept, 'whole', bytes);
		await keepLinked(linked, 'whole', onDisk(bytes));
		for (const file of [kept, linked]) expect((await read(file)).equals(bytes)).toBe(true);
	});

	test.each([
		['the first byte', 0, 0],
		['the last byte', large.length - 1, large.length - 1],
		['some of the middle', 5_999_990, 6_100_003],
		['all from somewhere', 11_000_000, large.length - 1]
	])('%s is read alone', async (_what, start, end) => {
		const file = newId();
		await keepBytes(file, 'whole', large);
		const part = await read(file, 'whole', { start, end });
		expect(part.equals(large.subarray(start, end + 1))).toBe(true);
	});

	test('what is kept again is replaced whole, by less and by more', async () => {
		const file = newId();
		for (const length of [9_000, 7, 20_000]) {
			await keepBytes(file, 'whole', large.subarray(0, length));
			expect((await read(file)).equals(large.subarray(0, length))).toBe(true);
		}
	});

	test('what was sent stays as it is when it comes again', async () => {
		const file = newId();
		const from = onDisk(large.subarray(0, 100));
		await keepLinked(file, 'whole', from);
		await keepLinked(file, 'whole', onDisk(large.subarray(50, 70)));
		expect((await read(file)).equals(large.subarray(0, 100))).toBe(true);
		expect(readFileSync(from)).toHaveLength(100);
	});

	test('a file is forgotten with all its parts, and no other with it', async () => {
		const [gone, stays] = alike();
		for (const part of ['whole', 'w480', 'w4800'])
			for (const file of [gone, stays]) await keepBytes(file, part, Buffer.from(file + part));
		await forgetBytes(gone);
		await forgetBytes(gone);
		for (const part of ['whole', 'w480', 'w4800']) {
			await expect(read(gone, part)).rejects.toMatchObject({ code: 'ENOENT' });
			expect((await read(stays, part)).toString()).toBe(stays + part);
		}
	});

	test('what was never kept is missing, and paths out of it are none', async () => {
		await expect(read(newId())).rejects.toMatchObject({ code: 'ENOENT' });
		for (const file of ['..', `../${newId()}`, '', newId().replace('-', '/')])
			await expect(async () => forgetBytes(file)).rejects.toThrow('No such');
		await expect(async () => keepBytes(newId(), '../whole', large)).rejects.toThrow('No such');
	});

	test('a reader who leaves early does no harm', async () => {
		const file = newId();
		await keepBytes(file, 'whole', large);
		for (let round = 0; round < 60; round++)
			for await (const chunk of readBytes(file, 'whole')) {
				expect(chunk).not.toHaveLength(0);
				break;
			}
		expect((await read(file)).equals(large)).toBe(true);
	});

	test.each(kinds)('all of it goes to %s, and back again from there', async (_there, other) => {
		await openStorage(where());
		expect(await keepsAny()).toBe(false);
		const [one, two] = alike();
		await keepBytes(one, 'whole', large);
		await keepBytes(one, 'w480', Buffer.from('small'));
		await keepBytes(two, 'whole', Buffer.from('two'));
		const [laid, again] = [join(folder, newId()), join(folder, newId())];
		await layOut(laid);
		await keepBytes(two, 'whole', Buffer.from('written since'));

		await openStorage(other());
		await takeIn(laid);
		expect((await read(one)).equals(large)).toBe(true);
		expect((await read(two)).toString()).toBe('two');
		await layOut(again);
		const paths = (await filesBelow(laid)).toSorted();
		expect((await filesBelow(again)).toSorted()).toEqual(paths);
		expect(paths).toEqual([`ab/${one}/w480`, `ab/${one}/whole`, `ab/${two}/whole`].toSorted());
		for (const path of paths)
			expect(readFileSync(join(again, path)).equals(readFileSync(join(laid, path)))).toBe(true);
		await giveBack(laid);
		expect(await keepsAny()).toBe(false);
	});
});

describe('a folder of the operator’s own', () => {
	test('must be there', async () => {
		const missing = join(folder, 'not mounted');
		await expect(openStorage({ folder: missing, mounted: true })).rejects.toThrow(
			`There is no folder ${missing} for files: make it or mount it, or put STORAGE_URL right`
		);
		expect(existsSync(missing)).toBe(false);
		await openStorage({ folder, mounted: true });
		expect([await checkStorage(), storageFolder()]).toEqual([folder, folder]);
	});

	test('may be on another disk', async () => {
		// Where this machine has no other, it is the same.
		const other = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : folder, 'junto-bytes-'));
		await openStorage({ folder: other, mounted: true });
		const file = newId();
		const from = onDisk(large);
		for (const bytes of [from, onDisk(Buffer.from('again'))])
			await keepLinked(file, 'whole', bytes);
		expect((await read(file)).equals(large)).toBe(true);
		expect(await filesBelow(other)).toHaveLength(1);
		expect(readFileSync(from).equals(large)).toBe(true);
		await layOut(join(folder, 'from another'));
		expect(await filesBelow(join(folder, 'from another'))).toEqual(await filesBelow(other));
		rmSync(other, { recursive: true });
	});
});

describe('a bucket', () => {
	const key = (accessKeyId: string, secretAccessKey: string) => ({
		credentials: { accessKeyId, secretAccessKey }
	});
	const wrong: [what: string, changed: Partial<Bucket>, told: RegExp][] = [
		['another key', key('NOBODY', 'S3RVER'), /does not let us into .*AWS_ACCESS_KEY_ID/],
		['another bucket', { bucket: 'nobodys' }, /no bucket nobodys .*make it, or put STORAGE_URL/],
		['an address where nobody is', { endpoint: 'http://127.0.0.1:1' }, /AWS_ENDPOINT_URL_S3$/]
	];

	test.each(wrong)('of %s is told in one sentence when it is opened', async (_, changed, told) => {
		const opening = openStorage(ownBucket(changed));
		await expect(opening).rejects.toThrow(told);
		await expect(opening).rejects.not.toThrow('\n');
	});

	test('with a wrong secret is told, and nothing is written', async () => {
		const good = ownBucket();
		const { accessKeyId } = good.credentials!;
		const bad = { ...good, ...key(accessKeyId, 'a guess') };
		await expect(openStorage(bad)).rejects.toThrow('AWS_SECRET_ACCESS_KEY');
		await expect(keepBytes(newId(), 'whole', Buffer.from('x'))).rejects.toThrow(
			'AWS_SECRET_ACCESS_KEY'
		);
		await openStorage(good);
		expect(await keepsAny()).toBe(false);
	});

	test('is shared with others, of whom nothing is seen or taken', async () => {
		const [ours, theirs] = [ownBucket(), ownBucket()];
		const file = newId();
		await openStorage(theirs);
		await keepBytes(file, 'whole', Buffer.from('theirs'));
		await openStorage(ours);
		expect(await keepsAny()).toBe(false);
		await forgetBytes(file);
		await openStorage(theirs);
		expect((await read(file)).toString()).toBe('theirs');
	});

	test('that goes away says so of whatever is asked, keeps what it had, and goes on', async () => {
		await openStorage(ownBucket());
		const [there, fresh] = [newId(), newId()];
		const from = onDisk(large);
		await keepBytes(there, 'whole', Buffer.from('there'));
		await keepLinked(there, 'large', from);
		const tries: (() => Promise<unknown>)[] = [
			() => keepBytes(there, 'whole', large),
			() => keepLinked(fresh, 'whole', from),
			() => read(there, 'large'),
			() => layOut(join(folder, 'cut')),
			() => forgetBytes(there),
			() => checkStorage()
		];
		const away = async (attempt: () => Promise<unknown>) => {
			const error: unknown = await attempt().catch((thrown: unknown) => thrown);
			expect(error).toBeInstanceOf(StoreAway);
			expect(problemOf(error)).toMatchObject({ status: 503, detail: /Files cannot be reached/ });
		};
		network.be('gone');
		for (const attempt of tries) await away(attempt);
		network.be({ cutAfter: 1_000_000, of: 'puts' });
		for (const attempt of tries.slice(0, 2)) await away(attempt);
		network.be({ cutAfter: 1_000_000, of: 'answers' });
		for (const attempt of tries.slice(2, 4)) await away(attempt);
		network.be('fair');
		expect((await read(there)).toString()).toBe('there');
		expect((await read(there, 'large')).equals(large)).toBe(true);
		await expect(read(fresh)).rejects.toMatchObject({ code: 'ENOENT' });
		await keepLinked(fresh, 'whole', from);
		expect((await read(fresh)).equals(large)).toBe(true);
	});
});
