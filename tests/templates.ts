// Before the tests: Junto built, and the places of which every test file takes a copy.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { cast, midst, password, start, type Name } from './cast.ts';
import { begin, continueInFebruary } from './content.ts';
import { ask, freePort, junto, serve, type Machine, type Request } from './machine.ts';

declare module 'vitest' {
	interface ProvidedContext {
		templates: { people: string; busy: string; tokens: Record<Name, string> };
	}
}

export default async function setup(project: TestProject): Promise<() => void> {
	execFileSync('npm', ['run', '-s', 'build:once'], { stdio: 'inherit' });
	const folder = mkdtempSync(join(tmpdir(), 'junto-browser-'));
	const people = join(folder, 'people');
	const busy = join(folder, 'busy');
	const tokens = await makePeople({ data: people, port: await freePort(), now: start });
	cpSync(people, busy, { recursive: true });
	await makeBusy({ data: busy, port: await freePort(), now: start }, tokens);
	project.provide('templates', { people, busy, tokens });
	return () => rmSync(folder, { recursive: true });
}

async function makePeople(machine: Machine): Promise<Record<Name, string>> {
	const { Liam, ...others } = cast;
	await junto(machine, 'setup', '--place', 'Lantern Street', ...words({ ...Liam, password }));
	const { stop } = await serve(machine);
	const add = (person: object) =>
		junto(machine, 'person', 'add', ...words({ ...person, password }));
	await Promise.all(Object.values(others).map(add));
	const tokens = await Promise.all(
		Object.entries(cast).map(async ([name, { email }]) => {
			const { token } = await junto<{ token: string }>(
				machine,
				'token',
				'create',
				'--email',
				email
			);
			return [name, token] as const;
		})
	);
	await stop();
	return Object.fromEntries(tokens) as Record<Name, string>;
}

async function makeBusy(machine: Machine, tokens: Record<Name, string>): Promise<void> {
	const api = <Answer>(as: Name, request: Request, body?: object) =>
		ask<Answer>(machine, tokens[as], request, body);
	const before = await serve(machine);
	const begun = await begin(api);
	await before.stop();
	machine.now = midst;
	const after = await serve(machine);
	await continueInFebruary(api, begun);
	await junto(machine, 'run-due');
	await after.stop();
}

function words(options: Record<string, string>): string[] {
	return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}
