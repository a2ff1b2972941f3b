import { SMTPServer } from 'smtp-server';
import { simpleParser, type ParsedMail } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeAt } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { postComment } from '#modules/discussion/server/comments.ts';
import { answerFollowUp } from '#modules/methods/server/answers.ts';
import { myFollowUps } from '#modules/methods/server/follow-ups.ts';
import { adopt } from '#modules/methods/server/taking-up.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { myAsks, snoozeAsk } from './asks.ts';
import { listNotices, readNotices, unreadNotices } from './inbox.ts';
import { listLettersHere } from './letters.ts';
import { closePost, openPost } from './post.ts';
import { stopByLink, stopToken } from './stopping.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let training: string;
const arrived: ParsedMail[] = [];
const sink = new SMTPServer({
	authOptional: true,
	disabledCommands: ['STARTTLS'],
	onData: async (stream, _session, done) => {
		arrived.push(await simpleParser(stream));
		done();
	}
});

beforeAll(async () => {
	await new Promise<void>((ready) => sink.listen(0, '127.0.0.1', ready));
	const { port } = sink.server.address() as { port: number };
	close = await openTestPlace();
	openPost({
		origin: 'http://junto.test',
		secret: 'a secret for tests',
		smtpUrl: `smtp://127.0.0.1:${port}`
	});
	darcy = await person('Darcy', { zone: 'America/Chicago' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Brunei' });
	const { id, parts } = await createSeries(darcy, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'expected', atLeast: 1 },
		parts: [1, 2, 3, 4, 5].map((part) => ({
			title: `Part ${part}`,
			markdown: 'Plan the day.',
			opens: '2027-01-18',
			closes: '2027-02-28'
		}))
	});
	training = parts[0]!.training;
	await publishSeries(darcy, { series: id });
});
afterAll(async () => {
	closePost();
	await new Promise<void>((done) => sink.close(() => done()));
	await close();
});

const walkTo = async (instant: string) => {
	freezeAt(Temporal.Instant.from(instant));
	await runDue();
};
const lettersTo = (actor: Actor) =>
	arrived.filter((mail) =>
		JSON.stringify(mail.to).includes(`${actor.name.toLowerCase()}@example.org`)
	);

test('no more than three new asks a week reach one person; the rest wait', async () => {
	await walkTo('2027-01-19T00:00:00Z');
	expect((await myAsks(mei, {})).items).toHaveLength(3);
	await walkTo('2027-01-23T00:00:00Z');
	expect((await myAsks(mei, {})).items).toHaveLength(3);
	await walkTo('2027-01-26T00:00:00Z');
	expect((await myAsks(mei, {})).items).toHaveLength(5);
});

test('each person has one digest at their own hour on their working day, and running twice tells nobody twice', async () => {
	arrived.length = 0;
	await postComment(mei, {
		about: { kind: 'training', id: training },
		markdown: '@Kofi have you tried this?'
	});
	await walkTo('2027-01-26T08:29:00Z');
	expect(lettersTo(kofi)).toHaveLength(0);
	await walkTo('2027-01-26T08:31:00Z');
	await runDue();
	expect(lettersTo(kofi)).toHaveLength(1);
	expect(lettersTo(kofi)[0]!.text).toContain('Mei mentioned you at “Part 1”');
	expect(lettersTo(kofi)[0]!.headers.get('list')).toMatchObject({
		'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' }
	});
	await walkTo('2027-01-27T12:00:00Z');
	expect(lettersTo(kofi)).toHaveLength(1);
});

test('the inbox holds it until it is read', async () => {
	expect((await listNotices(kofi, {})).items[0]).toMatchObject({
		reason: 'mention',
		title: 'Part 1',
		read: false
	});
	await readNotices(kofi, {});
	expect(await unreadNotices(kofi, {})).toEqual({ count: 0 });
});

test('four weeks on, across a change of clocks, each is asked in their own words in their own morning', async () => {
	freezeAt(Temporal.Instant.from('2027-02-22T15:00:00Z'));
	const block = (await getTraining(darcy, { training })).blocks[0]!.id;
	for (const each of [darcy, kofi, mei])
		await adopt(each, {
			document: training,
			blocks: [block],
			why: `${each.name} wants calmer mornings`
		});
	arrived.length = 0;
	await walkTo('2027-03-21T23:00:00Z');
	expect(arrived.filter((mail) => mail.subject?.startsWith('How did it go'))).toEqual([]);
	// Brunei is at 08:30 by then, Accra and Chicago (since 14 March on summer time) are not.
	await walkTo('2027-03-22T00:30:00Z');
	expect(lettersTo(mei).at(-1)!.text).toContain('Mei wants calmer mornings');
	expect(lettersTo(darcy).filter((mail) => mail.subject?.startsWith('How'))).toEqual([]);
	await walkTo('2027-03-22T08:30:00Z');
	expect(lettersTo(kofi).at(-1)!.subject).toBe('How did it go with “Part 1”?');
	await walkTo('2027-03-22T13:29:00Z');
	expect(lettersTo(darcy).filter((mail) => mail.subject?.startsWith('How'))).toEqual([]);
	await walkTo('2027-03-22T13:30:00Z');
	expect(lettersTo(darcy).at(-1)!.text).toContain('Darcy wants calmer mornings');
	const { items } = await myFollowUps(mei, { due: true });
	await answerFollowUp(mei, { followUp: items[0]!.id, outcome: 'kept' });
	expect((await myAsks(mei, {})).items.map((item) => item.kind)).not.toContain('adoption');
});

test('something put off comes back at its time', async () => {
	const [first] = (await myAsks(kofi, {})).items;
	await snoozeAsk(kofi, { ask: first!.id, until: '2027-03-25T09:00:00Z' });
	expect((await myAsks(kofi, {})).items.map(({ id }) => id)).not.toContain(first!.id);
	freezeAt(Temporal.Instant.from('2027-03-25T09:00:00Z'));
	expect((await myAsks(kofi, {})).items.map(({ id }) => id)).toContain(first!.id);
});

test('a stopped kind of letter stays away, and a forged link stops nothing', async () => {
	const token = stopToken(kofi.id, 'digest');
	await expect(stopByLink(null, { token: token.replace(kofi.id, mei.id) })).rejects.toThrow(
		'not from here'
	);
	await stopByLink(null, { token });
	arrived.length = 0;
	await postComment(mei, { about: { kind: 'training', id: training }, markdown: '@Kofi again' });
	await walkTo('2027-03-26T12:00:00Z');
	expect(lettersTo(kofi)).toEqual([]);
});

test('a letter keeps its Message-ID, so that a repeated one is known for the same', async () => {
	const letters = await listLettersHere({ to: 'mei@example.org' });
	expect(new Set(letters.map((letter) => letter.messageId)).size).toBe(letters.length);
	await asSystem('sending letters', (tx) => tx.deleteFrom('letter_sending').execute());
	arrived.length = 0;
	await runDue();
	expect(arrived.map((mail) => mail.messageId).sort()).toEqual(
		expect.arrayContaining(lettersTo(mei).map((mail) => mail.messageId))
	);
	const known = new Set(letters.map((letter) => letter.messageId));
	for (const mail of lettersTo(mei)) expect(known).toContain(mail.messageId);
});
