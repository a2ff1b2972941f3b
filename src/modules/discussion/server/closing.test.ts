import { afterAll, beforeAll, expect, test } from 'vitest';
import { now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { blockMentions, unblockMentions } from '#modules/notices/server/blocking.ts';
import { newsFor } from '#modules/notices/server/news.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { rhythmsOf } from '#modules/people/server/rhythm.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { closeThread, reopenThread } from './closing.ts';
import { postComment } from './comments.ts';
import { listComments } from './reading.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	kofi = await person('Kofi');
	mei = await person('Mei');
	const { id, parts } = await createSeries(darcy, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'Sittings', markdown: 'Three.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	training = parts[0]!.training;
	await publishSeries(darcy, { series: id });
});
afterAll(() => close());

async function say(actor: Actor, markdown: string, replyTo?: string): Promise<string> {
	const about = { kind: 'training', id: training };
	return (await postComment(actor, { about, markdown, replyTo })).id;
}

const thread = async (actor: Actor, id: string) =>
	(await listComments(actor, { kind: 'training', id: training })).items.find(
		(each) => each.id === id
	)!;

test('whoever began a conversation ends it with a last word; nobody answers any more, and everybody sees why', async () => {
	const root = await say(kofi, 'Does it work?');
	const answer = await say(mei, 'For me', root);
	await expect(closeThread.ask(null, {})).rejects.toThrow('Sign in first');
	await expect(closeThread(mei, { comment: root })).rejects.toThrow('not yours');
	await closeThread(kofi, { comment: root, words: 'It does, thank you.' });
	for (const to of [root, answer])
		await expect(say(mei, 'And for you?', to)).rejects.toThrow('is closed');
	expect(await thread(mei, root)).toMatchObject({
		closed: { by: 'Kofi', words: 'It does, thank you.' },
		may: { reply: false, close: false, reopen: false }
	});
	await expect(closeThread(kofi, { comment: root })).rejects.toThrow('already');
	await expect(closeThread(kofi, { comment: answer })).rejects.toThrow('not yours');
});

test('whoever writes what it is about may end it too, and who ended or began it opens it again', async () => {
	const root = await say(mei, 'A long talk');
	expect((await thread(darcy, root)).may.close).toBe(true);
	expect((await thread(kofi, root)).may.close).toBe(false);
	await closeThread(darcy, { comment: root });
	await expect(reopenThread(kofi, { comment: root })).rejects.toThrow('not yours');
	await reopenThread(mei, { comment: root });
	await say(kofi, 'Going on', root);
	await closeThread(darcy, { comment: root });
	await reopenThread(darcy, { comment: root });
	expect((await thread(kofi, root)).may.reply).toBe(true);
});

test('Mei hears nothing of Kofi’s mentions and answers once she blocks them; his words stay, and he never learns of it', async () => {
	const told = async () => {
		await runDue();
		return (await listNotices(mei, {})).items.filter(({ actor }) => actor?.name === 'Kofi').length;
	};
	const root = await say(mei, 'Who reads at night?');
	await say(kofi, '@Mei I do', root);
	const before = await told();
	expect(before).toBeGreaterThan(0);
	await expect(blockMentions(mei, { person: mei.id })).rejects.toThrow('somebody else');
	const letter = async () =>
		asSystem('telling people', async (tx) => {
			const news = await newsFor(tx, await rhythmsOf(tx, [mei.id]), now());
			return news.get(mei.id)?.notices.length ?? 0;
		});
	expect(await letter()).toBeGreaterThan(0);
	const untold = await letter();
	await blockMentions(mei, { person: kofi.id });
	expect(await letter(), 'nor of what he said before, by the next letter').toBe(untold - 2);
	const other = await say(darcy, 'Another');
	await say(kofi, '@Mei once more', other);
	expect(await told()).toBe(before);
	expect((await thread(mei, other)).markdown).toBe('Another');
	await unblockMentions(mei, { person: kofi.id });
	await say(kofi, '@Mei and again', other);
	expect(await told()).toBe(before + 1);
});
