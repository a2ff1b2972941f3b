import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeAt, now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { addSubmission } from '#modules/series/server/submissions.ts';
import { answerPath, readAnswerLink } from './answering.ts';
import { myAsks } from './asks.ts';
import { closePost, openPost } from './post.ts';
import { stopToken } from './stopping.ts';

let close: () => Promise<void>;
let mei: Actor;
let kofi: Actor;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	openPost({ origin: 'http://junto.test', secret: 'a secret for tests' });
	const darcy = await person('Darcy');
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
	kofi = await person('Kofi');
	const { id, parts } = await createSeries(darcy, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'expected' },
		parts: [{ title: 'Sittings', markdown: 'Three.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	training = parts[0]!.training;
	await publishSeries(darcy, { series: id });
	await runDue();
});
afterAll(async () => {
	closePost();
	await close();
});

async function linkFor(actor: Actor): Promise<string> {
	const ask = (await myAsks(actor, {})).items.find(({ subject }) => subject === training)!;
	return answerPath(ask.id, now()).split('/').at(-1)!;
}

test('a link that was not made here answers nothing, however much of it is right', async () => {
	const [ask, until, signature] = (await linkFor(mei)).split('.') as [string, string, string];
	const [other] = (await linkFor(kofi)).split('.') as [string];
	const forged = [
		'',
		'.',
		ask,
		`${ask}.${until}`,
		`${other}.${until}.${signature}`,
		`${ask}.${Number(until) + 1}.${signature}`,
		`${ask}.${until}.${signature.slice(0, -1)}`,
		`${ask}.${until}.${signature}.${signature}`,
		stopToken(mei.id, 'digest')
	];
	for (const token of forged)
		await expect(readAnswerLink(token), token).rejects.toThrow('not from here');
});

test('a link is one person’s, for one ask, and looking at it changes nothing', async () => {
	const link = await linkFor(mei);
	const before = (await myAsks(mei, {})).items;
	for (let looks = 0; looks < 3; looks += 1) {
		const { actor, subject, state } = await readAnswerLink(link);
		expect([actor.id, subject.title, state]).toEqual([mei.id, 'Sittings', 'open']);
	}
	expect((await myAsks(mei, {})).items).toEqual(before);
});

test('once it is answered, by letter or on a page, the link says so; Kofi’s is open still', async () => {
	const [hers, his] = [await linkFor(mei), await linkFor(kofi)];
	await addSubmission(mei, { training, markdown: 'Mornings only' });
	expect((await readAnswerLink(hers)).state).toBe('answered');
	expect((await readAnswerLink(his)).state).toBe('open');
});

test('after thirty days a link is too old, and once its person has left it leads nowhere', async () => {
	const link = await linkFor(kofi);
	const at = now();
	freezeAt(at.add({ hours: 24 * 30 - 1 }));
	expect((await readAnswerLink(link)).state).toBe('open');
	freezeAt(at.add({ hours: 24 * 30 + 1 }));
	expect((await readAnswerLink(link)).state).toBe('over');
	freezeAt(at);
	await asSystem('at the machine', (tx) =>
		tx.insertInto('departure').values({ person_id: kofi.id, at: at.toString() }).execute()
	);
	await expect(readAnswerLink(link)).rejects.toThrow('not asked any more');
});
