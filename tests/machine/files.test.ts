import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { junto, serve, type Server } from './process.ts';
import { copyOfPlace } from './template.ts';

const place = copyOfPlace();
const settings = { JUNTO_DATA: place.data };
let server: Server;
let mei: string;

beforeAll(async () => {
	const words = ['--email', 'mei@example.org', '--name', 'Mei', '--zone', 'Asia/Bangkok'];
	await junto(settings, 'person', 'add', ...words);
	const made = await junto<{ token: string }>(settings, 'token', 'create', '--email', words[1]!);
	mei = made.token;
	server = await serve(settings);
});
afterAll(async () => {
	await server.stop();
	place.remove();
});

const as = (token: string | null, more = {}): Record<string, string> => ({
	...(token && { authorization: `Bearer ${token}` }),
	...more
});

function upload(token: string | null, bytes: Uint8Array<ArrayBuffer>, name: string, headers = {}) {
	const body = new FormData();
	body.set('file', new Blob([bytes]), name);
	return fetch(`${server.origin}/files`, { method: 'POST', body, headers: as(token, headers) });
}

async function picture(): Promise<Uint8Array<ArrayBuffer>> {
	const create = { width: 1500, height: 1000, channels: 3, background: '#b93a1c' } as const;
	return new Uint8Array(await sharp({ create }).jpeg().toBuffer());
}

test('a picture goes in by a form and comes back to whoever may see it', async () => {
	const answer = await upload(place.token, await picture(), 'wall.jpg');
	const file = (await answer.json()) as { src: string; width: number; height: number };
	expect(file).toMatchObject({ width: 1500, height: 1000 });
	const at = server.origin + file.src;

	const small = await fetch(`${at}?w=480`, { headers: as(place.token) });
	expect(small.headers.get('content-type')).toBe('image/webp');
	expect((await sharp(await small.arrayBuffer()).metadata()).width).toBe(480);

	const head = await fetch(at, { method: 'HEAD', headers: as(place.token) });
	expect([head.status, head.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
	expect(head.headers.get('content-encoding')).toBeNull();

	const range = await fetch(at, { headers: as(place.token, { range: 'bytes=0-1' }) });
	expect([range.status, (await range.arrayBuffer()).byteLength]).toEqual([206, 2]);
	const etag = head.headers.get('etag')!;
	const again = await fetch(at, { headers: as(place.token, { 'if-none-match': etag }) });
	expect(again.status).toBe(304);

	for (const nobody of [null, 'junto_guessed', mei]) {
		const refused = await fetch(at, { headers: as(nobody) });
		const missing = await fetch(at.replace(/.$/, 'z'), { headers: as(nobody) });
		expect([refused.status, await refused.text()]).toEqual([404, await missing.text()]);
	}
});

test('what cannot be taken says so beside its field', async () => {
	const told: [Promise<Response>, number, RegExp][] = [
		[upload(place.token, new TextEncoder().encode('hello'), 'a.png'), 422, /not a picture/],
		[upload(place.token, new Uint8Array(21_000_000), 'a.bin'), 422, /at most 20 MB/],
		[upload(place.token, new Uint8Array(66_000_000), 'a.bin'), 422, /at most 20 MB/],
		[upload(null, await picture(), 'a.jpg', { origin: server.origin }), 403, /Sign in/],
		[upload(null, await picture(), 'a.jpg', { origin: 'https://elsewhere.example' }), 403, /site/]
	];
	for (const [answer, status, words] of told) {
		const { status: said, ...rest } = await answer.then(async (each) => ({
			status: each.status,
			text: await each.text()
		}));
		expect([said, rest.text]).toEqual([status, expect.stringMatching(words)]);
	}
	const bare = await fetch(`${server.origin}/files`, {
		method: 'POST',
		headers: as(place.token, { 'content-type': 'text/plain' }),
		body: 'x'
	});
	expect(bare.status).toBe(422);
});

test('a page that was uploaded is never a page of ours', async () => {
	const html = new TextEncoder().encode('<script>alert(1)</script>');
	const { src } = (await (await upload(place.token, html, 'x.html')).json()) as { src: string };
	const { headers } = await fetch(server.origin + src, { headers: as(place.token) });
	expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
	expect(headers.get('content-disposition')).toMatch(/^attachment/);
	expect(headers.get('x-content-type-options')).toBe('nosniff');
	expect(headers.get('content-security-policy')).toMatch(/sandbox/);
});

test('the API takes the same bytes as base64, beyond what other bodies may weigh', async () => {
	const big = await fetch(`${server.origin}/api/v1/files`, {
		method: 'POST',
		headers: as(place.token, { 'content-type': 'application/json' }),
		body: JSON.stringify({ name: 'bytes', file: Buffer.alloc(6_000_000, 7).toString('base64') })
	});
	expect([big.status, await big.json()]).toMatchObject([200, { bytes: 6_000_000 }]);
});
