import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchOutside, isPublic, knowingHosts } from './outside.ts';

let server: Server;
let port: number;
const asked: string[] = [];

const pages: Record<string, RequestListener> = {
	'/page': (_, response) => response.setHeader('content-type', 'text/html').end('<p>Hello'),
	'/moved': (_, response) => response.writeHead(302, { location: '/page' }).end(),
	'/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
	'/inward': (_, response) =>
		response.writeHead(302, { location: `http://127.0.0.1:${port}/page` }).end(),
	'/by-name': (_, response) =>
		response.writeHead(302, { location: `http://localhost:${port}/page` }).end(),
	'/away': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
	'/long': (_, response) => response.setHeader('content-type', 'text/html').end('x'.repeat(5000)),
	'/slow': (_, response) => void response.setHeader('content-type', 'text/html').write('<p>'),
	'/never': () => {},
	'/image': (_, response) => response.setHeader('content-type', 'image/png').end('x'),
	'/packed': (_, response) =>
		response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end('x'),
	'/missing': (_, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('x')
};

beforeAll(async () => {
	server = createServer((request, response) => {
		asked.push(request.url!);
		pages[request.url!]?.(request, response);
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	port = (server.address() as AddressInfo).port;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const wanted = { accept: /^text\/html/, bytes: 1000, milliseconds: 400 };
const get = (path: string, more = {}) =>
	knowingHosts({ 'news.example': '127.0.0.1' }, () =>
		fetchOutside(`http://news.example:${port}${path}`, { ...wanted, ...more })
	);

test('a page is fetched, also where it has moved to', async () => {
	expect((await get('/page')).bytes.toString()).toBe('<p>Hello');
	expect((await get('/moved')).url.pathname).toBe('/page');
	expect((await get('/long', { cut: true })).bytes.length).toBe(1000);
});

test('what is too long, too slow, missing, packed or of another kind is none', async () => {
	for (const path of [
		'/round',
		'/long',
		'/slow',
		'/never',
		'/image',
		'/packed',
		'/missing',
		'/away'
	])
		await expect(get(path), path).rejects.toThrow('could not be fetched');
	expect(asked.filter((path) => path === '/round').length).toBe(4);
});

test('nothing within the own network is asked: by number, by name, by redirect, in disguise', async () => {
	asked.length = 0;
	const disguises = [
		'127.0.0.1',
		'2130706433',
		'0x7f.1',
		'0',
		'localhost',
		'[::1]',
		'[::ffff:7f00:1]'
	];
	for (const host of disguises)
		await expect(fetchOutside(`http://${host}:${port}/page`, wanted), host).rejects.toThrow();
	expect(asked).toEqual([]);
	for (const path of ['/inward', '/by-name']) await expect(get(path), path).rejects.toThrow();
	expect(asked).toEqual(['/inward', '/by-name']);
});

test('which addresses are public', () => {
	const inside = [
		...[
			'0.0.0.0',
			'10.1.2.3',
			'100.64.0.1',
			'127.9.9.9',
			'169.254.169.254',
			'172.31.0.1',
			'192.168.1.1'
		],
		...[
			'198.18.0.1',
			'224.0.0.1',
			'255.255.255.255',
			'::',
			'::1',
			'::ffff:8.8.8.8',
			'64:ff9b::a00:1'
		],
		...[
			'fe80::1',
			'fd00:ec2::254',
			'ff02::1',
			'2001:db8::1',
			'2002:7f00:1::',
			'2001::1',
			'example.org',
			''
		]
	];
	for (const address of inside) expect(isPublic(address), address).toBe(false);
	for (const address of ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])
		expect(isPublic(address), address).toBe(true);
});
