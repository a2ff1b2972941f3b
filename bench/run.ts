// npm run bench [-- --scale 0.1] [--seconds 5] [--seed 7]: fills a PostgreSQL with a made organisation and measures pages,
// each beside a bare node:http server that sends the same bytes in the same run. Prints a table; writes nothing else.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { now } from '#platform/server/clock.ts';
import {
	asSystem,
	closeDatabase,
	countingQueries,
	openDatabase
} from '#platform/server/db/database.ts';
import { migrate } from '#platform/server/db/migrate.ts';
import { openAuth } from '#platform/server/auth.ts';
import { hashToken, newId, newToken } from '#platform/server/ids.ts';
import { startJobs, stopJobs } from '#platform/server/jobs.ts';
import { postComment } from '#modules/discussion/server/comments.ts';
import { actorAsking, type Asking } from '#modules/people/server/actors.ts';
import { find } from '#modules/search/server/find.ts';
import '#start/server/modules.ts';
import { startPostgres } from '../scripts/postgres.ts';
import { full, generate, idOf, measured, type Size } from './generate.ts';
import { load, send, type Ask, type Figures } from './load.ts';
import { seeded, words } from './words.ts';

const { values } = parseArgs({
	options: {
		scale: { type: 'string', default: '1' },
		seconds: { type: 'string', default: '5' },
		seed: { type: 'string', default: '7' }
	}
});
const seed = Number(values.seed);
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), 'junto-bench-'));
const children: ChildProcess[] = [];

const postgres = await startPostgres();
try {
	const { token, actor } = await prepare();
	const statements = await countStatements(actor);
	await stopJobs();
	await closeDatabase();
	const port = await serve(
		['build/server/web.js'],
		{
			DATABASE_URL: postgres.url,
			PORT: '0',
			JUNTO_DATA: join(folder, 'data'),
			JUNTO_RATE_LIMITS: 'off'
		},
		/at http:\/\/[^:]+:(\d+)/
	);
	await measure(port, token, statements);
} finally {
	await Promise.all(children.map(ended));
	await postgres.stop();
	rmSync(folder, { recursive: true, force: true });
}

async function prepare(): Promise<{ token: string; actor: Asking }> {
	await openDatabase({ url: postgres.url });
	await migrate();
	openAuth(newToken(), 'http://127.0.0.1');
	await startJobs({ work: false });
	const at = now().toString({ smallestUnit: 'millisecond' });
	const size = Object.fromEntries(
		Object.entries(full).map(([name, count]) => [
			name,
			Math.max(60, Math.round(count * Number(values.scale)))
		])
	) as Size;
	const begun = performance.now();
	const rows = await generate(size, seed, at);
	console.log(
		`made in ${Math.round((performance.now() - begun) / 1000)} s with seed ${seed}: ${JSON.stringify(rows)}`
	);
	const token = newToken();
	const person = idOf('person', 1);
	await asSystem('setting up the place', async (tx) => {
		await tx.insertInto('place').values({ name: 'Bench', set_up_at: at }).execute();
		await tx
			.insertInto('token')
			.values({ id: newId(), person_id: person, hash: hashToken(token), label: 'bench', at })
			.execute();
	});
	return {
		token,
		actor: (await actorAsking(new Headers({ authorization: `Bearer ${token}` })))!
	};
}

/** The statements of each measured thing, counted at its doors. */
async function countStatements(actor: Asking): Promise<Record<string, number>> {
	const page = async (path: string, params: Record<string, string>) => {
		const { load } = (await import(`../src/routes/(app)/${path}+page.server.ts`)) as {
			load: (event: object) => Promise<object>;
		};
		const { statements } = await countingQueries(() =>
			load({ params, url: new URL('http://127.0.0.1/'), locals: { actor } })
		);
		return statements.length;
	};
	const counted = async (work: () => Promise<unknown>) =>
		(await countingQueries(work)).statements.length;
	return {
		training: await page('trainings/[training]/', { training: measured.training }),
		today: await page('', {}),
		series: await page('series/[series]/', { series: measured.series }),
		search: await counted(() => find(actor, { q: 'inbox plan' })),
		comment: await counted(() =>
			postComment(actor, {
				about: { kind: 'training', id: measured.training },
				markdown: 'A word.'
			})
		)
	};
}

async function measure(
	port: number,
	token: string,
	statements: Record<string, number>
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
		]
	];
	console.log(
		'| what | connections | p50 ms | p95 ms | per second | bare per second | ratio | statements | bytes |'
	);
	console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
	for (const [name, next] of things) {
		await load(port, next, 4, Math.min(2, seconds));
		const bare = await bareOf(await send(port, next(0)));
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

async function bareOf(bytes: Buffer): Promise<number> {
	const file = join(folder, newId());
	writeFileSync(file, bytes);
	return serve(['bench/bare.ts', file], {}, /^(\d+)/);
}

/** Ends a child and waits until it is gone, so that the database outlives whoever uses it. */
function ended(child: ChildProcess): Promise<unknown> {
	if (child.exitCode !== null) return Promise.resolve();
	const gone = new Promise((done) => child.once('exit', done));
	child.kill('SIGTERM');
	return gone;
}

/** Starts a process of ours and waits until it says its port. */
function serve(args: string[], env: Record<string, string>, said: RegExp): Promise<number> {
	const child = spawn(process.execPath, args, {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	children.push(child);
	return new Promise((resolve, reject) => {
		let text = '';
		child.stdout.on('data', (chunk: Buffer) => {
			text += chunk.toString();
			const port = text.match(said)?.[1];
			if (port) resolve(Number(port));
		});
		child.on('exit', (code) => reject(new Error(`${args[0]} ended with ${code}`)));
	});
}
