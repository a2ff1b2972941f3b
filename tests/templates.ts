// Before the tests: Junto built, and one place with its people, of which every test file takes a copy.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { cast, password, start, type Name } from './cast.ts';
import { freePort, junto, serve } from './machine.ts';

declare module 'vitest' {
	interface ProvidedContext {
		templates: { people: string; tokens: Record<Name, string> };
	}
}

export default async function setup(project: TestProject): Promise<() => void> {
	execFileSync('npm', ['run', '-s', 'build:once'], { stdio: 'inherit' });
	const folder = mkdtempSync(join(tmpdir(), 'junto-browser-'));
	const people = join(folder, 'people');
	project.provide('templates', { people, tokens: await placeWithPeople(people) });
	return () => rmSync(folder, { recursive: true });
}

async function placeWithPeople(data: string): Promise<Record<Name, string>> {
	const machine = { data, port: await freePort(), now: start };
	const { Liam, ...others } = cast;
	await junto(machine, 'setup', '--place', 'Lantern Street', ...words({ ...Liam, password }));
	const { stop } = await serve(machine);
	const tokens = {} as Record<Name, string>;
	for (const person of Object.values(others))
		await junto(machine, 'person', 'add', ...words({ ...person, password }));
	for (const [name, { email }] of Object.entries(cast)) {
		const { token } = await junto<{ token: string }>(
			machine,
			'token',
			'create',
			...words({ email })
		);
		tokens[name as Name] = token;
	}
	await stop();
	return tokens;
}

function words(options: Record<string, string>): string[] {
	return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}
