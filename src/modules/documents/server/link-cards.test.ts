import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/server/door.ts';
import { knowingHosts } from '#platform/server/web/outside.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { getFile } from './files.ts';
import { linkCard } from './link-cards.ts';

let close: () => Promise<void>;
let darcy: Actor;
let liam: Actor;
let server: Server;
let origin: string;

const answers: Record<string, { type: string; body: string | Buffer }> = {
	'/article': {
		type: 'text/html; charset=utf-8',
		body: `<!doctype html><html><head>
			<svg><title>A drawing</title></svg>
			<title>Asking  well —
				the long version</title>
			<meta property="og:title" content="Asking well &amp; answering">
			<meta name="description" content="How a question earns its answer.">
			<meta property="og:site_name" content="The Journal">
			<meta property="og:image" content="/cover.png">
			<script>document.title = '<meta property="og:title" content="A script">'</script>
			</head><body>Text`
	},
	'/plain': {
		type: 'text/html',
		body: '<svg><title>No</title></svg><title>Only a title</title><p>x</p>'
	},
	'/latin': {
		type: 'text/html',
		body: Buffer.from('<meta charset="iso-8859-1"><title>Gr\xfc\xdfe</title>', 'latin1')
	},
	'/bad-picture': {
		type: 'text/html',
		body: '<title>Fine</title><meta property="og:image" content="/liar.png">'
	},
	'/inward-picture': {
		type: 'text/html',
		body: '<title>Fine</title><meta property="og:image" content="http://169.254.169.254/latest">'
	},
	'/liar.png': { type: 'image/png', body: '<script>alert(1)</script>' },
	'/file.pdf': { type: 'application/pdf', body: '%PDF-' }
};

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'America/Denver' });
	liam = await person('Liam', { zone: 'Australia/Brisbane' });
	const create = { width: 600, height: 300, channels: 3, background: 'teal' } as const;
	answers['/cover.png'] = { type: 'image/png', body: await sharp({ create }).png().toBuffer() };
	server = createServer((request, response) => {
		const { type, body } = answers[request.url!] ?? { type: 'text/plain', body: '' };
		response.setHeader('content-type', type).end(body);
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	origin = `http://www.journal.example:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	server.closeAllConnections();
	server.close();
	await close();
});

const card = (path: string) =>
	knowingHosts({ 'www.journal.example': '127.0.0.1' }, () =>
		linkCard(darcy, { href: origin + path })
	);
const bare = (href: string) => ({ href, title: null, description: null, site: null, image: null });

test('a stranger has no page fetched', async () => {
	await expect(linkCard.ask(null, { href: 'https://example.org' })).rejects.toThrow('Sign in');
});

test('a card says what the page says of itself, and its picture becomes a file of one’s own', async () => {
	const { image, ...said } = await card('/article');
	expect(said).toEqual({
		href: `${origin}/article`,
		title: 'Asking well & answering',
		description: 'How a question earns its answer.',
		site: 'The Journal'
	});
	const file = image!.slice('/files/'.length);
	expect(await getFile(darcy, { file })).toMatchObject({ type: 'image/png', width: 600 });
	await expect(getFile(liam, { file })).rejects.toThrow('no such file');
});

test('a page of few words gives what it has', async () => {
	expect(await card('/plain')).toMatchObject({ title: 'Only a title', site: 'journal.example' });
	expect(await card('/latin')).toMatchObject({ title: 'Grüße' });
	expect(await card('/bad-picture')).toMatchObject({ title: 'Fine', image: null });
	expect(await card('/inward-picture')).toMatchObject({ title: 'Fine', image: null });
});

test('where nothing is to be had, the address alone makes the card', async () => {
	expect(await card('/file.pdf')).toEqual(bare(`${origin}/file.pdf`));
	const inside = `${origin.replace('www.journal.example', '127.0.0.1')}/article`;
	expect(await linkCard(darcy, { href: inside })).toEqual(bare(inside));
	const nowhere = 'https://nowhere.invalid/';
	expect(await linkCard(darcy, { href: nowhere })).toEqual(bare(nowhere));
});

test('only web addresses are fetched, and not without end', async () => {
	for (const href of [
		'file:///etc/passwd',
		'javascript:alert(1)',
		'nonsense',
		`https://x.org/${'x'.repeat(2000)}`
	])
		await expect(linkCard(liam, { href })).rejects.toMatchObject({ fields: [{ field: 'href' }] });
	const many = Array.from({ length: 31 }, () => linkCard(liam, { href: 'http://127.0.0.1/' }));
	await expect(Promise.all(many)).rejects.toThrow('Too many');
});
