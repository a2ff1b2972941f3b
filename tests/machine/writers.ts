// People who write and invite with hardly a pause, and remember what was acknowledged.
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { junto, type Settings } from './process.ts';
import type { Accepted } from './sink.ts';

const people = [
	{ name: 'Darcy', email: 'darcy@example.org', zone: 'America/Denver' },
	{ name: 'Kofi', email: 'kofi@example.org', zone: 'Africa/Accra' },
	{ name: 'Mei', email: 'mei@example.org', zone: 'Asia/Bangkok' }
];

/** Somebody was told no. */
class Refused extends Error {}

/** Somebody was told to come again. */
class Away extends Error {}

/** Three people share and a steward invites, as fast as they are answered, at a place that answers at `origin`. */
export async function startWriting(settings: Settings, origin: string, steward: string) {
	const training = await openSeries(origin, steward);
	const tokens = [];
	for (const { name, email, zone } of people) {
		await junto(settings, 'person', 'add', '--name', name, '--email', email, '--zone', zone);
		tokens.push(
			(await junto<{ token: string }>(settings, 'token', 'create', '--email', email)).token
		);
	}
	const written = new Set<string>();
	const invited = new Set<string>();
	let toldAway = 0;
	let lost = 0;
	let going = true;

	const share = async (token: string, number: number) => {
		const { id } = await post<{ id: string }>(origin, token, `/trainings/${training}/submissions`, {
			markdown: `What works for me, number ${number}`
		});
		written.add(id);
	};
	const invite = async (number: number) => {
		const email = `guest${number}@example.org`;
		await post(origin, steward, '/invitations', { emails: [email] });
		invited.add(email);
	};
	const keepAt = async (act: (number: number) => Promise<void>, pause: number) => {
		for (let number = 0; going; number++, await wait(pause))
			await act(number).catch((error: unknown) => {
				if (error instanceof Refused) throw error;
				if (error instanceof Away) toldAway += 1;
				else lost += 1;
				return wait(100);
			});
	};
	const all = Promise.all([
		...tokens.map((token) => keepAt((n) => share(token, n), 10)),
		keepAt(invite, 50)
	]);
	all.catch(() => {});

	return {
		written,
		invited,
		/** How many were told that the database is away. */
		toldAway: () => toldAway,
		/** How many never got an answer. */
		lost: () => lost,
		/** Ends once the last answer has come; throws when somebody was refused. */
		stop: async () => {
			going = false;
			await all;
		},
		kept: () => everySubmission(origin, steward, training)
	};
}

/** Every acknowledged invitation has its letter, and letters that came twice can be known for one; returns how many came twice. */
export function checkLetters(invited: Set<string>, accepted: Accepted[]): number {
	const byAddress = Map.groupBy(accepted, ({ to }) => to);
	expect([...invited].filter((email) => !byAddress.has(email))).toEqual([]);
	for (const copies of byAddress.values()) {
		expect(new Set(copies.map(({ messageId }) => messageId)).size).toBe(1);
		expect(new Set(copies.map(({ text }) => /welcome\/\S+/.exec(text)?.[0])).size).toBe(1);
	}
	return accepted.length - byAddress.size;
}

/** One request to the API. Throws Refused, or Away where the database is. */
async function post<Body>(
	origin: string,
	token: string,
	path: string,
	body: object
): Promise<Body> {
	const answer = await fetch(`${origin}/api/v1${path}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});
	const said = (await answer.json()) as Body;
	if (answer.ok) return said;
	const told = `${path}: ${answer.status} ${JSON.stringify(said)}`;
	if (answer.status !== 503) throw new Refused(told);
	expect(said).toMatchObject({ type: 'urn:junto:away', status: 503 });
	expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
	throw new Away(told);
}

async function openSeries(origin: string, token: string): Promise<string> {
	const window = { opens: '2026-01-01', closes: '2096-01-01' };
	const made = await post<{ id: string; parts: { training: string }[] }>(origin, token, '/series', {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'One', markdown: 'Take one thing.', ...window }]
	});
	await post(origin, token, `/series/${made.id}/publication`, {});
	return made.parts[0]!.training;
}

async function everySubmission(
	origin: string,
	token: string,
	training: string
): Promise<Set<string>> {
	const ids = new Set<string>();
	let next: string | null = null;
	do {
		const query: string = next ? `?cursor=${next}` : '';
		const answer = await fetch(`${origin}/api/v1/trainings/${training}/submissions${query}`, {
			headers: { authorization: `Bearer ${token}` }
		});
		const page = (await answer.json()) as { items: { id: string }[]; next: string | null };
		for (const { id } of page.items) ids.add(id);
		({ next } = page);
	} while (next);
	return ids;
}
