import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type Postgres } from '../../scripts/postgres.ts';
import { freePort, junto, serve, temporary, type Settings } from './process.ts';
import { openSink } from './sink.ts';
import { freshDatabase, liam, password } from './template.ts';
import { checkLetters, startWriting } from './writers.ts';

const { folder, remove } = temporary();
let postgres: Postgres;

beforeAll(async () => {
	postgres = await startPostgres();
});
afterAll(async () => {
	await postgres.stop();
	remove();
});

/** A place on a database, and its steward's token. */
async function setUp(settings: Settings): Promise<string> {
	const words = Object.entries({ place: 'Lantern Street', password, ...liam });
	await junto(settings, 'setup', ...words.flatMap(([name, value]) => [`--${name}`, value]));
	const asking = ['token', 'create', '--email', liam.email];
	return (await junto<{ token: string }>(settings, ...asking)).token;
}

test('a user who owns one database and may make roles is enough, and two processes share it', async () => {
	const url = await freshDatabase();
	const settings = (name: string) => ({ JUNTO_DATA: `${folder}/${name}`, DATABASE_URL: url });
	const token = await setUp(settings('a'));
	const servers = await Promise.all(['a', 'b'].map((name) => serve(settings(name))));
	for (const { origin } of servers) {
		const me = await fetch(`${origin}/api/v1/me`, {
			headers: { authorization: `Bearer ${token}` }
		});
		expect(await me.json()).toMatchObject({ name: 'Liam' });
	}
	for (const server of servers) expect((await server.stop()).code).toBe(0);
});

test('a database that is restarted while people write: they are told to come again, and nothing acknowledged is lost', async () => {
	const sink = await openSink({ pause: 30 });
	const settings: Settings = {
		JUNTO_DATA: `${folder}/restarted`,
		DATABASE_URL: postgres.url,
		SMTP_URL: sink.url,
		PORT: `${await freePort()}`
	};
	const token = await setUp(settings);
	const server = await serve(settings);
	const writers = await startWriting(settings, server.origin, token);
	const cookie = await sessionOf(server.origin);

	for (let restart = 0; restart < 2; restart++) {
		const enough = writers.written.size + 20;
		const letters = sink.accepted.length + 3;
		while (writers.written.size < enough || sink.accepted.length < letters) await wait(10);
		await postgres.restart(async () => {
			const told = writers.toldAway() + 4;
			while (writers.toldAway() < told) await wait(10);
			await seesAway(server.origin, cookie);
		});
	}
	const more = writers.written.size + 20;
	while (writers.written.size < more) await wait(10);
	await writers.stop();
	await junto(settings, 'run-due');

	const kept = await writers.kept();
	expect([...writers.written].filter((id) => !kept.has(id))).toEqual([]);
	const repeated = checkLetters(writers.invited, sink.accepted);
	console.log(
		`${writers.written.size} writes were acknowledged, ${writers.toldAway()} told to come again; ${sink.accepted.length} letters arrived, ${repeated} of them repeated`
	);
	expect(writers.lost()).toBe(0);
	expect((await server.stop()).code).toBe(0);
	await sink.close();
});

test('a real PostgreSQL comes from npm alone, as root too, and is gone once it is stopped', async () => {
	const client = new pg.Client({ connectionString: postgres.url });
	await client.connect();
	const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
	expect(Number(rows[0]?.server_version_num)).toBeGreaterThanOrEqual(150_000);
	await client.end();
	await postgres.stop();
	const late = new pg.Client({ connectionString: postgres.url });
	await expect(late.connect()).rejects.toThrow('ECONNREFUSED');
});

async function sessionOf(origin: string): Promise<string> {
	const entered = await fetch(`${origin}/sign-in?/password`, {
		method: 'POST',
		redirect: 'manual',
		headers: {
			origin,
			accept: 'text/html',
			'content-type': 'application/x-www-form-urlencoded'
		},
		body: new URLSearchParams({ email: liam.email, password, to: '/' })
	});
	expect(entered.status).toBe(303);
	return entered.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
}

/** What a browser is shown: a page with a way to try again, and a form that keeps what was typed. */
async function seesAway(origin: string, cookie: string): Promise<void> {
	const headers = { cookie, origin, accept: 'text/html' };
	const page = await fetch(`${origin}/inbox`, { headers });
	expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
	expect(await page.text()).toMatch(/away for a moment[^]*href="\/inbox"/);
	const body = new URLSearchParams({ name: 'Another name', weeklyAsks: '3' });
	const form = await fetch(`${origin}/desk?/place`, { method: 'POST', headers, body });
	expect(form.status).toBe(503);
	expect((await fetch(`${origin}/healthz`)).status).toBe(503);
}
