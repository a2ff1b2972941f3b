import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { postComment } from '#modules/discussion/server/comments.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { addSubmission } from '#modules/series/server/submissions.ts';
import { sentenceOf } from '../sentences.ts';
import { getFollow, listFollows, setFollow } from './follows.ts';
import { listNotices, openNotice, unreadNotices } from './inbox.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let series: string;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'America/Denver' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
	const planned = await createSeries(darcy, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [
			{
				title: 'One',
				markdown: 'Plan the day.',
				opens: '2027-01-18',
				closes: '2027-01-31',
				trainers: [kofi.id]
			}
		]
	});
	series = planned.id;
	training = planned.parts[0]!.training;
	await publishSeries(darcy, { series });
	await runDue();
});
afterAll(() => close());

/** What somebody was told since the clock was moved on. */
async function heardBy(actor: Actor, work: () => Promise<unknown>): Promise<string[]> {
	const before = now().add({ minutes: 1 });
	freezeAt(before);
	await work();
	await runDue();
	const { items } = await listNotices(actor, {});
	return items.filter(({ at }) => Temporal.Instant.compare(at, before) >= 0).map(sentenceOf);
}

const about = () => ({ kind: 'training', id: training });

test('a stranger follows nothing, and nobody follows what they may not see', async () => {
	const given = { kind: 'training', id: training, rhythm: 'daily' } as const;
	for (const door of [setFollow, getFollow])
		await expect(door.ask(null, given)).rejects.toThrow('Sign in first');
	const { parts } = await createSeries(darcy, {
		title: 'In preparation',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'Hidden', opens: '2027-03-01', closes: '2027-03-07' }]
	});
	await expect(setFollow(mei, { ...given, id: parts[0]!.training })).rejects.toThrow('nothing');
	await expect(setFollow(mei, { kind: 'person', id: training, rhythm: 'daily' })).rejects.toThrow(
		'nothing'
	);
});

test('trainers, owners and authors follow what is theirs by itself, and hear of it', async () => {
	expect((await listFollows(kofi, {})).items).toMatchObject([
		{ kind: 'training', id: training, title: 'One', rhythm: 'daily' }
	]);
	expect((await listFollows(darcy, {})).items).toContainEqual(
		expect.objectContaining({ kind: 'series', id: series, rhythm: 'daily' })
	);
	let submission = '';
	const share = async () => {
		({ id: submission } = await addSubmission(mei, { training, markdown: 'Batch it.' }));
	};
	expect(await heardBy(kofi, share)).toEqual(['Mei shared “Batch it.”']);
	expect(await getFollow(mei, { kind: 'submission', id: submission })).toEqual({ rhythm: 'daily' });
	const comment = () =>
		postComment(darcy, { about: { kind: 'submission', id: submission }, markdown: 'How?' });
	expect(await heardBy(mei, comment)).toEqual(['Darcy said something about “Batch it.”']);
});

test('whoever stops following hears no more, and what happens next does not change their mind', async () => {
	await setFollow(kofi, { kind: 'training', id: training, rhythm: 'never' });
	const comment = () => postComment(mei, { about: about(), markdown: 'Good.' });
	expect(await heardBy(kofi, comment)).toEqual([]);
	expect(await getFollow(kofi, { kind: 'training', id: training })).toEqual({ rhythm: 'never' });
	const mention = () => postComment(mei, { about: about(), markdown: '@Kofi, look' });
	expect(await heardBy(kofi, mention)).toEqual(['Mei mentioned you at “One”']);
});

test('what stands nearest decides: a series may be silent while one training of it is heard', async () => {
	const liam = await person('Liam', { zone: 'Australia/Brisbane' });
	const share = () => addSubmission(mei, { training, markdown: 'Turn it off.' });
	await setFollow(liam, { kind: 'series', id: series, rhythm: 'never' });
	expect(await heardBy(liam, share)).toEqual([]);
	await setFollow(liam, { kind: 'training', id: training, rhythm: 'weekly' });
	expect(await heardBy(liam, share)).toHaveLength(1);
	await setFollow(liam, { kind: 'person', id: mei.id, rhythm: 'never' });
	expect(await heardBy(liam, share)).toEqual([]);
});

test('following a person brings what they share, and people are listed by name', async () => {
	const siti = await person('Siti', { zone: 'Asia/Brunei' });
	await setFollow(siti, { kind: 'person', id: mei.id, rhythm: 'daily' });
	expect((await listFollows(siti, {})).items).toEqual([
		{ kind: 'person', id: mei.id, title: 'Mei', url: `/people/${mei.id}`, rhythm: 'daily' }
	]);
	const share = () => addSubmission(mei, { training, markdown: 'Walk first.' });
	expect(await heardBy(siti, share)).toEqual(['Mei shared “Walk first.”']);
});

test('opening a notice marks that one as read, for its own reader alone', async () => {
	await postComment(mei, { about: about(), markdown: '@Kofi and again' });
	await postComment(mei, { about: about(), markdown: '@Kofi once more' });
	await runDue();
	const { count } = await unreadNotices(kofi, {});
	const [first] = (await listNotices(kofi, {})).items;
	await expect(openNotice.ask(null, { notice: first!.id })).rejects.toThrow('Sign in first');
	await expect(openNotice(darcy, { notice: first!.id })).rejects.toThrow('nothing here');
	const { url } = await openNotice(kofi, { notice: first!.id });
	expect(url).toContain(training);
	await openNotice(kofi, { notice: first!.id });
	expect(await unreadNotices(kofi, {})).toEqual({ count: count - 1 });
});
