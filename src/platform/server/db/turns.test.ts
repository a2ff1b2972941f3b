import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem, closeDatabase, openDatabase } from './database.ts';

beforeAll(() => openDatabase({ memory: true }));
afterAll(closeDatabase);

test('a request that comes while many transactions run is answered among them', async () => {
	let done = 0;
	let doneWhenAnswered: number | undefined;
	setImmediate(() => (doneWhenAnswered = done));
	for (; done < 50; done++) await asSystem('at the machine', (tx) => sql`select 1`.execute(tx));
	expect(doneWhenAnswered).toBeLessThan(5);
});
