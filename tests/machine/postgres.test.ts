import pg from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from '../../scripts/postgres.ts';

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
