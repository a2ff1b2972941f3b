import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, AnyDoor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { doors } from '../leaks/asking.ts';
import { fingerprints } from '../leaks/fingerprints.ts';
import { inADemo } from '../leaks/reads.ts';
import { invitePeople, plant, sayInPublic, type World } from '../leaks/world.ts';
import { openTestPlace } from '../testing.ts';
import { basesOf } from './bases.ts';
import { givenTo } from './values.ts';

/** Doors that strangers may try: by a secret that they hold, or in a demo. */
const open = [
	'demo.people',
	'invitations.accept',
	'invitations.open',
	'letters.readStopLink',
	'letters.stopByLink',
	'me.confirmAddress'
];

let close: () => Promise<void>;
let world: World;

beforeAll(async () => {
	switchLimits('off');
	close = await openTestPlace();
	const people = await invitePeople();
	world = await plant(people, await sayInPublic(people));
}, 120_000);
afterAll(() => close());

test('a stranger is refused at every door but those that a secret opens, whatever they send', async () => {
	const admitting = [];
	for (const door of doors) {
		const refused = await came(door, null, {});
		if (refused?.message !== 'Sign in first') admitting.push(door.spec.id);
	}
	expect(admitting.toSorted()).toEqual(open);
});

test('of every door it is known what it may be asked', () => {
	const unknown = doors.filter(
		({ spec }) => !inADemo.has(spec.id) && basesOf(spec.id, world).length === 0
	);
	expect(unknown.map(({ spec }) => spec.id)).toEqual([]);
});

const tried = doors
	.filter(({ spec }) => !inADemo.has(spec.id))
	.map((door) => [door.spec.id, door] as const);

describe('wrong, missing and oversized fields', () => {
	test.each(tried)('%s says which field is wrong, and writes nothing', async (id, door) => {
		const before = await fingerprints();
		for (const given of [undefined, null, 'text', 7, [], true])
			expect(await came(door, world.people.siti, given)).toMatchObject({ code: 'invalid' });
		for (const { by, input } of basesOf(id, world).slice(0, 2))
			for (const path of leaves(input))
				for (const value of [{ a: { b: {} } }, [[]], () => 1, 'x'.repeat(500_001), Number.NaN]) {
					const refused = await came(door, by, changed(input, path, value));
					expect(refused, `${path.join('.')} as ${String(value).slice(0, 20)}`).toBeDefined();
					if (refused?.code === 'invalid') expect(refused.fields?.length).toBeGreaterThan(0);
				}
		if (Object.keys(basesOf(id, world)[0]!.input).length > 0)
			expect(await fingerprints()).toEqual(before);
	});
});

describe('fields put out of true', () => {
	test.each(tried)('%s answers, or says what is wrong', async (id, door) => {
		const bases = basesOf(id, world);
		await fc.assert(
			fc.asyncProperty(
				fc
					.constantFrom(...bases)
					.chain((base) =>
						givenTo(door.spec.input, base.input).map((given) => ({ by: base.by, given }))
					),
				async ({ by, given }) => void (await came(door, by, given))
			),
			{ seed: 20270118, numRuns: slow.has(id) ? 8 : 60 }
		);
	});
});

test('what was let in breaks nothing afterwards', async () => {
	await expect(runDue()).resolves.toBeDefined();
});

const known = ['not_found', 'forbidden', 'invalid', 'conflict', 'too_many'];

/** Doors that hash passwords or look outside. */
const slow = new Set(['me.changePassword', 'invitations.accept', 'documents.linkCard']);

type Refused = { code: string; message: string; fields?: { field: string; message: string }[] };

/** How a door refused; undefined when it did not. Anything but one of the five errors is thrown on. */
async function came(
	door: AnyDoor,
	actor: Actor | null,
	given: unknown
): Promise<Refused | undefined> {
	try {
		await door.ask(actor, given);
		return undefined;
	} catch (error) {
		const refused = error as Refused;
		if (!known.includes(refused.code)) throw error;
		return refused;
	}
}

/** The path to each value of an input, and to each thing in it that holds values. */
function leaves(value: unknown, path: string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return path.length > 0 ? [path] : [];
	const below = Object.entries(value).flatMap(([key, one]) => leaves(one, [...path, key]));
	return path.length > 0 ? [path, ...below] : below;
}

function changed(
	input: unknown,
	[key, ...rest]: string[],
	value: unknown
): Record<string, unknown> {
	const copy = Array.isArray(input) ? [...input] : { ...(input as object) };
	const holder = copy as Record<string, unknown>;
	const below = holder[key!];
	if (rest.length === 0) holder[key!] = value;
	else if (typeof below === 'object' && below !== null) holder[key!] = changed(below, rest, value);
	return holder;
}
