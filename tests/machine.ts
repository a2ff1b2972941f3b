import { tone } from '#modules/audio/server/tone.fixture.ts';
import { junto as command, serve as start, type Server, type Settings } from './machine/process.ts';

export type Machine = { data: string; port: number; now: string; more?: Settings };

/** A method and a path under /api/v1. */
export type Request = `${string} /${string}`;

/** Does one command of `junto` and returns what it answered; throws its one line of error. */
export function junto<Answer>(machine: Machine, ...words: string[]): Promise<Answer> {
	return command<Answer>(settingsOf(machine), ...words);
}

/** Starts the built server; resolves once it listens. */
export function serve(machine: Machine): Promise<Server> {
	return start(settingsOf(machine));
}

/** One request to the API; throws the problem that came back. */
export async function ask<Answer>(
	{ port }: Machine,
	token: string,
	request: Request,
	body?: object
): Promise<Answer> {
	const [method = '', path = ''] = request.split(' ');
	const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
		method,
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		...(body && { body: JSON.stringify(body) })
	});
	const said = await answer.json();
	if (!answer.ok) throw new Error(`${request}: ${answer.status} ${JSON.stringify(said)}`);
	return said as Answer;
}

/** Begins a track and sends its recording. */
export async function speak(
	machine: Machine,
	token: string,
	{ seconds = 1, ...track }: { seconds?: number | undefined; reads?: string },
	request: Request = 'POST /tracks'
): Promise<string> {
	const sound = await tone(seconds);
	const words = { ...track, bytes: sound.length };
	const begun = await ask<{ track: string; upload: string }>(machine, token, request, words);
	const answer = await fetch(`http://127.0.0.1:${machine.port}${begun.upload}`, {
		method: 'PATCH',
		body: Buffer.from(sound),
		headers: {
			authorization: `Bearer ${token}`,
			'tus-resumable': '1.0.0',
			'upload-offset': '0',
			'content-type': 'application/offset+octet-stream'
		}
	});
	if (!answer.ok) throw new Error(await answer.text());
	return begun.track;
}

function settingsOf({ data, port, now, more }: Machine): Settings {
	return {
		// Whatever is installed on this machine beside.
		FFMPEG: 'none',
		...more,
		PORT: `${port}`,
		JUNTO_DATA: data,
		JUNTO_NOW: now,
		JUNTO_ALLOW_CLOCK: '1',
		JUNTO_RATE_LIMITS: 'off',
		JUNTO_BACKUPS: 'off'
	};
}
