// npm run bench [-- --embedded] [--scale 0.1] [--seconds 5] [--seed 7] [--only listening]: fills a database with a made organisation and measures
// pages, each beside a bare node:http server that sends the same bytes in the same run. Prints tables; writes nothing else.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { postComment } from '#modules/discussion/server/comments.ts';
import { openPost } from '#modules/notices/server/post.ts';
import { actorAsking, type Asking } from '#modules/people/server/actors.ts';
import { find } from '#modules/search/server/find.ts';
import { checkOff } from '#modules/series/server/taking-part.ts';
import { openAuth } from '#platform/server/auth.ts';
import { now } from '#platform/server/clock.ts';
import {
	asSystem,
	closeDatabase,
	countingQueries,
	openDatabase
} from '#platform/server/db/database.ts';
import { migrate } from '#platform/server/db/migrate.ts';
import { hashToken, newId, newToken } from '#platform/server/ids.ts';
import { startJobs, stopJobs } from '#platform/server/jobs.ts';
import '#start/server/modules.ts';
import { startPostgres, type Postgres } from '../scripts/postgres.ts';
import { endChildren, serveJunto } from './child.ts';
import { digests } from './digests.ts';
import { full, generate, idOf, measured, type Size } from './generate.ts';
import { listen, speak } from './listening.ts';
import { measure } from './pages.ts';
import { startAndRest } from './resting.ts';

const { values } = parseArgs({
	options: {
		embedded: { type: 'boolean', default: false },
		scale: { type: 'string', default: '1' },
		seconds: { type: 'string', default: '5' },
		seed: { type: 'string', default: '7' },
		only: { type: 'string', default: '' }
	}
});
const seed = Number(values.seed);
const seconds = Number(values.seconds);
const size = Object.fromEntries(
	Object.entries(full).map(([name, count]) => [
		name,
		Math.max(60, Math.round(count * Number(values.scale)))
	])
) as Size;
const folder = mkdtempSync(join(tmpdir(), 'junto-bench-'));
mkdirSync(join(folder, 'data'));

const postgres = values.embedded ? undefined : await startPostgres();
try {
	await open();
	const { token, actor } = await fill();
	const statements = await countStatements(actor);
	const spoken = await speak(actor, join(folder, 'data'), seed);
	await close();
	const server = await serveJunto(settings('data', postgres));
	await listen(server, token, spoken, { seed, seconds, folder });
	if (values.only !== 'listening') await everythingElse(server.port, token, statements);
} finally {
	await endChildren();
	await postgres?.stop();
	rmSync(folder, { recursive: true, force: true });
}

async function everythingElse(port: number, token: string, statements: Record<string, number>) {
	await measure(port, token, statements, { seed, seconds, folder, trainings: size.series * 4 });
	await endChildren();
	await open();
	await digests();
	await close();
	const other = postgres && (await startPostgres());
	await startAndRest(settings('demo', other)).finally(() => other?.stop());
}

function settings(name: string, server: Postgres | undefined): Record<string, string> {
	return {
		JUNTO_DATA: join(folder, name),
		...(server && { DATABASE_URL: server.url })
	};
}

async function open(): Promise<void> {
	await openDatabase(postgres ? { url: postgres.url } : { folder: join(folder, 'data', 'db') });
	await migrate();
	openAuth(newToken(), 'http://127.0.0.1');
	openPost({ origin: 'http://127.0.0.1', secret: newToken() });
	await startJobs({ work: false });
}

async function close(): Promise<void> {
	await stopJobs();
	await closeDatabase();
}

async function fill(): Promise<{ token: string; actor: Asking }> {
	const present = now().toString({ smallestUnit: 'millisecond' });
	const begun = performance.now();
	const rows = await generate(size, seed, present);
	const took = Math.round((performance.now() - begun) / 1000);
	console.log(`made in ${took} s with seed ${seed}: ${JSON.stringify(rows)}`);
	const token = newToken();
	await asSystem('setting up the place', async (tx) => {
		await tx.insertInto('place').values({ name: 'Bench', set_up_at: present }).execute();
		await tx
			.insertInto('token')
			.values({
				id: newId(),
				person_id: idOf('person', 1),
				hash: hashToken(token),
				label: 'bench',
				at: present
			})
			.execute();
	});
	const actor = (await actorAsking(new Headers({ authorization: `Bearer ${token}` })))!;
	return { token, actor };
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
		),
		'check-off, and back': await counted(() =>
			checkOff(actor, { training: measured.training, version: 1 })
		)
	};
}
