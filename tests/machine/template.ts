// Before the tests: Junto built, one place with a steward, of which every test file takes a copy, and one PostgreSQL.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../scripts/postgres.ts';
import { junto, temporary } from './process.ts';

declare module 'vitest' {
	interface ProvidedContext {
		place: { data: string; token: string };
		postgres: string;
	}
}

export const liam = { name: 'Liam', email: 'liam@example.org', zone: 'Australia/Brisbane' };
export const password = 'slow waters carve deep';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const starting = startPostgres();
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
	const postgres = await starting;
	project.provide('postgres', postgres.url);
	return async () => {
		remove();
		await postgres.stop();
	};
}

/** An empty database of one's own, on the PostgreSQL that all tests share, with an owner who may make roles and no more. */
export async function freshDatabase(): Promise<string> {
	const own = new URL(inject('postgres'));
	const client = new pg.Client({ connectionString: own.href });
	await client.connect();
	const name = `t${randomUUID().replaceAll('-', '')}`;
	await client.query(`create role ${name} login createrole password '${name}'`);
	await client.query(`create database ${name} owner ${name}`);
	await client.end();
	[own.username, own.password, own.pathname] = [name, name, `/${name}`];
	return own.href;
}

/** A copy of the place with its steward, and the steward's token. */
export function copyOfPlace() {
	const { folder, remove } = temporary();
	const { data, token } = inject('place');
	const copy = join(folder, 'data');
	cpSync(data, copy, { recursive: true });
	return { folder, data: copy, token, remove };
}
