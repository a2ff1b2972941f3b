import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runToEnd, serve, temporary, type Server } from './process.ts';
import { copyOfPlace } from './template.ts';

const place = copyOfPlace();
const running: Server[] = [];

afterEach(async () => {
	await Promise.all(running.splice(0).map((server) => server.stop('SIGKILL')));
});
afterAll(() => place.remove());

async function started(settings: Record<string, string> = {}): Promise<Server> {
	const server = await serve({ JUNTO_DATA: place.data, ...settings });
	running.push(server);
	return server;
}

describe('a start that cannot be', () => {
	const wrong: [string, Record<string, string>, string][] = [
		['a setting that is none', { PORT: 'http' }, 'PORT'],
		['a database that is not there', { DATABASE_URL: 'postgres://127.0.0.1:1/x' }, 'ECONNREFUSED'],
		['a folder of files that is not there', { STORAGE_URL: 'file:///not/mounted' }, 'STORAGE_URL'],
		[
			'a bucket that is not there',
			{
				STORAGE_URL: 's3://junto',
				AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
				AWS_ACCESS_KEY_ID: 'key',
				AWS_SECRET_ACCESS_KEY: 'secret'
			},
			'AWS_ENDPOINT_URL_S3'
		],
		['an address of another machine', { HOST: '192.0.2.1' }, 'HOST'],
		['a data folder below a file', { JUNTO_DATA: 'package.json/data' }, 'JUNTO_DATA']
	];

	test.each(wrong)('%s is one clear line and exit code 1', async (_, settings, named) => {
		const { folder, remove } = temporary();
		const { code, out, error } = await runToEnd('web', {
			JUNTO_DATA: settings.HOST === '192.0.2.1' ? place.data : join(folder, 'data'),
			PORT: '0',
			...settings
		});
		remove();
		expect({ code, out }).toEqual({ code: 1, out: '' });
		expect(error.trimEnd().split('\n')).toEqual([expect.stringContaining(named)]);
	});

	test('a port that somebody has is one clear line, and the place is free again', async () => {
		const other = createServer();
		await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
		const { port } = other.address() as { port: number };
		const { code, error } = await runToEnd('web', { JUNTO_DATA: place.data, PORT: `${port}` });
		other.close();
		expect({ code, error }).toEqual({
			code: 1,
			error: `Port ${port} of 127.0.0.1 is taken: choose another by PORT\n`
		});
		expect((await fetch(`${(await started()).origin}/healthz`)).status).toBe(200);
	});

	test('a second process on the same folder is refused, and the first goes on', async () => {
		const { origin } = await started();
		const { code, error } = await runToEnd('web', { JUNTO_DATA: place.data, PORT: '0' });
		expect({ code, error }).toEqual({
			code: 1,
			error: `Junto is running already on ${place.data}\n`
		});
		expect((await fetch(`${origin}/healthz`)).status).toBe(200);
	});
});

test('a place that was killed starts again', async () => {
	const { stop } = await started();
	await stop('SIGKILL');
	expect((await fetch(`${(await started()).origin}/healthz`)).status).toBe(200);
});

test('an empty folder becomes a place that asks to be set up, by a link that changes with each start', async () => {
	const { folder, remove } = temporary();
	const links: string[] = [];
	for (let round = 0; round < 2; round++) {
		const server = await started({ JUNTO_DATA: join(folder, 'new') });
		await expect.poll(() => server.said(), { timeout: 20_000 }).toContain('Set it up at');
		links.push(/Set it up at (\S+)/.exec(server.said())![1]!);
		expect((await fetch(links[round]!)).status).toBe(200);
		expect((await server.stop()).code).toBe(0);
	}
	remove();
	expect(links[0]).not.toBe(links[1]);
});

describe('SIGTERM', () => {
	test('ends within ten seconds with code 0, whatever sockets are open', async () => {
		const server = await started();
		const half = connect(Number(server.port), '127.0.0.1');
		half.write('POST /api/v1/series HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
		const silent = connect(Number(server.port), '127.0.0.1');
		for (const socket of [half, silent]) socket.on('error', () => {});
		await fetch(`${server.origin}/sign-in`).then((answer) => answer.text());
		const before = performance.now();
		const { code } = await server.stop();
		expect(code).toBe(0);
		expect(performance.now() - before).toBeLessThan(10_000);
	});

	test('what was asked before it is answered', async () => {
		const server = await started();
		const asked = Array.from({ length: 20 }, () => fetch(`${server.origin}/sign-in`));
		await asked[0];
		const ended = server.stop();
		const answers = await Promise.allSettled(asked);
		const done = answers.filter((answer) => answer.status === 'fulfilled');
		expect((await ended).code).toBe(0);
		expect(done.every(({ value }) => value.status === 200)).toBe(true);
		expect(done.length).toBeGreaterThan(0);
	});
});

describe('every answer', () => {
	let origin: string;
	let stop: Server['stop'];

	beforeAll(async () => {
		({ origin, stop } = await serve({
			JUNTO_DATA: place.data,
			ORIGIN: 'https://junto.example.org'
		}));
	});
	afterAll(() => stop());

	const addresses = [
		'/sign-in',
		'/',
		'/nothing/here',
		'/favicon.svg',
		'/healthz',
		'/api/v1/me',
		'/_app/none.js'
	];

	test.each(addresses)('%s carries the security headers', async (address) => {
		const { headers } = await fetch(`${origin}${address}`, {
			redirect: 'manual'
		});
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('x-frame-options')).toBe('DENY');
		expect(headers.get('referrer-policy')).toBe('same-origin');
		expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
		expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe-inline/);
	});

	test('asks for https from then on where the place has it', async () => {
		const { headers } = await fetch(`${origin}/favicon.svg`);
		expect(headers.get('strict-transport-security')).toContain('max-age=');
	});

	test('keeps a connection for longer than a proxy does', async () => {
		const { headers } = await fetch(`${origin}/healthz`);
		expect(headers.get('keep-alive')).toBe('timeout=125');
	});

	test.each(['br', 'gzip'])(
		'pages and assets are sent as %s to who can read it',
		async (coding) => {
			const page = await fetch(`${origin}/sign-in`, { headers: { 'accept-encoding': coding } });
			expect(page.headers.get('content-encoding')).toBe(coding);
			const html = await page.text();
			const script = /"(?:\.|)(\/?_app\/immutable\/[^"]+\.js)"/.exec(html)?.[1];
			const asset = await fetch(new URL(script!, origin), {
				headers: { 'accept-encoding': coding }
			});
			expect(asset.headers.get('content-encoding')).toBe(coding);
			expect(asset.headers.get('cache-control')).toContain('immutable');
		}
	);

	test('a page is sent plain to who cannot read anything else', async () => {
		const page = await fetch(`${origin}/sign-in`, { headers: { 'accept-encoding': 'identity' } });
		expect(page.headers.get('content-encoding')).toBeNull();
		expect(await page.text()).toContain('</html>');
	});
});

describe('where a request comes from', () => {
	async function enter(origin: string, forwarded: string, times: number): Promise<number[]> {
		const statuses: number[] = [];
		for (let i = 0; i < times; i++) {
			const answer = await fetch(`${origin}/sign-in?/password`, {
				method: 'POST',
				redirect: 'manual',
				headers: {
					origin,
					accept: 'application/json',
					'content-type': 'application/x-www-form-urlencoded',
					'x-forwarded-for': forwarded
				},
				body: new URLSearchParams({ email: `nobody${i}@example.org`, password: 'wrong wrong' })
			});
			statuses.push(((await answer.json()) as { status: number }).status);
		}
		return statuses;
	}

	test('is what the trusted proxy saw: others are not kept out by one who guesses', async () => {
		const { origin } = await started({ JUNTO_TRUSTED_PROXIES: '1' });
		const guesses = await enter(origin, '198.51.100.7', 11);
		expect(guesses.at(-1)).toBe(429);
		expect(await enter(origin, '198.51.100.8', 1)).toEqual([422]);
		expect(await enter(origin, '203.0.113.5, 198.51.100.7', 1)).toEqual([429]);
	});

	test('is the socket itself where no proxy is trusted, whatever a header says', async () => {
		const { origin } = await started();
		for (let i = 0; i < 10; i++) await enter(origin, `198.51.100.${i}`, 1);
		expect(await enter(origin, '203.0.113.99', 1)).toEqual([429]);
	});
});
