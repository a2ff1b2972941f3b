import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { as, asSystem, countingQueries, underneath } from './database.ts';

let close: () => Promise<void>;
let people: Actor[];

beforeAll(async () => {
	close = await openTestPlace();
	people = [];
	for (const name of ['Mei', 'Kofi', 'Darcy']) people.push(await person(name));
});
afterAll(() => close());

const asked = (operator: 'in' | 'not in', names: string[]) =>
	countingQueries(() =>
		as(people[0]!.id, (tx) =>
			tx
				.selectFrom('person')
				.select('name')
				.where('name', operator, names)
				.orderBy('name')
				.execute()
		)
	);

test('a statement reads the same whether it asks for none, one or several', async () => {
	const none = await asked('in', []);
	const one = await asked('in', ['Mei']);
	const two = await asked('in', ['Mei', 'Kofi']);
	expect([none, one, two].map(({ result }) => result.map(({ name }) => name))).toEqual([
		[],
		['Mei'],
		['Kofi', 'Mei']
	]);
	expect(new Set([none, one, two].map(({ statements }) => statements.at(-1))).size).toBe(1);
	const others = await asked('not in', ['Mei', 'Kofi']);
	expect(others.result).toEqual([{ name: 'Darcy' }]);
});

test('a PostgreSQL server plans what is read once, and the embedded database each time', async () => {
	const planned = await asSystem('at the machine', async (tx) => {
		for (const each of people) await tx.selectFrom('person').where('id', '=', each.id).execute();
		await tx.updateTable('person').set({ about: '' }).where('id', '=', people[0]!.id).execute();
		const { rows } = await sql<{ statement: string }>`
			select statement from pg_prepared_statements where starts_with(statement, 'select from "person"')
				or starts_with(statement, 'update')`.execute(tx);
		return rows.map(({ statement }) => statement);
	});
	const once = ['select from "person" where "id" = $1'];
	expect(planned).toEqual(underneath().url ? once : []);
});

test('a table that changes after it was asked for costs one answer at most', async () => {
	const change = (statement: string) =>
		asSystem('migrating', (tx) => sql.raw(statement).execute(tx));
	const ask = () => asSystem('migrating', (tx) => sql`select * from changing`.execute(tx));
	await change('create table changing (one text)');
	await ask();
	await change('alter table changing add column two text');
	await ask().catch(() => {});
	expect((await ask()).rows).toEqual([]);
	await change('drop table changing');
});
