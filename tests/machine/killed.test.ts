import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { freePort, junto, serve, type Server, type Settings } from './process.ts';
import { openSink } from './sink.ts';
import { copyOfPlace } from './template.ts';
import { checkLetters, startWriting } from './writers.ts';

const kills = 50;
const place = copyOfPlace();

afterAll(() => place.remove());

test(`killed ${kills} times while people write and letters leave, it loses no write and no letter, and a repeated letter is known for one`, async () => {
	const sink = await openSink({ pause: 60 });
	const settings: Settings = {
		JUNTO_DATA: place.data,
		SMTP_URL: sink.url,
		PORT: `${await freePort()}`
	};
	let server: Server = await serve(settings);
	const writers = await startWriting(settings, server.origin, place.token);

	const happened = () => writers.written.size + writers.invited.size + sink.accepted.length;
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
	await writers.stop();
	await junto(settings, 'run-due');

	const kept = await writers.kept();
	expect([...writers.written].filter((id) => !kept.has(id))).toEqual([]);
	const repeated = checkLetters(writers.invited, sink.accepted);
	expect(writers.written.size).toBeGreaterThan(kills);
	expect(writers.invited.size).toBeGreaterThan(kills);
	console.log(
		`${writers.written.size} writes and ${writers.invited.size} invitations were acknowledged, ${writers.lost()} cut off; ${sink.accepted.length} letters arrived, ${repeated} of them repeated`
	);
	await server.stop();
	await sink.close();
}, 1_200_000);
