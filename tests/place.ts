import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { start, type Name } from './cast.ts';
import { freePort, junto, serve } from './machine.ts';

export type Place = {
	origin: string;
	/** What the server printed when it started. */
	printed: () => string;
	/** One request to the API as somebody; throws the problem's detail. */
	api: <Answer>(as: Name, request: `${string} /${string}`, body?: object) => Promise<Answer>;
	/** One command at the machine's shell. */
	junto: <Answer>(...words: string[]) => Promise<Answer>;
	/** Starts the server again at another instant. */
	travelTo: (instant: string) => Promise<void>;
	close: () => Promise<void>;
};

/** A running place of its own: with its people, or `empty` and not yet set up. */
export async function openPlace({ empty = false, now = start } = {}): Promise<Place> {
	const { people, tokens } = inject('templates');
	const folder = mkdtempSync(join(tmpdir(), 'junto-place-'));
	const data = join(folder, 'data');
	if (!empty) cpSync(people, data, { recursive: true });
	const machine = { data, port: await freePort(), now };
	let server = await serve(machine);
	const origin = `http://127.0.0.1:${machine.port}`;

	return {
		origin,
		printed: () => server.printed,
		api: (as, request, body) => ask(origin, tokens[as], request, body),
		junto: (...words) => junto(machine, ...words),
		travelTo: async (instant) => {
			await server.stop();
			machine.now = instant;
			server = await serve(machine);
		},
		close: async () => {
			await server.stop();
			rmSync(folder, { recursive: true });
		}
	};
}

async function ask<Answer>(
	origin: string,
	token: string,
	request: string,
	body?: object
): Promise<Answer> {
	const [method = '', path = ''] = request.split(' ');
	const answer = await fetch(`${origin}/api/v1${path}`, {
		method,
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		...(body && { body: JSON.stringify(body) })
	});
	const said = await answer.json();
	if (!answer.ok) throw new Error(`${request}: ${answer.status} ${JSON.stringify(said)}`);
	return said as Answer;
}
