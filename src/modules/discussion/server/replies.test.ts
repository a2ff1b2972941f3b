import hoodiecrow from 'hoodiecrow-imap';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeAt } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { setFollow } from '#modules/notices/server/follows.ts';
import { openMailbox, type Arrived } from '#modules/notices/server/post.fixture.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { postComment } from './comments.ts';
import { listComments } from './reading.ts';

const plugins = ['ID', 'SASL-IR', 'AUTH-PLAIN', 'LITERALPLUS', 'UNSELECT'];
const letterbox = hoodiecrow({
	plugins,
	users: { junto: { password: 'p@ss' } },
	storage: { INBOX: { messages: [] } }
});

let close: () => Promise<void>;
let mailbox: Awaited<ReturnType<typeof openMailbox>>;
let kofi: Actor;
let mei: Actor;
let training: string;
let minute = 0;

beforeAll(async () => {
	close = await openTestPlace();
	await new Promise<void>((ready) => letterbox.listen(0, '127.0.0.1', ready));
	const { port } = letterbox.server.address() as { port: number };
	mailbox = await openMailbox({
		address: 'replies@junto.test',
		mailbox: `imap://junto:p%40ss@127.0.0.1:${port}/INBOX`
	});
	kofi = await person('Kofi', { zone: 'UTC' });
	mei = await person('Mei', { zone: 'UTC' });
	const { id, parts } = await createSeries(kofi, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'Sittings', markdown: 'Three.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	training = parts[0]!.training;
	await publishSeries(kofi, { series: id });
	await setFollow(mei, { kind: 'training', id: training, rhythm: 'at_once' });
	await later();
});
afterAll(async () => {
	await mailbox.close();
	await new Promise<void>((done) => letterbox.close(done));
	await close();
});

/** Two minutes on; everything that is due happens. */
async function later(): Promise<void> {
	minute += 2;
	const at = Temporal.Instant.from('2027-01-18T12:00:00Z').add({ minutes: minute });
	freezeAt(at);
	await mailbox.walkTo(at.toString());
}

/** Kofi says something; the letter in which Mei hears of it. */
async function toldOf(words: string): Promise<Arrived> {
	await postComment(kofi, { about: { kind: 'training', id: training }, markdown: words });
	await later();
	return mailbox.to(mei).findLast((mail) => mail.text!.includes(words))!;
}

const quoted = (mail: Arrived) =>
	`On Mon, 18 Jan 2027 at 12:02, Junto <junto@junto.test> wrote:\n${mail.text!.replace(/^/gm, '> ')}`;

type Answer = { text: string; id?: string; to?: string; from?: string; headers?: string[] };

/** Mei's mail program sends an answer. */
function answer(mail: Arrived, { text, id = 'a1', to, from, headers = [] }: Answer): void {
	const raw = [
		`From: Mei <${from ?? 'mei@example.org'}>`,
		`To: ${to ?? mail.replyTo?.text ?? 'replies@junto.test'}`,
		`Subject: Re: ${mail.subject}`,
		`Message-ID: <${id}@mail.example>`,
		`In-Reply-To: ${mail.messageId}`,
		...headers,
		'',
		...text.split('\n')
	];
	letterbox.appendMessage('INBOX', [], false, raw.join('\r\n'));
}

const said = async () =>
	(await listComments(kofi, { kind: 'training', id: training })).items.map(
		({ author, markdown, replyTo }) => [author?.name, markdown, replyTo !== null]
	);

const returned = () => mailbox.to(mei).filter(({ subject }) => subject!.includes('not posted'));

test('Mei writes back to a letter: her words stand beneath what it told of, without the letter’s', async () => {
	const letter = await toldOf('Does anybody read at night?');
	answer(letter, {
		text: `I do, **every** Friday.\n\nAnd I like it.\n\n-- \nMei, Bangkok\n\n${quoted(letter)}`
	});
	await later();
	expect(await said()).toEqual([
		['Kofi', 'Does anybody read at night?', false],
		['Mei', 'I do, **every** Friday.\n\nAnd I like it.', true]
	]);
	expect(returned()).toEqual([]);
});

test('the same letter is heard once, however often it is delivered', async () => {
	const letter = mailbox.to(mei).at(-1)!;
	answer(letter, { text: 'I do, every Friday.' });
	answer(letter, { text: 'And on Mondays.', id: 'a2' });
	await later();
	answer(letter, { text: 'And on Mondays.', id: 'a2' });
	await later();
	expect((await said()).map(([, words]) => words)).toEqual([
		'Does anybody read at night?',
		'I do, **every** Friday.\n\nAnd I like it.',
		'And on Mondays.'
	]);
});

test('an answer from another address, or with an address that was not made here, is not posted', async () => {
	const before = await said();
	const letter = await toldOf('Who reads on the train?');
	answer(letter, { text: 'It is me, I swear', id: 'b1', from: 'eve@example.org' });
	const address = letter.replyTo!.value[0]!.address!;
	const forged = address.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@'));
	answer(letter, { text: 'Guessed', id: 'b2', to: forged, from: 'eve@example.org' });
	await later();
	expect(await said()).toHaveLength(before.length + 1);
	expect(returned()).toHaveLength(1);
	expect(returned()[0]!.text).toContain('another address than yours');
	expect(returned()[0]!.text).toContain('> It is me, I swear');
});

test('absence notes, bounces and lists say nothing', async () => {
	const before = await said();
	const letter = mailbox.to(mei).find(({ text }) => text!.includes('Who reads on the train?'))!;
	const ways = [
		'Auto-Submitted: auto-replied',
		'Precedence: bulk',
		'List-Id: <all.example.org>',
		'X-Auto-Response-Suppress: All'
	];
	for (const [i, header] of ways.entries())
		answer(letter, { text: 'I am away', id: `c${i}`, headers: [header] });
	await later();
	expect(await said()).toEqual(before);
});

test('nothing above the quote, or more than a comment may hold, goes back to Mei with her words', async () => {
	const before = [await said(), returned().length] as const;
	const letter = mailbox.to(mei).find(({ text }) => text!.includes('Who reads on the train?'))!;
	answer(letter, { text: quoted(letter), id: 'd1' });
	answer(letter, { text: 'long '.repeat(5000), id: 'd2' });
	await later();
	expect(await said()).toEqual(before[0]);
	const texts = returned()
		.slice(before[1])
		.map(({ text }) => text!);
	expect(texts).toHaveLength(2);
	expect(texts.some((text) => text.includes('nothing above the words of the letter'))).toBe(true);
	const long = texts.find((text) => text.includes('Use at most 20,000 characters'));
	expect(long).toContain('long long long');
});

test('a daily letter that tells of several things has a reply link for each, and is not guessed about', async () => {
	await setFollow(mei, { kind: 'training', id: training, rhythm: 'daily' });
	for (const words of ['First thing', 'Second thing'])
		await postComment(kofi, { about: { kind: 'training', id: training }, markdown: words });
	await mailbox.walkTo('2027-01-19T09:00:00Z');
	const digest = mailbox.to(mei).findLast(({ text }) => text!.includes('Second thing'))!;
	expect(digest.replyTo).toBeUndefined();
	answer(digest, { text: 'Which one do I mean?', id: 'e1' });
	await mailbox.walkTo('2027-01-19T09:02:00Z');
	expect(returned().at(-1)!.text).toContain('told of several things');
	const address = /Second thing[^]*?Reply: mailto:(\S+?)\?/.exec(digest.text!)![1]!;
	answer(digest, { text: 'This one', id: 'e2', to: address });
	await mailbox.walkTo('2027-01-19T09:04:00Z');
	expect(await said()).toContainEqual(['Mei', 'This one', true]);
});
