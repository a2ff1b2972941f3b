import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { newId } from '#platform/server/ids.ts';
import { serve } from './child.ts';
import { idOf, measured } from './generate.ts';
import { load, send, type Ask, type Figures } from './load.ts';
import { seeded, words } from './words.ts';

type Measuring = { seed: number; seconds: number; folder: string; trainings: number };

/** Measures each page beside a bare server that sends the same bytes, and prints a table. `folder` is for what the bare ones send. */
export async function measure(
	port: number,
	token: string,
	statements: Record<string, number>,
	{ seed, seconds, folder, trainings }: Measuring
): Promise<void> {
	const headers = {
		authorization: `Bearer ${token}`,
		'accept-encoding': 'gzip, deflate, br, zstd'
	};
	const random = seeded(seed);
	const get = (path: string): Ask => ({ method: 'GET', path, headers });
	const things: [string, (i: number) => Ask][] = [
		['training', () => get(`/trainings/${measured.training}`)],
		['today', () => get('/')],
		['series', () => get(`/series/${measured.series}`)],
		['search', () => get(`/api/v1/search?q=${encodeURIComponent(words(random, 2))}`)],
		[
			'comment',
			() => ({
				method: 'POST',
				path: '/api/v1/comments',
				headers: { ...headers, 'content-type': 'application/json' },
				body: JSON.stringify({
					about: { kind: 'training', id: idOf('training', 5) },
					markdown: words(random, 20)
				})
			})
		],
		[
			'check-off, and back',
			(i) => {
				const path = `/api/v1/trainings/${idOf('training', Math.floor(i / 2) % trainings)}/check-off`;
				if (i % 2) return { method: 'DELETE', path, headers };
				const typed = { ...headers, 'content-type': 'application/json' };
				return { method: 'PUT', path, headers: typed, body: JSON.stringify({ version: 1 }) };
			}
		]
	];
	console.log(
		'| what | connections | p50 ms | p95 ms | per second | bare per second | ratio | statements | bytes |'
	);
	console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
	for (const [name, next] of things) {
		await load(port, next, 4, Math.min(2, seconds));
		const bare = await bareOf(folder, await send(port, next(0)));
		for (const connections of [1, 8]) {
			const ours = await load(port, next, connections, seconds);
			const best = await load(bare, () => get('/'), connections, seconds);
			print(name, connections, ours, best, statements[name]);
		}
	}
	for (const path of [`/trainings/${measured.training}`, '/']) await weigh(port, path, headers);
}

function print(
	name: string,
	connections: number,
	ours: Figures,
	best: Figures,
	statements: number | undefined
): void {
	const ratio = (ours.perSecond / best.perSecond).toFixed(3);
	console.log(
		`| ${name} | ${connections} | ${ours.p50} | ${ours.p95} | ${ours.perSecond} | ${best.perSecond} | ${ratio} | ${statements} | ${ours.bytes} |`
	);
}

/** The compressed bytes of script and style that a page has the browser fetch at once. */
async function weigh(port: number, path: string, headers: Record<string, string>): Promise<void> {
	const html = (
		await send(port, {
			method: 'GET',
			path,
			headers: { ...headers, 'accept-encoding': 'identity' }
		})
	).toString();
	const sizes = { js: 0, css: 0 };
	const found = html.matchAll(/(?:href|import\()\s*=?\s*"([^"]+\.(js|css))"/g);
	const assets = new Map(
		[...found].map(([, href, kind]) => [
			new URL(href!, `http://h${path}`).pathname,
			kind as 'js' | 'css'
		])
	);
	for (const [asset, kind] of assets)
		sizes[kind] += brotliCompressSync(
			await send(port, { method: 'GET', path: asset, headers: {} })
		).length;
	console.log(
		`${path.replace(/[0-9a-f-]{36}/, '…')}: script ${sizes.js} bytes, style ${sizes.css} bytes (brotli), in ${assets.size} files`
	);
}

async function bareOf(folder: string, bytes: Buffer): Promise<number> {
	const file = join(folder, newId());
	writeFileSync(file, bytes);
	return (await serve(['bench/bare.ts', file], {}, /^(\d+)/)).port;
}
