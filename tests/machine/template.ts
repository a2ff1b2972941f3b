// Before the tests: Junto built, and one place with a steward, of which every test file takes a copy.
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { junto, temporary } from './process.ts';

declare module 'vitest' {
	interface ProvidedContext {
		place: { data: string; token: string };
	}
}

export const liam = { name: 'Liam', email: 'liam@example.org', zone: 'Australia/Brisbane' };
export const password = 'slow waters carve deep';

export default async function setup(project: TestProject): Promise<() => void> {
	execFileSync('npm', ['run', '-s', 'build:once'], { stdio: 'inherit' });
	const { folder, remove } = temporary();
	const data = join(folder, 'data');
	const settings = { JUNTO_DATA: data };
	const words = Object.entries({ place: 'Lantern Street', password, ...liam });
	await junto(settings, 'setup', ...words.flatMap(([name, value]) => [`--${name}`, value]));
	const { token } = await junto<{ token: string }>(
		settings,
		'token',
		'create',
		'--email',
		liam.email
	);
	project.provide('place', { data, token });
	return remove;
}

/** A copy of the place with its steward, and the steward's token. */
export function copyOfPlace() {
	const { folder, remove } = temporary();
	const { data, token } = inject('place');
	const copy = join(folder, 'data');
	cpSync(data, copy, { recursive: true });
	return { folder, data: copy, token, remove };
}
