import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { openStorage } from '../storage/bytes.ts';
import { storeFile, type Stored } from '../storage/files.ts';
import { answerFile, asResponse, send } from './files.ts';

let folder: string;
let text: Stored;
let picture: Stored;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'junto-files-'));
	await openStorage({ folder });
	text = await storeFile(Buffer.from('0123456789'), 'ten "little" números.txt');
	const create = { width: 1000, height: 500, channels: 3, background: 'white' } as const;
	picture = await storeFile(await sharp({ create }).png().toBuffer(), 'wall.png');
});
afterAll(() => rmSync(folder, { recursive: true }));

const ask = (file: Stored, headers: Record<string, string> = {}, query = '', method = 'GET') =>
	asResponse(
		answerFile(new Request(`http://junto.test/files/${file.id}${query}`, { headers, method }), file)
	);

test('a file that is no picture is handed over to be saved, never shown', async () => {
	const answer = await ask(text);
	expect(await answer.text()).toBe('0123456789');
	expect(Object.fromEntries(answer.headers)).toMatchObject({
		'content-type': 'text/plain; charset=utf-8',
		'content-length': '10',
		'x-content-type-options': 'nosniff',
		'content-disposition':
			'attachment; filename="ten little n_meros.txt"; filename*=UTF-8\'\'ten%20little%20n%C3%BAmeros.txt',
		'cache-control': 'private, max-age=604800, immutable, no-transform'
	});
	expect(answer.headers.get('content-security-policy')).toContain('sandbox');
});

test('of a file whose bytes are not there nothing is said', async () => {
	const gone = { ...text, id: newId() };
	await expect(ask(gone)).rejects.toThrow('ENOENT');
	expect((await ask(gone, {}, '', 'HEAD')).status).toBe(200);
});

test('parts of a file come by their bytes', async () => {
	const parts: [asked: string, status: number, text: string, range: string | null][] = [
		['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
		['bytes=7-', 206, '789', 'bytes 7-9/10'],
		['bytes=-2', 206, '89', 'bytes 8-9/10'],
		['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
		['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
		['bytes=10-', 416, '', 'bytes */10'],
		['bytes=-0', 416, '', 'bytes */10'],
		['bytes=3-1', 200, '0123456789', null],
		['bytes=0-1,4-5', 200, '0123456789', null],
		['lines=1-2', 200, '0123456789', null]
	];
	for (const [range, status, body, said] of parts) {
		const answer = await ask(text, { range });
		expect(
			[answer.status, await answer.text(), answer.headers.get('content-range')],
			range
		).toEqual([status, body, said]);
	}
});

test('what a browser has already is not sent again', async () => {
	const etag = (await ask(text)).headers.get('etag')!;
	expect((await ask(text, { 'if-none-match': `"old", W/${etag}` })).status).toBe(304);
	expect((await ask(text, { range: 'bytes=0-1', 'if-range': '"old"' })).status).toBe(200);
	expect((await ask(text, { range: 'bytes=0-1', 'if-range': etag })).status).toBe(206);
});

test('a large file comes whole to whoever takes their time, and what was opened for one who leaves is closed', async () => {
	const bytes = Buffer.from(Uint32Array.from({ length: 750_000 }, (_, i) => i).buffer);
	const large = await storeFile(bytes, 'large.bin');
	const ended: Promise<void>[] = [];
	const server = createServer((_, response) => {
		const asked = new Request(`http://junto.test/files/${large.id}`);
		ended.push(send(answerFile(asked, large), response));
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const came: Buffer[] = [];
	for await (const chunk of (await fetch(origin)).body!) {
		came.push(Buffer.from(chunk));
		if (came.length % 10 === 0) await wait(5);
	}
	expect(Buffer.concat(came).equals(bytes)).toBe(true);
	const leaving = new AbortController();
	const { status } = await fetch(origin, { signal: leaving.signal });
	leaving.abort();
	expect([status, await Promise.all(ended)]).toEqual([200, [undefined, undefined]]);
	server.close();
});

test('whoever asks for much over one connection and takes nothing has one file opened; nothing at all is sent with its headers', async () => {
	let [opened, closed] = [0, 0];
	const read = async function* () {
		opened++;
		try {
			for (let i = 0; i < 40; i++) yield Buffer.alloc(256 * 1024);
		} finally {
			closed++;
		}
	};
	const none = { status: 200, headers: { etag: '"none"' }, read: async function* () {} };
	const server = createServer(
		({ url }, response) =>
			void send(url === '/none' ? none : { status: 200, headers: {}, read }, response)
	);
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const { port } = server.address() as AddressInfo;
	expect((await fetch(`http://127.0.0.1:${port}/none`)).headers.get('etag')).toBe('"none"');
	const greedy = connect(port, '127.0.0.1');
	greedy.write('GET / HTTP/1.1\r\nhost: junto.test\r\n\r\n'.repeat(20));
	await expect.poll(() => opened).toBe(1);
	await wait(100);
	greedy.destroy();
	await expect.poll(() => [opened, closed]).toEqual([1, 1]);
	server.close();
});

test('a head has the headers and no bytes', async () => {
	const answer = await ask(text, {}, '', 'HEAD');
	expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
		200,
		'10',
		''
	]);
});

test('a picture is shown in place, in the width that fits', async () => {
	const widths: [query: string, type: string, width: number][] = [
		['', 'image/png', 1000],
		['?w=100', 'image/webp', 480],
		['?w=481', 'image/webp', 960],
		['?w=5000', 'image/webp', 1000],
		['?w=-1', 'image/png', 1000]
	];
	for (const [query, type, width] of widths) {
		const answer = await ask(picture, {}, query);
		expect(answer.headers.get('content-disposition')).toMatch(/^inline/);
		expect(answer.headers.get('content-type')).toBe(type);
		expect((await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).width).toBe(width);
	}
	const etagOf = async (query: string) => (await ask(picture, {}, query)).headers.get('etag');
	expect(await etagOf('?w=480')).not.toBe(await etagOf(''));
});
