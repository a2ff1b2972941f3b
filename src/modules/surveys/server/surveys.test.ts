import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freezeAt } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { myAsks } from '#modules/notices/server/asks.ts';
import { listLettersHere } from '#modules/notices/server/letters.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { changeSettings } from '#modules/people/server/place.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { answerSurvey, consentToQuote, takeBackAnswers } from './answering.ts';
import { createSurvey, proposeSurvey } from './asking.ts';
import { closeSurvey } from './closing.ts';
import { getSurvey, listQuotes, listSurveys } from './reading.ts';
import { respondToSurvey, surveyResults } from './results.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let siti: Actor;
let circle: string;
let series: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'America/Denver' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Brunei' });
	siti = await person('Siti', { zone: 'Asia/Brunei', steward: true });
	const made = await createCircle(darcy, {
		name: 'Night shift',
		joining: 'closed',
		members: [kofi.id, mei.id]
	});
	circle = made.id;
	const planned = await createSeries(darcy, {
		title: 'Calm days',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'One thing', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	series = planned.id;
	await publishSeries(darcy, { series });
	await changeSettings(siti, { weeklyAsks: 50 });
	await runDue();
});
afterAll(() => close());

const two = [
	{ kind: 'words' as const, text: 'What worked for you?' },
	{ kind: 'one' as const, text: 'Once more?', options: ['Yes', 'No'] }
];

async function ask(more: Partial<Parameters<typeof createSurvey>[1]> = {}) {
	freezeAt(Temporal.Instant.from('2027-01-18T12:00:00Z'));
	const { id } = await createSurvey(darcy, {
		title: 'How was it?',
		audience: `circle:${circle}`,
		about: { kind: 'series', id: series },
		closes: '2027-01-20',
		questions: two,
		...more
	});
	await runDue();
	const { questions } = await getSurvey(mei, { survey: id });
	return { survey: id, questions: questions.map((each) => each.id) };
}

const walkTo = async (instant: string) => {
	freezeAt(Temporal.Instant.from(instant));
	await runDue();
};

const asksOf = async (actor: Actor, survey: string) =>
	(await myAsks(actor, {})).items.filter(({ subject }) => subject === survey);

const told = async (actor: Actor, survey: string) =>
	(await listNotices(actor, {})).items.filter(({ url }) => url === `/surveys/${survey}`);

describe('asking', () => {
	test('a stranger asks nothing, and neither does a member who owns no series', async () => {
		await expect(createSurvey.ask(null, {})).rejects.toThrow('Sign in first');
		const given = { title: 'Mine', closes: '2027-01-20', questions: two };
		await expect(createSurvey(mei, given)).rejects.toThrow('not yours');
		await expect(proposeSurvey(mei, {})).rejects.toThrow('not yours');
	});

	test('a steward asks the whole place, about nothing in particular', async () => {
		const { id, minutes } = await createSurvey(siti, {
			title: 'How are the mornings?',
			closes: '2027-01-20',
			questions: two
		});
		expect(minutes).toBe(2);
		expect(await getSurvey(kofi, { survey: id })).toMatchObject({
			audience: 'everyone',
			about: null,
			may: { answer: true }
		});
	});

	test.each([
		[{ questions: [] }, 'questions'],
		[{ questions: Array.from({ length: 6 }, () => two[0]!) }, 'questions'],
		[{ questions: [{ kind: 'one' as const, text: 'Which?', options: ['A', 'A'] }] }, 'questions'],
		[{ questions: [{ kind: 'scale' as const, text: 'How?', options: ['low'] }] }, 'questions'],
		[{ closes: '2027-01-17' }, 'closes'],
		[{ audience: 'me' }, 'audience'],
		[{ mode: 'anonymous' as const }, 'mode']
	])('%o is refused with its field', async (wrong, field) => {
		await expect(ask(wrong)).rejects.toMatchObject({
			fields: [{ field: expect.stringMatching(new RegExp(`^${field}`)) }]
		});
	});

	test('becomes an ask in the week of those who are asked, until the end of their own day, and not of others', async () => {
		const { survey } = await ask();
		expect(await asksOf(mei, survey)).toMatchObject([
			{ title: 'How was it?', level: 'offered', minutes: 2, untilAt: '2027-01-20T16:00:00.000Z' }
		]);
		expect(await asksOf(kofi, survey)).toMatchObject([{ untilAt: '2027-01-21T00:00:00.000Z' }]);
		expect(await asksOf(darcy, survey)).toEqual([]);
		expect(await asksOf(siti, survey)).toEqual([]);
		await expect(getSurvey(siti, { survey })).rejects.toThrow('no such survey');
	});

	test('stands in the letter of the next morning', async () => {
		await ask({ title: 'What kept you awake?' });
		await walkTo('2027-01-19T00:31:00Z');
		const letters = await listLettersHere({ to: 'mei@example.org' });
		expect(JSON.stringify(letters)).toContain('What kept you awake?');
		freezeAt(Temporal.Instant.from('2027-01-18T12:00:00Z'));
	});

	test('begins with those who see what it is about, or with what an older one asked', async () => {
		const fresh = await proposeSurvey(darcy, { kind: 'series', id: series });
		expect(fresh).toMatchObject({
			about: { title: 'Calm days' },
			audience: 'everyone',
			closes: '2027-01-25',
			questions: []
		});
		const { survey } = await ask();
		const again = await proposeSurvey(darcy, { again: survey });
		expect(again).toMatchObject({
			title: 'How was it?',
			audience: `circle:${circle}`,
			about: { title: 'Calm days' },
			questions: [{ text: 'What worked for you?' }, { options: ['Yes', 'No'] }]
		});
	});
});

describe('answering by name', () => {
	test('is read by whoever asked, at once and with the name, and by nobody else', async () => {
		const { survey, questions } = await ask();
		const [words, choice] = questions;
		await answerSurvey(mei, {
			survey,
			answers: [
				{ question: words!, words: 'The quiet hour' },
				{ question: choice!, chosen: [1] }
			]
		});
		const read = await surveyResults(darcy, { survey });
		expect(read).toMatchObject({
			exact: true,
			people: 1,
			questions: [
				{ answers: [{ person: { name: 'Mei' }, words: 'The quiet hour', mayQuote: false }] },
				{ counts: [1, 0], answers: [{ person: { name: 'Mei' }, chosen: [1] }] }
			]
		});
		await closeSurvey(darcy, { survey });
		expect(JSON.stringify(await surveyResults(kofi, { survey }))).not.toMatch(/quiet|Mei/);
		expect(await asksOf(mei, survey)).toEqual([]);
	});

	test('may be said anew and taken back while it is open, and asks again then; not once it is closed', async () => {
		const { survey, questions } = await ask();
		const say = (words: string) =>
			answerSurvey(mei, { survey, answers: [{ question: questions[0]!, words }] });
		await say('The quiet hour');
		await say('The walk');
		expect((await getSurvey(mei, { survey })).mine.answers).toMatchObject([{ words: 'The walk' }]);
		await takeBackAnswers(mei, { survey });
		expect((await getSurvey(mei, { survey })).mine).toEqual({ answered: false, answers: [] });
		expect(await asksOf(mei, survey)).toHaveLength(1);
		await say('The walk');
		await closeSurvey(darcy, { survey });
		await expect(say('Late')).rejects.toMatchObject({ code: 'conflict' });
		await expect(takeBackAnswers(mei, { survey })).rejects.toMatchObject({ code: 'conflict' });
		expect((await surveyResults(darcy, { survey })).people).toBe(1);
	});

	test('what may be quoted is read by all who see the series, once it is closed, until its author says no', async () => {
		const { survey, questions } = await ask();
		await answerSurvey(mei, {
			survey,
			answers: [{ question: questions[0]!, words: 'The quiet hour', mayQuote: true }]
		});
		await answerSurvey(kofi, {
			survey,
			answers: [{ question: questions[0]!, words: 'The walk' }]
		});
		const quotes = async (actor: Actor) =>
			(await listQuotes(actor, { kind: 'series', id: series })).items.map(({ words }) => words);
		expect(await quotes(siti)).toEqual([]);
		await closeSurvey(darcy, { survey });
		expect(await quotes(siti)).toEqual(['The quiet hour']);
		expect((await surveyResults(kofi, { survey })).questions[0]!.answers).toMatchObject([
			{ person: { name: 'Mei' }, mayQuote: true },
			{ person: { name: 'Kofi' }, mayQuote: false }
		]);
		const consent = { survey, question: questions[0]!, mayQuote: false };
		await expect(consentToQuote(siti, consent)).rejects.toThrow('no answer of yours');
		await consentToQuote(mei, consent);
		expect(await quotes(siti)).toEqual([]);
		expect(JSON.stringify(await surveyResults(kofi, { survey }))).not.toContain('quiet');
	});

	test.each([
		[{ words: 'The quiet hour', chosen: [1] }, 0],
		[{ words: 'Words' }, 1],
		[{ chosen: [3] }, 1],
		[{ chosen: [1, 2] }, 1],
		[{}, 0]
	])('%o is refused, and nothing is lost or written', async (wrong, nth) => {
		const { survey, questions } = await ask();
		const answers = [{ question: questions[nth]!, ...wrong }];
		await expect(answerSurvey(mei, { survey, answers })).rejects.toMatchObject({ code: 'invalid' });
		expect((await getSurvey(mei, { survey })).mine.answered).toBe(false);
	});

	test('whoever asked does not answer', async () => {
		const { survey, questions } = await ask();
		const answers = [{ question: questions[0]!, words: 'Myself' }];
		await expect(answerSurvey(darcy, { survey, answers })).rejects.toMatchObject({
			code: 'forbidden'
		});
	});
});

describe('closing', () => {
	test('comes when the day has ended for the last of them, wherever they are by then, and tells those who answered', async () => {
		const { survey, questions } = await ask();
		await answerSurvey(mei, { survey, answers: [{ question: questions[0]!, words: 'Tea' }] });
		await asSystem('setting up the place', (tx) =>
			tx
				.updateTable('person')
				.set({ zone: 'Pacific/Pago_Pago' })
				.where('id', '=', kofi.id)
				.execute()
		);
		const closedAt = async () => (await getSurvey(mei, { survey })).closedAt;
		await walkTo('2027-01-21T07:00:00Z');
		expect(await closedAt()).toBeNull();
		await walkTo('2027-01-21T11:00:00Z');
		expect(await closedAt()).toBe('2027-01-21T11:00:00.000Z');
		expect(await told(mei, survey)).toMatchObject([{ verb: 'closed', title: 'How was it?' }]);
		expect(await told(darcy, survey)).toMatchObject([{ verb: 'closed' }]);
		expect(await told(kofi, survey)).toEqual([]);
	});

	test('is for whoever asked, once', async () => {
		const { survey } = await ask();
		await expect(closeSurvey(mei, { survey })).rejects.toMatchObject({ code: 'forbidden' });
		await closeSurvey(darcy, { survey });
		await expect(closeSurvey(darcy, { survey })).rejects.toMatchObject({ code: 'conflict' });
	});

	test('what comes of it is read by everybody asked, and told to those who answered', async () => {
		const { survey, questions } = await ask();
		await answerSurvey(mei, { survey, answers: [{ question: questions[0]!, words: 'Tea' }] });
		const words = 'We keep the quiet hour.';
		await expect(respondToSurvey(darcy, { survey, words })).rejects.toThrow('Close it first');
		await closeSurvey(darcy, { survey });
		await expect(respondToSurvey(mei, { survey, words })).rejects.toMatchObject({
			code: 'forbidden'
		});
		await respondToSurvey(darcy, { survey, words });
		await runDue();
		expect((await getSurvey(kofi, { survey })).response).toMatchObject({ words });
		expect(await told(mei, survey)).toContainEqual(
			expect.objectContaining({
				verb: 'responded',
				actor: expect.objectContaining({ name: 'Darcy' })
			})
		);
		expect(await told(kofi, survey)).toEqual([]);
	});

	test('each finds what they asked and what they were asked', async () => {
		const { survey } = await ask();
		const found = async (actor: Actor) =>
			(await listSurveys(actor, { kind: 'series', id: series })).items.find(
				({ id }) => id === survey
			);
		expect(await found(darcy)).toMatchObject({ mine: { asked: true, answered: false } });
		expect(await found(mei)).toMatchObject({ mine: { asked: false }, asker: { name: 'Darcy' } });
		expect(await found(siti)).toBeUndefined();
		expect((await listSurveys(mei, {})).may.ask).toBe(false);
		expect((await listSurveys(darcy, {})).may.ask).toBe(true);
	});
});
