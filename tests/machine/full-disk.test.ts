import { cpSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runToEnd, serve, type Server, type Settings } from './process.ts';
import { smallDisk } from './small-disk.ts';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { copyOfPlace } from './template.ts';

const place = copyOfPlace();
const disk = smallDisk(240);
const settings: Settings = { ...disk.settings, JUNTO_DATA: join(disk.folder, 'data') };
const kept = new Set<string>();
let server: Server;
/** A recording of Liam's, half of which is here before the disk is full. */
let recording: { track: string; upload: string; bytes: Uint8Array; half: number };

beforeAll(async () => {
	cpSync(place.data, settings.JUNTO_DATA!, { recursive: true });
	server = await serve(settings);
});
afterAll(async () => {
	await server.stop('SIGKILL');
	disk.remove();
	place.remove();
});

const headers = { authorization: `Bearer ${place.token}` };

/** Writes something; what was acknowledged is remembered. */
async function write(name: string): Promise<Response> {
	const answer = await fetch(`${server.origin}/api/v1/circles`, {
		method: 'POST',
		headers: { ...headers, 'content-type': 'application/json' },
		body: JSON.stringify({ name, joining: 'open', about: 'x'.repeat(300) })
	});
	if (answer.ok) kept.add(name);
	return answer;
}

function upload(): Promise<Response> {
	const body = new FormData();
	body.set('file', new Blob([new Uint8Array(500_000)]), 'sound.bin');
	return fetch(`${server.origin}/files`, { method: 'POST', headers, body });
}

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
	const answer = await fetch(`${server.origin}/api/v1${path}`, {
		method: body ? 'POST' : 'GET',
		headers: { ...headers, 'content-type': 'application/json' },
		...(body && { body: JSON.stringify(body) })
	});
	expect(answer.status, path).toBe(200);
	return (await answer.json()) as Answer;
}

const tus = { ...headers, 'tus-resumable': '1.0.0' };
const chunk = (from: number) => ({
	...tus,
	'upload-offset': String(from),
	'content-type': 'application/offset+octet-stream'
});

function speak(from: number, to?: number): Promise<Response> {
	const body = Buffer.from(recording.bytes.subarray(from, to));
	return fetch(server.origin + recording.upload, { method: 'PATCH', headers: chunk(from), body });
}

async function received(): Promise<number> {
	const asked = { method: 'HEAD', headers: tus };
	const answer = await fetch(server.origin + recording.upload, asked);
	return Number(answer.headers.get('upload-offset'));
}

async function circles(): Promise<Set<string>> {
	const answer = await fetch(`${server.origin}/api/v1/circles`, { headers });
	expect(answer.status).toBe(200);
	const { items } = (await answer.json()) as { items: { name: string }[] };
	return new Set(items.map(({ name }) => name));
}

async function untilRefused(): Promise<Response> {
	for (let i = 0; ; i++) {
		const answer = await write(`While it fills ${i}`);
		if (!answer.ok) return answer;
	}
}

test('whoever does not say how much they will say is not let begin where it may not find room', async () => {
	const { upload } = await ask<{ upload: string }>('/recordings', { page: '/share' });
	const status = await new Promise((told) => {
		const how = { method: 'PATCH', headers: { ...chunk(0), 'transfer-encoding': 'chunked' } };
		request(server.origin + upload, how, (answer) => {
			answer.resume();
			told(answer.statusCode);
		}).end('a word');
	});
	expect(status).toBe(507);
});

test('with a full disk a write is refused in clear words, what was acknowledged stays, and reading goes on', async () => {
	expect((await write('Before')).status).toBe(200);
	const bytes = await tone(2);
	const words = { title: 'How I close', audience: 'everyone', bytes: bytes.length };
	const half = bytes.length >> 1;
	const begun = await ask<{ track: string; upload: string }>('/tracks', words);
	recording = { ...begun, bytes, half };
	expect((await speak(0, half)).status).toBe(204);
	const refused = untilRefused();
	// The database needs some room to end a transaction, or it would end itself: it reads only, before all is gone.
	disk.fill(40_000_000);
	const answer = await refused;
	disk.fill();
	expect([answer.status, answer.headers.get('content-type')]).toEqual([
		507,
		'application/problem+json'
	]);
	expect(await answer.json()).toMatchObject({
		type: 'urn:junto:no-room',
		status: 507,
		detail: expect.stringContaining('no room left on the disk')
	});
	for (let i = 0; i < 20; i++) expect((await write(`Never ${i}`)).status).toBe(507);
	expect((await upload()).status).toBe(507);
	expect(await circles()).toEqual(kept);
	for (const path of ['/healthz', '/sign-in'])
		expect((await fetch(server.origin + path)).status, path).toBe(200);
});

test('what is being recorded is not taken further, and nothing of what came is lost', async () => {
	for (let i = 0; i < 3; i++) {
		const answer = await speak(recording.half);
		expect([answer.status, await answer.text()]).toEqual([
			507,
			expect.stringContaining('no room left on the disk')
		]);
		expect(await received()).toBe(recording.half);
	}
});

test('a form that is sent meanwhile comes back with what was typed', async () => {
	const answer = await fetch(`${server.origin}/sign-in?/password`, {
		method: 'POST',
		headers: {
			origin: server.origin,
			accept: 'text/html',
			'content-type': 'application/x-www-form-urlencoded'
		},
		body: new URLSearchParams({
			email: 'liam@example.org',
			password: 'slow waters carve deep',
			to: '/'
		})
	});
	expect(answer.status).toBe(507);
	expect(await answer.text()).toContain('liam@example.org');
});

test('once there is room it writes again, and everything acknowledged is there after a kill', async () => {
	disk.empty();
	await expect.poll(async () => (await write('Afterwards')).status, { timeout: 15_000 }).toBe(200);
	expect((await upload()).status).toBe(200);
	expect(await received()).toBe(recording.half);
	expect((await speak(recording.half)).status).toBe(204);
	const { take } = await ask<{ take: { src: string } }>(`/tracks/${recording.track}`);
	const heard = await fetch(server.origin + take.src, { headers });
	expect(Buffer.from(await heard.arrayBuffer()).equals(recording.bytes)).toBe(true);
	await server.stop('SIGKILL');
	server = await serve(settings);
	expect(await circles()).toEqual(kept);
});

test('it does not start on a full disk, says so in one line, and starts once there is room', async () => {
	await server.stop('SIGKILL');
	disk.fill();
	const { code, error } = await runToEnd('web', { ...settings, PORT: '0' });
	expect({ code, lines: error.trimEnd().split('\n') }).toEqual({
		code: 1,
		lines: [expect.stringMatching(/^No room for the database/)]
	});
	disk.empty();
	server = await serve(settings);
	expect(await circles()).toEqual(kept);
});
