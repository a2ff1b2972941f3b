// Before the tests: Junto built, and the places of which every test file takes a copy.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { cast, demoCast, password, start, type Name, type Role } from './cast.ts';
import { junto, serve, type Machine } from './machine.ts';
import { freePort } from './machine/process.ts';

type Tokens = Record<Name | Role, string>;

declare module 'vitest' {
	interface ProvidedContext {
		templates: { people: string; demo: string; tokens: Tokens };
	}
}

const folder = 'build/places';
const [people, demo, tokensFile] = ['people', 'demo', 'tokens.json'].map((name) =>
	join(folder, name)
) as [string, string, string];

export default async function setup(project: TestProject): Promise<void> {
	execFileSync('npm', ['run', '-s', 'build:once'], { stdio: 'inherit' });
	project.provide('templates', { people, demo, tokens: await tokensOfPlaces() });
}

/** Makes the places, unless those that are there were made from these very files. */
async function tokensOfPlaces(): Promise<Tokens> {
	const madeOf = stateOf([
		'build/made-of',
		'tests/cast.ts',
		'tests/templates.ts',
		...globSync('migrations/*')
	]);
	if (existsSync(tokensFile)) {
		const kept = JSON.parse(readFileSync(tokensFile, 'utf8')) as { madeOf: string; tokens: Tokens };
		if (kept.madeOf === madeOf) return kept.tokens;
	}
	rmSync(folder, { recursive: true, force: true });
	const [ofPeople, ofDemo] = await Promise.all([makePeople(people), makeDemo(demo)]);
	const tokens = { ...ofPeople, ...ofDemo };
	writeFileSync(tokensFile, JSON.stringify({ madeOf, tokens }));
	return tokens;
}

function stateOf(files: string[]): string {
	const hash = createHash('sha256');
	for (const file of files.sort()) hash.update(readFileSync(file));
	return hash.digest('hex');
}

async function makePeople(data: string): Promise<Record<Name, string>> {
	const machine = { data, port: await freePort(), now: start };
	const { Liam, ...others } = cast;
	await junto(machine, 'setup', '--place', 'Lantern Street', ...words({ ...Liam, password }));
	const { stop } = await serve(machine);
	const add = (person: object) =>
		junto(machine, 'person', 'add', ...words({ ...person, password }));
	await Promise.all(Object.values(others).map(add));
	const tokens = await tokensOf(
		machine,
		Object.entries(cast).map(([name, { email }]) => [name as Name, email])
	);
	await stop();
	return tokens;
}

async function makeDemo(data: string): Promise<Record<Role, string>> {
	const machine = { data, port: await freePort(), now: start };
	const agnes = { name: 'Agnes Holm', email: demoCast.steward, zone: 'Europe/Berlin', password };
	await junto(machine, 'setup', '--demo', '--place', 'Harbour Support', ...words(agnes));
	const { stop } = await serve(machine);
	const tokens = await tokensOf(machine, Object.entries(demoCast) as [Role, string][]);
	await stop();
	return tokens;
}

async function tokensOf<Key extends string>(
	machine: Machine,
	addresses: [Key, string][]
): Promise<Record<Key, string>> {
	const tokens = await Promise.all(
		addresses.map(async ([key, email]) => {
			const made = await junto<{ token: string }>(machine, 'token', 'create', '--email', email);
			return [key, made.token] as const;
		})
	);
	return Object.fromEntries(tokens) as Record<Key, string>;
}

function words(options: Record<string, string>): string[] {
	return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}
