import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { start, type Name, type Role } from './cast.ts';
import { ask, junto, serve, speak, type Request } from './machine.ts';
import { freePort, type Settings } from './machine/process.ts';

export type Place = {
	origin: string;
	/** What the server printed when it started. */
	printed: () => string;
	/** One request to the API as somebody; throws the problem's detail. */
	api: <Answer>(as: Name | Role, request: Request, body?: object) => Promise<Answer>;
	/** Says something aloud as somebody: a tone of a second or more, which comes as a track of theirs; returns its id. */
	speak: (as: Name | Role, track: Spoken) => Promise<string>;
	/** Reads one block of a text aloud as somebody who writes there, given its words; returns the track. */
	readAloud: (
		as: Name | Role,
		document: string,
		words: string,
		seconds?: number
	) => Promise<string>;
	/** Answers a question aloud as somebody who was asked; returns the track. */
	answer: (as: Name | Role, playlist: string, seconds?: number) => Promise<string>;
	/** One command at the machine's shell. */
	junto: <Answer>(...words: string[]) => Promise<Answer>;
	/** Starts the server again at another instant and has it do what is due by then. */
	travelTo: (instant: string) => Promise<void>;
	/** Kills the server; it starts again once `meanwhile` is over. */
	crash: (meanwhile?: () => Promise<void>) => Promise<void>;
	close: () => Promise<void>;
};

export type Spoken = {
	title: string;
	audience?: string;
	said?: boolean;
	playlist?: string;
	seconds?: number;
};

type Text = { blocks: { id: string; words: string }[] };

/** A running place of its own: `empty` and not yet set up, with its `people`, or the `demo` in the midst of a series; `more` are settings beside those that all places need. */
export async function openPlace(
	from: 'empty' | 'people' | 'demo' = 'people',
	more?: Settings
): Promise<Place> {
	const { tokens, ...templates } = inject('templates');
	const folder = mkdtempSync(join(tmpdir(), 'junto-place-'));
	const data = join(folder, 'data');
	if (from !== 'empty') cpSync(templates[from], data, { recursive: true });
	const machine = { data, port: await freePort(), now: start, more };
	let server = await serve(machine);
	const origin = `http://127.0.0.1:${machine.port}`;

	return {
		origin,
		printed: () => server.said(),
		api: (as, request, body) => ask(machine, tokens[as], request, body),
		speak: (as, track) => speak(machine, tokens[as], track),
		readAloud: async (as, document, reads, seconds) => {
			const at: Request = `GET /documents/${document}/spoken`;
			const { blocks } = await ask<Text>(machine, tokens[as], at);
			const { id } = blocks.find(({ words }) => words === reads)!;
			const begin: Request = `POST /documents/${document}/blocks/${id}/spoken`;
			const { track } = await ask<{ track: string }>(machine, tokens[as], begin, {});
			await speak(machine, tokens[as], { reads, seconds }, `POST /tracks/${track}/takes`);
			return track;
		},
		answer: async (as, playlist, seconds) => {
			const begin: Request = `POST /playlists/${playlist}/answers`;
			const { track } = await ask<{ track: string }>(machine, tokens[as], begin, {});
			return speak(machine, tokens[as], { seconds }, `POST /tracks/${track}/takes`);
		},
		junto: (...words) => junto(machine, ...words),
		travelTo: async (instant) => {
			await server.stop();
			machine.now = instant;
			server = await serve(machine);
			await junto(machine, 'run-due');
		},
		crash: async (meanwhile = async () => {}) => {
			await server.stop('SIGKILL');
			await meanwhile();
			server = await serve(machine);
		},
		close: async () => {
			await server.stop();
			rmSync(folder, { recursive: true });
		}
	};
}
