import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freezeAt, now } from '#platform/server/clock.ts';
import { as, asSystem, countingQueries } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { show } from '#platform/server/subjects.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { joinCircle, leaveCircle } from '#modules/people/server/joining.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { addSubmission, withdrawSubmission } from '#modules/series/server/submissions.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { editComment, postComment, restoreComment, withdrawComment } from './comments.ts';
import { listComments, listCommentsOn } from './reading.ts';
import { giveThanks } from './thanks.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let ama: Actor;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy Reed');
	kofi = await person('Kofi Mensah');
	mei = await person('Mei Lim');
	ama = await person('Ama Owusu');
	training = await opened(`people:${kofi.id},${mei.id}`);
});
afterAll(() => close());

async function opened(audience: string): Promise<string> {
	const { id, parts } = await createSeries(darcy, {
		title: 'Writing',
		audience,
		expectation: { level: 'offered' },
		parts: [{ title: 'Short letters', markdown: 'One.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	await publishSeries(darcy, { series: id });
	return parts[0]!.training;
}

const on = (id: string, block?: string) => ({ kind: 'training', id, ...(block && { block }) });
const list = async (actor: Actor, id = training) =>
	(await listComments(actor, { kind: 'training', id })).items;

/** Each comment is a second younger than the one before. */
async function say(actor: Actor, markdown: string, replyTo?: string, id = training) {
	freezeAt(now().add({ seconds: 1 }));
	return (await postComment(actor, { about: on(id), markdown, replyTo })).id;
}

async function counted(id: string, block = ''): Promise<number | undefined> {
	const row = await asSystem('keeping counts', (tx) =>
		tx
			.selectFrom('tally')
			.select('amount')
			.where('subject_id', '=', id)
			.where('what', '=', 'comment')
			.where('block_id', '=', block)
			.executeTakeFirst()
	);
	return row?.amount;
}

describe('who may', () => {
	test('a stranger says, changes, withdraws and hears nothing', async () => {
		for (const door of [
			postComment,
			editComment,
			withdrawComment,
			restoreComment,
			listComments,
			listCommentsOn
		])
			await expect(door.ask(null, {})).rejects.toThrow('Sign in first');
	});

	test('somebody outside the audience neither comments on a training nor hears what was said', async () => {
		const id = await say(kofi, 'Only for us.');
		await expect(say(ama, 'Hello')).rejects.toMatchObject({ code: 'not_found' });
		await expect(list(ama)).rejects.toMatchObject({ code: 'not_found' });
		expect((await listCommentsOn(ama, { ids: training })).items).toEqual([]);
		for (const door of [withdrawComment, restoreComment])
			await expect(door(ama, { comment: id })).rejects.toMatchObject({ code: 'not_found' });
		await expect(as(ama.id, (tx) => show(tx, 'comment', id))).rejects.toMatchObject({
			code: 'not_found'
		});
		expect(await as(mei.id, (tx) => show(tx, 'comment', id))).toMatchObject({
			title: 'Only for us.',
			url: `/trainings/${training}?said=${id}#c-${id}`,
			authors: [kofi.id]
		});
	});

	test('a reader who did not write a comment neither changes nor withdraws it', async () => {
		const id = await say(kofi, 'Mine.');
		await expect(editComment(mei, { comment: id, markdown: 'Hers.' })).rejects.toMatchObject({
			code: 'forbidden'
		});
		await expect(withdrawComment(mei, { comment: id })).rejects.toMatchObject({
			code: 'forbidden'
		});
		const [shown] = (await list(mei)).slice(-1);
		expect(shown!.may).toEqual({
			reply: true,
			edit: false,
			withdraw: false,
			restore: false,
			thank: true,
			close: false,
			reopen: false
		});
	});
});

describe('threads', () => {
	test('an answer to an answer hangs under what both answer, and a reply to another training is refused', async () => {
		const here = await opened('everyone');
		const root = await say(kofi, 'Who proofreads?', undefined, here);
		const answer = await say(mei, 'A colleague.', root, here);
		const deeper = await say(darcy, 'Mine too.', answer, here);
		freezeAt(now().add({ seconds: 1 }));
		const byComment = await postComment(ama, {
			about: { kind: 'comment', id: deeper },
			markdown: 'Same.'
		});
		expect((await list(ama, here)).map(({ id, replyTo }) => [id, replyTo])).toEqual([
			[root, null],
			[answer, root],
			[deeper, root],
			[byComment.id, root]
		]);
		await expect(say(kofi, 'Elsewhere', root, training)).rejects.toMatchObject({
			fields: [{ field: 'replyTo' }]
		});
	});

	test('threads come fifty a page, oldest first and whole, with the same number of statements however many', async () => {
		const here = await opened('everyone');
		const first = await say(kofi, 'Thread 0', undefined, here);
		const few = await countingQueries(() => list(mei, here));
		for (let i = 1; i < 52; i += 1) await say(kofi, `Thread ${i}`, undefined, here);
		await say(mei, 'Late answer to the first', first, here);
		await giveThanks(mei, { about: { kind: 'comment', id: first } });
		const { result, statements } = await countingQueries(() =>
			listComments(mei, { kind: 'training', id: here })
		);
		expect(result.items).toHaveLength(51);
		expect(result.items[1]).toMatchObject({ replyTo: first });
		const rest = await listComments(mei, { kind: 'training', id: here, cursor: result.next! });
		expect(rest.items.map(({ html }) => html)).toEqual(['<p>Thread 50</p>', '<p>Thread 51</p>']);
		expect(rest.next).toBeNull();
		expect(few.statements.length).toBeLessThanOrEqual(statements.length);
		expect(statements.length).toBe(few.statements.length + 1);
	});

	test('what was said about a block can be asked for alone', async () => {
		const here = await opened('everyone');
		await say(kofi, 'On all of it.', undefined, here);
		const { id } = await postComment(kofi, { about: on(here, 'abc'), markdown: 'On a block.' });
		const { items } = await listComments(mei, { ...on(here), block: 'abc' });
		expect(items.map((item) => [item.id, item.block])).toEqual([[id, 'abc']]);
		expect([await counted(here), await counted(here, 'abc')]).toEqual([2, 1]);
	});
});

describe('second thoughts', () => {
	test('a change is shown as one, and an unchanged save is none', async () => {
		const id = await say(kofi, 'Teh end.');
		await editComment(kofi, { comment: id, markdown: 'Teh end.' });
		expect((await list(mei)).at(-1)!.edited).toBeNull();
		await editComment(kofi, { comment: id, markdown: 'The end.' });
		expect((await list(mei)).at(-1)).toMatchObject({
			html: '<p>The end.</p>',
			edited: expect.any(String)
		});
	});

	test('a withdrawn comment is gone for everyone else until its author brings it back', async () => {
		const here = await opened('everyone');
		const id = await say(kofi, 'Hm.', undefined, here);
		await withdrawComment(kofi, { comment: id });
		expect(await list(mei, here)).toEqual([]);
		expect(await counted(here)).toBe(0);
		expect(await list(kofi, here)).toMatchObject([
			{ id, withdrawn: true, html: '', may: { restore: true } }
		]);
		await expect(withdrawComment(kofi, { comment: id })).rejects.toMatchObject({
			code: 'conflict'
		});
		await restoreComment(kofi, { comment: id });
		expect((await list(mei, here)).map((item) => item.html)).toEqual(['<p>Hm.</p>']);
		expect(await counted(here)).toBe(1);
	});

	test('answers to a withdrawn comment stay, under a line that says only that it was withdrawn', async () => {
		const here = await opened('everyone');
		const root = await say(kofi, 'A secret slip.', undefined, here);
		const answer = await say(mei, 'Understood.', root, here);
		await withdrawComment(kofi, { comment: root });
		const items = await list(ama, here);
		expect(items).toMatchObject([
			{ id: root, withdrawn: true, author: null, html: '', markdown: '', may: { reply: false } },
			{ id: answer, replyTo: root, withdrawn: false }
		]);
		expect(JSON.stringify(items)).not.toContain('slip');
		await expect(say(ama, 'Too late', root, here)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('after thirty days a withdrawn comment stays withdrawn', async () => {
		const here = await opened('everyone');
		const id = await say(kofi, 'Hm.', undefined, here);
		await withdrawComment(kofi, { comment: id });
		const present = now();
		freezeAt(present.add({ hours: 31 * 24 }));
		await expect(restoreComment(kofi, { comment: id })).rejects.toThrow('within 30 days');
		expect(await list(kofi, here)).toEqual([]);
		freezeAt(present);
	});

	test('whoever left a circle may still withdraw what they said in it', async () => {
		const { id: circle } = await createCircle(darcy, { name: 'Writers', joining: 'open' });
		await joinCircle(kofi, { circle });
		const here = await opened(`circle:${circle}`);
		const id = await say(kofi, 'Between us.', undefined, here);
		await leaveCircle(kofi, { circle });
		await expect(editComment(kofi, { comment: id, markdown: 'Bye.' })).rejects.toMatchObject({
			code: 'forbidden'
		});
		await withdrawComment(kofi, { comment: id });
		expect(await list(darcy, here)).toEqual([]);
		expect(await counted(here)).toBe(0);
	});

	test('a page of several things shows of each the five threads in which something was said last, and says how many came before', async () => {
		const here = await opened('everyone');
		const first = await say(kofi, 'Number 1', undefined, here);
		const rest = [];
		for (let i = 2; i <= 8; i++) rest.push(await say(kofi, `Number ${i}`, undefined, here));
		const answer = await say(mei, 'To the first.', first, here);
		const shown = await listCommentsOn(ama, { ids: here });
		expect(shown.items.map(({ id }) => id)).toEqual([first, answer, ...rest.slice(-4)]);
		expect(shown.earlier).toEqual([{ subject: here, block: '', count: 3 }]);
		for (const whole of [here, rest[0]]) {
			const all = await listCommentsOn(ama, { ids: here, whole });
			expect(all.items).toHaveLength(9);
			expect(all.earlier).toEqual([]);
		}
	});

	test('what was said about a withdrawn submission is gone with it', async () => {
		const here = await opened('everyone');
		const { id: submission } = await addSubmission(mei, { training: here, markdown: 'Mine.' });
		const about = { kind: 'submission', id: submission };
		const { id } = await postComment(kofi, { about, markdown: 'Good.' });
		expect((await listCommentsOn(ama, { ids: submission })).items).toMatchObject([
			{ id, subject: submission }
		]);
		await withdrawSubmission(mei, { submission });
		expect((await listCommentsOn(ama, { ids: submission })).items).toEqual([]);
		await expect(listComments(ama, about)).rejects.toMatchObject({ code: 'not_found' });
		await expect(as(ama.id, (tx) => show(tx, 'comment', id))).rejects.toMatchObject({
			code: 'not_found'
		});
	});
});

describe('wrong and hostile input', () => {
	test('an empty, a missing and an endless comment are refused with their field, and nothing is written', async () => {
		const before = (await list(kofi)).length;
		for (const markdown of ['', '  \n', 'x'.repeat(20_001)])
			await expect(say(kofi, markdown)).rejects.toMatchObject({ fields: [{ field: 'markdown' }] });
		await expect(
			postComment.ask(kofi, { about: on('no-id'), markdown: 'x' })
		).rejects.toMatchObject({
			fields: [{ field: 'about.id' }]
		});
		await expect(
			postComment(kofi, { about: { kind: 'nothing', id: training }, markdown: 'x' })
		).rejects.toMatchObject({ code: 'not_found' });
		expect(await list(kofi)).toHaveLength(before);
	});

	test('script in a comment stays text', async () => {
		await say(
			kofi,
			'<img src=x onerror=alert(1)> [x](javascript:alert(1)) <script>alert(1)</script>'
		);
		const { html } = (await list(mei)).at(-1)!;
		expect(html).not.toMatch(/<(img|script|a)/);
	});

	test('a heading in a comment is a bold line, and its blocks bear no ids', async () => {
		await say(kofi, '# Big\n\n:::ask\nDo it\n:::');
		expect((await list(mei)).at(-1)!.html).toBe(
			'<p><strong>Big</strong></p>\n<blockquote><p>Do it</p></blockquote>'
		);
	});
});
