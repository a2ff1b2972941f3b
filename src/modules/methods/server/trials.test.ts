import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freezeAt } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { myAsks } from '#modules/notices/server/asks.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { sentenceOf } from '#modules/notices/sentences.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { joinCircle, leaveCircle } from '#modules/people/server/joining.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { addSubmission, withdrawSubmission } from '#modules/series/server/submissions.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import { answerFollowUp, changeAnswer, takeBackAnswer } from './answers.ts';
import { becameOfMine } from './became.ts';
import { evidence } from './evidence.ts';
import { answeredFollowUps, getFollowUp, moveFollowUp, myFollowUps } from './follow-ups.ts';
import { mySame, same } from './same.ts';
import { adopt, endAdoption, resumeAdoption } from './taking-up.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let five: Actor[];
let training: string;
let block: string;

const noon = Temporal.Instant.from('2027-01-18T12:00:00Z');
const fourWeeksOn = Temporal.Instant.from('2027-02-15T12:00:00Z');

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'America/Denver' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
	five = [kofi, mei];
	for (const name of ['Siti', 'Liam', 'Aoife']) five.push(await person(name));
});
beforeEach(async () => {
	freezeAt(noon);
	training = await openTraining('everyone');
	block = (await getTraining(darcy, { training })).blocks[1]!.id;
});
afterAll(() => close());

async function openTraining(audience: string): Promise<string> {
	const { id, parts } = await createSeries(darcy, {
		title: 'Focus',
		audience,
		expectation: { level: 'offered' },
		parts: [
			{
				title: 'One',
				markdown: 'Plan the day.\n\nClose the inbox.',
				opens: '2027-01-18',
				closes: '2027-01-31'
			}
		]
	});
	await publishSeries(darcy, { series: id });
	return parts[0]!.training;
}

const tryIt = (actor: Actor, words: { why?: string; askOn?: string; shown?: boolean } = {}) =>
	adopt(actor, { document: training, blocks: [block], ...words });
const counts = async () => (await evidence(darcy, { documents: training })).blocks[0];

test('a stranger, and anybody else, learns nothing of a trial', async () => {
	const { id } = await tryIt(kofi);
	for (const door of [getFollowUp, moveFollowUp, answerFollowUp, changeAnswer, takeBackAnswer]) {
		const given = { followUp: id, askOn: '2027-03-01', outcome: 'kept' };
		await expect(door.ask(null, given)).rejects.toThrow('Sign in first');
		await expect(door.ask(mei, given)).rejects.toThrow('nothing here');
	}
	await expect(resumeAdoption(mei, { adoption: id })).rejects.toThrow('nothing here');
	for (const door of [answeredFollowUps, mySame, becameOfMine])
		await expect(door.ask(null, {})).rejects.toThrow('Sign in first');
});

test('one person who takes up the same again and again is one person who tries it', async () => {
	const first = await tryIt(kofi, { why: 'Too many pings' });
	expect((await tryIt(kofi)).id).toBe(first.id);
	for (let i = 0; i < 6; i += 1) {
		const { id } = await tryIt(kofi);
		await answerFollowUp(kofi, { followUp: id, outcome: 'kept' });
	}
	expect(await counts()).toBeUndefined();
	for (const each of five.slice(1)) await tryIt(each);
	expect(await counts()).toMatchObject({ tried: 5, kept: 1 });
});

test('a moved day is asked on anew, and only then', async () => {
	const { id } = await tryIt(kofi);
	freezeAt(fourWeeksOn);
	await runDue();
	expect((await myAsks(kofi, {})).items.map(({ subject }) => subject)).toContain(id);
	expect(await moveFollowUp(kofi, { followUp: id, askOn: '2027-02-20' })).toEqual({
		askOn: '2027-02-22'
	});
	expect((await myAsks(kofi, {})).items.map(({ subject }) => subject)).not.toContain(id);
	await expect(moveFollowUp(kofi, { followUp: id, askOn: '2027-02-15' })).rejects.toMatchObject({
		fields: [{ field: 'askOn' }]
	});
	freezeAt(Temporal.Instant.from('2027-02-22T12:00:00Z'));
	await runDue();
	expect((await myAsks(kofi, {})).items.map(({ subject }) => subject)).toContain(id);
});

test('an answer may be changed and taken back, and the numbers stay right', async () => {
	const trials = new Map<Actor, string>();
	for (const each of five) trials.set(each, (await tryIt(each)).id);
	freezeAt(fourWeeksOn);
	await runDue();
	const followUp = trials.get(kofi)!;
	await answerFollowUp(kofi, { followUp, outcome: 'kept' });
	expect(await counts()).toMatchObject({ tried: 5, kept: 1, changed: 0 });
	await changeAnswer(kofi, {
		followUp,
		outcome: 'changed',
		note: 'Twice a day',
		showVariant: true
	});
	expect(await counts()).toMatchObject({ kept: 0, changed: 1 });
	expect((await evidence(darcy, { documents: training })).variants).toHaveLength(1);
	await changeAnswer(kofi, { followUp, outcome: 'dropped', note: 'No time' });
	expect(await counts()).toMatchObject({ kept: 0, changed: 0 });
	expect((await evidence(darcy, { documents: training })).variants).toEqual([]);
	expect((await answeredFollowUps(kofi, {})).items[0]).toMatchObject({
		id: followUp,
		text: 'Close the inbox.',
		answer: { outcome: 'dropped', note: 'No time', variant: false }
	});
	await takeBackAnswer(kofi, { followUp });
	await takeBackAnswer(kofi, { followUp });
	expect((await myFollowUps(kofi, { due: true })).items.map(({ id }) => id)).toContain(followUp);
	expect((await myAsks(kofi, {})).items.map(({ subject }) => subject)).toContain(followUp);
	await expect(changeAnswer(kofi, { followUp, outcome: 'kept' })).rejects.toThrow('not said');
});

test('a trial that was ended goes on where it was, and counts again', async () => {
	for (const each of five.slice(1)) await tryIt(each);
	const { id } = await tryIt(kofi);
	await endAdoption(kofi, { adoption: id });
	expect(await counts()).toBeUndefined();
	await expect(answerFollowUp(kofi, { followUp: id, outcome: 'kept' })).rejects.toThrow('stopped');
	freezeAt(fourWeeksOn);
	expect(await resumeAdoption(kofi, { adoption: id })).toEqual({ askOn: '2027-03-15' });
	expect(await counts()).toMatchObject({ tried: 5 });
	expect((await getTraining(kofi, { training })).mine.contributed).toBe(true);
});

test('whoever left the circle, or whose source is gone, still answers for themselves', async () => {
	const { id: circle } = await createCircle(darcy, { name: 'Night', joining: 'open' });
	await joinCircle(kofi, { circle });
	training = await openTraining(`circle:${circle}`);
	block = (await getTraining(darcy, { training })).blocks[1]!.id;
	const left = await tryIt(kofi, { why: 'Quiet' });
	await leaveCircle(kofi, { circle });
	expect(await getFollowUp(kofi, { followUp: left.id })).toMatchObject({
		words: 'Quiet',
		text: 'Close the inbox.',
		title: '',
		may: { answer: true, showVariant: false }
	});
	await answerFollowUp(kofi, { followUp: left.id, outcome: 'kept' });

	training = await openTraining('everyone');
	const { id: submission } = await addSubmission(mei, { training, markdown: 'Batch it.' });
	const [shared] = (await listSubmissions(kofi, { training })).items;
	const gone = await adopt(kofi, { document: submission, blocks: [shared!.blocks[0]!.id] });
	await withdrawSubmission(mei, { submission });
	await answerFollowUp(kofi, { followUp: gone.id, outcome: 'changed', note: 'By hand' });
});

test('authors hear at five people that a method of theirs is tried, never by whom; who shows it is named', async () => {
	const heard = async () => {
		await runDue();
		const { items } = await listNotices(darcy, {});
		return items.filter(({ url }) => url.includes(training)).map(sentenceOf);
	};
	for (const each of five.slice(1)) await tryIt(each);
	expect(await heard()).toEqual([]);
	await tryIt(kofi, { shown: true });
	expect(await heard()).toEqual(
		expect.arrayContaining([
			'5 people have taken up a method of yours from “One”',
			'Kofi is trying a method of yours from “One”'
		])
	);
	expect(await heard()).toHaveLength(2);
});

test('what became of my words: how many use them, from five who try it on, and thanks', async () => {
	const mine = async () =>
		(await becameOfMine(darcy, {})).items.find(({ document }) => document === training);
	for (const each of five.slice(1)) await tryIt(each);
	expect(await mine()).toBeUndefined();
	await tryIt(kofi);
	await same(await person('Layla'), { document: training, blocks: [block], note: 'Since 2019' });
	expect(await mine()).toMatchObject({
		title: 'One',
		passages: [{ block, text: 'Close the inbox.', people: 6, kept: 0, same: 1 }]
	});
	expect((await becameOfMine(mei, {})).items).toEqual([]);
});

test('what I already do is listed with its passage', async () => {
	await same(mei, { document: training, blocks: [block], note: 'For years' });
	expect((await mySame(mei, {})).items[0]).toMatchObject({
		text: 'Close the inbox.',
		note: 'For years',
		title: 'One'
	});
});
