import { cpSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { contentsOf } from '../contents.ts';
import { junto, serve, temporary, type Server, type Settings } from '../process.ts';
import { start } from '../../cast.ts';
import { make, operationsAt, takesBody, type Call, type Operation } from './operations.ts';
import { outOfTrue, plausible, wrongs, type Ids } from './values.ts';

/** Another one finds other things: FUZZ_SEED=7 npx vitest run --config tests/machine/vitest.config.ts fuzz */
const seed = Number(process.env.FUZZ_SEED ?? 20270118);

/** Operations that hash passwords or look outside are asked less often. */
const slow = /password|accept|linkCard|calendar/i;

/** What is no JSON object, or none that ends. */
const malformed = [
	'not json',
	'{"a":',
	'[]',
	'"text"',
	'7',
	'null',
	'['.repeat(50_000),
	new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31])
];

/** Collections whose one is called otherwise. */
const singular: Record<string, string> = { series: 'series', people: 'person', shelves: 'shelf' };

const templates = inject('templates');
const { folder, remove } = temporary();
const settings: Settings = {
	JUNTO_DATA: join(folder, 'data'),
	JUNTO_NOW: start,
	JUNTO_ALLOW_CLOCK: '1',
	JUNTO_RATE_LIMITS: 'off'
};
let server: Server;
let operations: Operation[];
let ids: Ids;
let calls = 0;
let accepted = 0;

beforeAll(async () => {
	cpSync(templates.demo, settings.JUNTO_DATA!, { recursive: true });
	await junto(settings, 'run-due');
	server = await serve(settings);
	operations = await operationsAt(server.origin);
	ids = await idsThere();
});
afterAll(async () => {
	await server.stop();
	remove();
});

const { member, steward } = templates.tokens;

async function call(given: Call): Promise<number> {
	calls += 1;
	const status = await make(server.origin, given);
	if (status < 300) accepted += 1;
	return status;
}

test('what is wrong by the word of a schema is refused of whoever sends it, with a problem, and writes nothing', async () => {
	await server.stop();
	const before = await contentsOf(settings);
	server = await serve(settings);
	const letIn: string[] = [];
	for (const operation of operations) {
		const [base = {}] = fc.sample(plausible(operation, ids), { seed, numRuns: 1 });
		const bad = wrongs(operation, base).map((given) => ({ operation, given }));
		const broken = takesBody(operation.method)
			? malformed.map((body) => ({ operation, given: base, body }))
			: [];
		for (const [token, sent] of [
			[undefined, [{ operation, given: base }, ...bad]],
			['junto_guessed', [{ operation, given: base }]],
			[member, [...bad, ...broken]],
			[steward, [...bad, ...broken]]
		] satisfies [string | undefined, Call[]][])
			for (const one of sent) {
				const status = await call({ ...one, token });
				if (status < 300 && operation.method !== 'GET')
					letIn.push(`${operation.id} ${JSON.stringify(one.given).slice(0, 200)}`);
			}
	}
	expect(letIn).toEqual([]);
	await server.stop();
	const after = await contentsOf(settings);
	for (const table of ['public."attempt"', 'public."digest_round"']) {
		delete before[table];
		delete after[table];
	}
	expect(after).toEqual(before);
	server = await serve(settings);
});

test('what is put out of true is answered or refused with a problem, and breaks nothing afterwards', async () => {
	for (const operation of operations) {
		const numRuns = slow.test(operation.id) ? 6 : 30;
		await fc.assert(
			fc.asyncProperty(
				outOfTrue(operation, ids),
				fc.constantFrom(undefined, member, member, steward, steward),
				async (given, token) => void (await call({ operation, given, token }))
			),
			{ seed, numRuns, endOnFailure: true }
		);
	}
	console.log(
		`seed ${seed}: ${calls} calls of ${operations.length} operations, ${accepted} accepted`
	);
	expect(calls).toBeGreaterThan(5_000);
	await junto(settings, 'run-due');
	expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
});

/** Every id that a steward or a member is shown, by the name of what it belongs to. */
async function idsThere(): Promise<Ids> {
	const found: Ids = new Map();
	const note = (name: string, id: string) =>
		found.set(name, [...(found.get(name) ?? []), id].slice(-6));
	const walk = (value: unknown, name: string): void => {
		if (typeof value === 'string') {
			if (/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}$/.test(value)) note(name, value);
		} else if (Array.isArray(value)) value.forEach((one) => walk(one, name));
		else if (typeof value === 'object' && value !== null)
			for (const [key, one] of Object.entries(value)) walk(one, key === 'id' ? name : key);
	};
	for (const token of [steward, member])
		for (const { method, path, inPath } of operations) {
			const given = inPath.map((name) => found.get(name)?.at(-1));
			if (method !== 'GET' || given.includes(undefined)) continue;
			const filled = path.replaceAll(/\{(\w+)\}/g, () => given.shift()!);
			const headers = { authorization: `Bearer ${token}` };
			const answer = await fetch(`${server.origin}/api/v1${filled}`, { headers });
			const collection = path.split('/').findLast((part) => part && !part.startsWith('{'))!;
			if (answer.ok)
				walk(await answer.json(), singular[collection] ?? collection.replace(/s$/, ''));
		}
	return found;
}
