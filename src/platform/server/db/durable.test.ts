import fs, { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPGlite } from './pglite.ts';

const folder = mkdtempSync(join(tmpdir(), 'junto-durable-'));
const { fdatasyncSync } = fs;
let syncs = 0;
let db: PGlite;

beforeAll(async () => {
	fs.fdatasyncSync = (file) => {
		syncs += 1;
		fdatasyncSync(file);
	};
	syncBuiltinESMExports();
	db = await openPGlite(join(folder, 'db'));
	await db.exec('create table word (text text); checkpoint');
});
beforeEach(() => (syncs = 0));
afterAll(async () => {
	await db.close();
	fs.fdatasyncSync = fdatasyncSync;
	syncBuiltinESMExports();
	rmSync(folder, { recursive: true });
});

test('every commit is on the disk before it is acknowledged: one sync each', async () => {
	for (let i = 0; i < 40; i++) {
		await db.query('insert into word values ($1)', [`word ${i}`]);
		expect(syncs).toBe(i + 1);
	}
});

test('a transaction of many statements is one sync', async () => {
	await db.transaction(async (tx) => {
		for (let i = 0; i < 40; i++) await tx.query('insert into word values ($1)', [`more ${i}`]);
		expect(syncs).toBe(0);
	});
	expect(syncs).toBe(1);
});

test('reading, and what is rolled back, costs none', async () => {
	await db.query('select count(*) from word');
	await db.transaction(async (tx) => {
		await tx.query('insert into word values ($1)', ['never']);
		await tx.rollback();
	});
	expect(syncs).toBe(0);
});
