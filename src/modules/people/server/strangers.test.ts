import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { people } from './module.ts';

const open = new Set([
	...['invitations.open', 'invitations.accept', 'me.confirmAddress', 'demo.people']
]);
const forStewards = [
	...['invitations.create', 'invitations.list', 'invitations.revoke'],
	...['people.import', 'place.change', 'invitations.resend', 'stewards.add', 'stewards.remove'],
	...['people.depart', 'people.comeBack', 'people.erase']
];
const id = '01980000-0000-7000-8000-000000000000';
const right: Record<string, unknown> = {
	'invitations.revoke': { invitation: id },
	'invitations.resend': { invitations: [id] },
	'people.depart': { person: id },
	'people.comeBack': { person: id },
	'people.erase': { person: id, submissions: 'stay', comments: 'stay', pages: 'stay' },
	'stewards.add': { person: id },
	'stewards.remove': { person: id },
	'people.import': { csv: 'name,email,zone\nAma,ama@example.org,Africa/Accra' },
	'place.change': { name: 'Mine now' }
};

let close: () => Promise<void>;
let darcy: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
});
afterAll(() => close());

for (const door of people.doors.filter(({ spec }) => !open.has(spec.id)))
	test(`a stranger is refused at ${door.spec.id}`, async () => {
		await expect(door.ask(null, right[door.spec.id] ?? {})).rejects.toThrow('Sign in first');
	});

for (const name of forStewards)
	test(`${name} is for stewards alone, and writes nothing for others`, async () => {
		const door = people.doors.find(({ spec }) => spec.id === name)!;
		const before = await counts();
		await expect(door.ask(darcy, right[name] ?? {})).rejects.toThrow('This is not yours to do');
		expect(await counts()).toEqual(before);
	});

const nasty = ['', '\u0000', 'a\u0000b', '\ud800', 'x'.repeat(9000), "' or 1=1 --", 'null'];

for (const door of people.doors)
	test(`${door.spec.id} refuses wrong, missing, oversized and hostile fields without breaking`, async () => {
		const fields = Object.keys(shapeOf(door.spec.input));
		const steward = { ...darcy, steward: true };
		const tries = fields.flatMap((field) =>
			[...nasty, 7, null, [], {}, -1e308].map((value) => ({ [field]: value }))
		);
		for (const given of [undefined, null, 'text', [], ...tries])
			await door.ask(steward, given).catch((error: unknown) => {
				expect(['invalid', 'not_found', 'forbidden', 'conflict']).toContain(
					(error as { code?: string }).code
				);
			});
	});

function shapeOf(schema: unknown): object {
	return (schema as { shape: object }).shape;
}

async function counts() {
	return asSystem('at the machine', async (tx) => {
		const tables = ['person', 'invitation', 'event', 'audience'] as const;
		const all: Record<string, number> = {};
		for (const table of tables)
			all[table] = (
				await tx
					.selectFrom(table)
					.select((eb) => eb.fn.countAll<number>().as('count'))
					.executeTakeFirstOrThrow()
			).count;
		return { ...all, place: await tx.selectFrom('place').selectAll().execute() };
	});
}
