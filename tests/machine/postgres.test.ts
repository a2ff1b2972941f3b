import pg from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from '../../scripts/postgres.ts';
import { junto, serve, temporary } from './process.ts';
import { liam, password } from './template.ts';

test('a real PostgreSQL starts from npm alone, as root too, and is gone afterwards', async () => {
	const { url, stop } = await startPostgres();
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
	expect(Number(rows[0]?.server_version_num)).toBeGreaterThanOrEqual(150_000);
	await client.end();
	await stop();
	const late = new pg.Client({ connectionString: url });
	await expect(late.connect()).rejects.toThrow('ECONNREFUSED');
});

test('a user who owns one database and may make roles is enough, and two processes share it', async () => {
	const { url, stop } = await startPostgres();
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	await client.query(`create role keeper login createrole password 'keeper'`);
	await client.query('create database place owner keeper');
	await client.end();
	const { folder, remove } = temporary();
	const own = new URL(url);
	[own.username, own.password, own.pathname] = ['keeper', 'keeper', '/place'];
	const settings = (name: string) => ({ JUNTO_DATA: `${folder}/${name}`, DATABASE_URL: own.href });
	const words = Object.entries({ place: 'Lantern Street', password, ...liam });
	await junto(settings('a'), 'setup', ...words.flatMap(([name, value]) => [`--${name}`, value]));
	const { token } = await junto<{ token: string }>(
		settings('a'),
		'token',
		'create',
		'--email',
		liam.email
	);
	const servers = await Promise.all(['a', 'b'].map((name) => serve(settings(name))));
	for (const { origin } of servers) {
		const me = await fetch(`${origin}/api/v1/me`, {
			headers: { authorization: `Bearer ${token}` }
		});
		expect(await me.json()).toMatchObject({ name: 'Liam' });
	}
	for (const server of servers) expect((await server.stop()).code).toBe(0);
	remove();
	await stop();
});
