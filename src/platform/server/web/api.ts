import { Conflict, Invalid, NotFound } from '../../errors.ts';
import { now } from '../clock.ts';
import { as } from '../db/database.ts';
import type { Actor, AnyDoor } from '../door.ts';
import { hashToken } from '../ids.ts';
import { problemOf, retryAfter, type Problem } from './problems.ts';

const unknownCaller: Problem = {
	type: 'urn:junto:unauthorized',
	title: 'Who are you?',
	status: 401,
	detail: 'Send a token: Authorization: Bearer …'
};

const bodyAtMost = 4_000_000;

/** Answers one API request by the door whose method and path it names; `onFault` hears of what is our own fault. */
export async function answerApi(
	doors: AnyDoor[],
	actor: Actor | null,
	request: Request,
	path: string,
	onFault: (error: unknown) => void
): Promise<Response> {
	try {
		const { door, parameters } = match(doors, request.method, path);
		if (!actor) return problemAnswer(unknownCaller);
		const input = await inputOf(request, parameters, door.spec.bodyLimit ?? bodyAtMost);
		const { status, answer } = await once(request, door, actor, input);
		return Response.json(answer, { status });
	} catch (error) {
		const problem = problemOf(error);
		if (!problem) onFault(error);
		return problemAnswer(
			problem ?? {
				type: 'about:blank',
				title: 'Something broke',
				status: 500,
				detail: 'It was written to the log'
			}
		);
	}
}

export function problemAnswer(problem: Problem): Response {
	return Response.json(problem, {
		status: problem.status,
		headers: {
			'content-type': 'application/problem+json',
			...(problem.status === 503 && { 'retry-after': String(retryAfter) })
		}
	});
}

function match(doors: AnyDoor[], method: string, path: string) {
	const parts = path.split('/').filter(Boolean);
	const fits = doors.flatMap((door) => {
		const [wanted, pattern = ''] = door.spec.http.split(' ');
		const names = pattern.split('/').filter(Boolean);
		if (wanted !== method || names.length !== parts.length) return [];
		if (!names.every((name, i) => name.startsWith('{') || name === parts[i])) return [];
		const parameters = Object.fromEntries(
			names.flatMap((name, i) =>
				name.startsWith('{') ? [[name.slice(1, -1), decode(parts[i]!)]] : []
			)
		);
		return [{ door, parameters }];
	});
	// `/trainings/order` is meant before `/trainings/{training}`.
	fits.sort((a, b) => Object.keys(a.parameters).length - Object.keys(b.parameters).length);
	if (!fits[0]) throw new NotFound('There is no such operation');
	return fits[0];
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		throw new NotFound('There is nothing here');
	}
}

async function inputOf(
	request: Request,
	parameters: Record<string, string>,
	atMost: number
): Promise<unknown> {
	const query = Object.fromEntries(new URL(request.url).searchParams);
	if (request.method === 'GET' || request.method === 'DELETE') return { ...query, ...parameters };
	const text = await request.text();
	if (text.length > atMost)
		throw new Invalid([{ field: '', message: `Send at most ${atMost / 1_000_000} MB` }]);
	let body: unknown;
	try {
		body = text === '' ? {} : JSON.parse(text);
	} catch {
		throw new Invalid([{ field: '', message: 'The body is not JSON' }]);
	}
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		throw new Invalid([{ field: '', message: 'The body must be a JSON object' }]);
	return { ...body, ...parameters };
}

/** With an Idempotency-Key, a request that was answered before gets the same answer and does nothing. Of a door that leaves no trace none is kept: a hash of a choice among five is as good as the choice. */
async function once(request: Request, door: AnyDoor, actor: Actor, input: unknown) {
	const key = request.headers.get('idempotency-key');
	if (!key || request.method === 'GET' || door.spec.traceless)
		return { status: 200, answer: await door.ask(actor, input) };
	if (key.length > 200)
		throw new Invalid([{ field: 'Idempotency-Key', message: 'Use at most 200 characters' }]);
	const fingerprint = hashToken(JSON.stringify([door.spec.id, input]));
	const claimed = await as(actor.id, (tx) =>
		tx
			.insertInto('idempotency')
			.values({
				person_id: actor.id,
				key,
				request: fingerprint,
				status: 0,
				answer: 'null',
				at: now().toString()
			})
			.onConflict((conflict) => conflict.doNothing())
			.returning('key')
			.executeTakeFirst()
	);
	if (!claimed) return earlier(actor, key, fingerprint);
	try {
		const answer = await door.ask(actor, input);
		await as(actor.id, (tx) =>
			tx
				.updateTable('idempotency')
				.set({ status: 200, answer: JSON.stringify(answer) })
				.where('key', '=', key)
				.where('person_id', '=', actor.id)
				.execute()
		);
		return { status: 200, answer };
	} catch (error) {
		await as(actor.id, (tx) =>
			tx
				.deleteFrom('idempotency')
				.where('key', '=', key)
				.where('person_id', '=', actor.id)
				.execute()
		);
		throw error;
	}
}

async function earlier(actor: Actor, key: string, fingerprint: string) {
	const before = await as(actor.id, (tx) =>
		tx.selectFrom('idempotency').selectAll().where('key', '=', key).executeTakeFirstOrThrow()
	);
	if (before.request !== fingerprint)
		throw new Conflict('This Idempotency-Key was used for another request');
	if (before.status === 0) throw new Conflict('The first request with this key is still under way');
	return { status: before.status, answer: before.answer };
}
