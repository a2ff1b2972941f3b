import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { freePort, junto, serve, type Server, type Settings } from './process.ts';
import { openSink } from './sink.ts';
import { copyOfPlace } from './template.ts';

const kills = 20;
const place = copyOfPlace();
const people = [
	{ name: 'Darcy', email: 'darcy@example.org', zone: 'America/Denver' },
	{ name: 'Kofi', email: 'kofi@example.org', zone: 'Africa/Accra' },
	{ name: 'Mei', email: 'mei@example.org', zone: 'Asia/Bangkok' }
];

afterAll(() => place.remove());

test(`killed ${kills} times while people write and letters leave, it loses no write and no letter, and a repeated letter is known for one`, async () => {
	const sink = await openSink({ pause: 60 });
	const settings: Settings = {
		JUNTO_DATA: place.data,
		SMTP_URL: sink.url,
		PORT: `${await freePort()}`
	};
	const origin = `http://127.0.0.1:${settings.PORT}`;
	let server: Server = await serve(settings);
	const training = await openSeries(origin);
	const tokens = [];
	for (const { name, email, zone } of people) {
		await junto(settings, 'person', 'add', '--name', name, '--email', email, '--zone', zone);
		tokens.push(
			(await junto<{ token: string }>(settings, 'token', 'create', '--email', email)).token
		);
	}

	const written = new Set<string>();
	const invited = new Set<string>();
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
		await post(origin, place.token, '/invitations', { emails: [email] });
		invited.add(email);
	};
	const keepAt = async (act: (number: number) => Promise<void>) => {
		for (let number = 0; going; number++)
			await act(number).catch((error: unknown) => {
				if (error instanceof Refused) throw error;
				lost += 1;
				return wait(200);
			});
	};
	const writers = [...tokens.map((token) => keepAt((n) => share(token, n))), keepAt(invite)];

	const happened = () => written.size + invited.size + sink.accepted.length;
	for (let kill = 0; kill < kills; kill++) {
		// Now and then right after a letter was taken, which is when it could be sent twice or forgotten.
		const atLetter = kill % 3 === 0;
		const count = atLetter ? () => sink.accepted.length : happened;
		const enough = count() + (atLetter ? 1 : 2 + Math.floor(Math.random() * 20));
		while (count() < enough) await wait(5);
		await wait(Math.random() * 100);
		await server.stop('SIGKILL');
		server = await serve(settings);
	}
	going = false;
	await Promise.all(writers);
	await junto(settings, 'run-due');

	const kept = await everySubmission(origin, training);
	expect([...written].filter((id) => !kept.has(id))).toEqual([]);
	const byAddress = Map.groupBy(sink.accepted, ({ to }) => to);
	expect([...invited].filter((email) => !byAddress.has(email))).toEqual([]);
	const ids = [...byAddress.values()].map(
		(copies) => new Set(copies.map(({ messageId }) => messageId)).size
	);
	expect(ids.every((different) => different === 1)).toBe(true);
	const links = [...byAddress.values()].map(
		(copies) => new Set(copies.map(({ text }) => /welcome\/\S+/.exec(text)?.[0])).size
	);
	expect(links.every((different) => different === 1)).toBe(true);

	expect(written.size).toBeGreaterThan(kills);
	expect(invited.size).toBeGreaterThan(kills);
	const repeated = sink.accepted.length - byAddress.size;
	console.log(
		`${written.size} writes and ${invited.size} invitations were acknowledged, ${lost} cut off; ${sink.accepted.length} letters arrived, ${repeated} of them repeated`
	);
	await server.stop();
	await sink.close();
}, 1_200_000);

class Refused extends Error {}

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
	if (!answer.ok) throw new Refused(`${path}: ${JSON.stringify(said)}`);
	return said;
}

async function openSeries(origin: string): Promise<string> {
	const window = { opens: '2026-01-01', closes: '2096-01-01' };
	const made = await post<{ id: string; parts: { training: string }[] }>(
		origin,
		place.token,
		'/series',
		{
			title: 'Focus',
			audience: 'everyone',
			expectation: { level: 'offered' },
			parts: [{ title: 'One', markdown: 'Take one thing.', ...window }]
		}
	);
	await post(origin, place.token, `/series/${made.id}/publication`, {});
	return made.parts[0]!.training;
}

async function everySubmission(origin: string, training: string): Promise<Set<string>> {
	const ids = new Set<string>();
	let next: string | null = null;
	do {
		const query: string = next ? `?cursor=${next}` : '';
		const answer = await fetch(`${origin}/api/v1/trainings/${training}/submissions${query}`, {
			headers: { authorization: `Bearer ${place.token}` }
		});
		const page = (await answer.json()) as { items: { id: string }[]; next: string | null };
		for (const { id } of page.items) ids.add(id);
		({ next } = page);
	} while (next);
	return ids;
}
