import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { arrive } from '#modules/notices/server/visits.ts';
import { postComment } from '#modules/discussion/server/comments.ts';
import { freezeAt } from '#platform/server/clock.ts';
import { as } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { fromLetter } from '#platform/server/events.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { giveFeedback, listFeedback, takeBackFeedback } from './feedback.ts';
import { seriesParticipation, trainingMissing } from './participation.ts';
import { createSeries } from './planning.ts';
import { publishSeries } from './publishing.ts';
import { addSubmission } from './submissions.ts';
import { checkOff, uncheck } from './taking-part.ts';

let close: () => Promise<void>;
let darcy: Actor;
let others: Actor[];

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	others = [];
	for (const name of ['Kofi', 'Mei', 'Siti', 'Liam', 'Omar']) others.push(await person(name));
});
afterAll(() => close());

async function published(level: 'offered' | 'expected' | 'required') {
	const { id, parts } = await createSeries(darcy, {
		title: 'Calm days',
		audience: 'everyone',
		expectation: { level },
		parts: [{ title: 'Inbox', markdown: 'Once a day.', opens: '2027-01-18', closes: '2027-01-25' }]
	});
	await publishSeries(darcy, { series: id });
	return { series: id, training: parts[0]!.training };
}

test('a stranger learns nothing of who took part', async () => {
	for (const door of [
		seriesParticipation,
		trainingMissing,
		giveFeedback,
		listFeedback,
		takeBackFeedback
	])
		await expect(door.ask(null, {})).rejects.toThrow('Sign in first');
});

test('an owner sees how many read it from five on, and every contribution', async () => {
	const { series, training } = await published('expected');
	const part = async () => (await seriesParticipation(darcy, { series })).parts[0];
	await addSubmission(others[0]!, { training, markdown: 'Twice a day, in truth.' });
	for (const each of others.slice(0, 4)) await checkOff(each, { training, version: 1 });
	expect(await part()).toMatchObject({ read: null, submissions: 1, adoptions: null });
	await checkOff(others[4]!, { training, version: 1 });
	expect(await part()).toMatchObject({ read: 5, submissions: 1 });
	await uncheck(others[4]!, { training });
	expect(await part()).toMatchObject({ read: null });
});

test('how many opened a part, and how many of them came back, is told to its owner from five on, and to nobody else', async () => {
	const { series, training } = await published('offered');
	const part = async () => (await seriesParticipation(darcy, { series })).parts[0];
	const come = async (people: Actor[], at: string) => {
		freezeAt(Temporal.Instant.from(at));
		for (const each of people) await arrive(each, { subject: training });
	};
	await come(others.slice(0, 4), '2027-01-19T09:00:00Z');
	expect(await part()).toMatchObject({ opened: null, cameBack: null });
	await come(others, '2027-01-19T09:10:00Z');
	expect(await part()).toMatchObject({ opened: 5, cameBack: null });
	await come(others, '2027-01-21T09:00:00Z');
	expect(await part()).toMatchObject({ opened: 5, cameBack: 5 });
	const seen = await as(others[0]!.id, (tx) =>
		sql`select * from part_visits(${series})`.execute(tx)
	);
	expect(seen.rows).toEqual([]);
});

test('nobody but an owner sees it', async () => {
	const { series, training } = await published('required');
	await expect(seriesParticipation(others[0]!, { series })).rejects.toThrow('not yours');
	await expect(trainingMissing(others[0]!, { training })).rejects.toThrow('owners alone');
});

test('who has not read it is told to an owner for what is required, and never for what is expected', async () => {
	const soft = await published('expected');
	await expect(trainingMissing(darcy, { training: soft.training })).rejects.toThrow(
		'Only a required'
	);
	const { training } = await published('required');
	await checkOff(others[1]!, { training, version: 1 });
	const { items } = await trainingMissing(darcy, { training });
	expect(items.map(({ name }) => name)).toEqual(['Darcy', 'Kofi', 'Liam', 'Omar', 'Siti']);
});

test('feedback reaches the team, and others only where its author lets it be quoted', async () => {
	const { series } = await published('offered');
	const [kofi, mei] = [others[0]!, others[1]!];
	const { id } = await giveFeedback(kofi, { series, words: 'Too many parts for me.' });
	await giveFeedback(mei, { series, words: 'Each part came when I needed it.', mayQuote: true });
	const words = async (reader: Actor) =>
		(await listFeedback(reader, { series })).items.map((item) => item.words).toSorted();
	expect(await words(darcy)).toEqual([
		'Each part came when I needed it.',
		'Too many parts for me.'
	]);
	expect(await words(others[2]!)).toEqual(['Each part came when I needed it.']);
	expect(await words(kofi)).toHaveLength(2);
	await expect(takeBackFeedback(mei, { feedback: id })).rejects.toThrow('nothing here');
	await takeBackFeedback(kofi, { feedback: id });
	expect(await words(darcy)).toEqual(['Each part came when I needed it.']);
});

test('how many opened a part from a letter, or answered there, is told apart where neither way tells of fewer than five', async () => {
	const { series, training } = await published('offered');
	const part = async () => (await seriesParticipation(darcy, { series })).parts[0];
	const more = [];
	for (const name of ['Ada', 'Bo', 'Cleo', 'Dan', 'Eve']) more.push(await person(name));
	for (const each of others) await fromLetter(() => arrive(each, { subject: training }));
	expect(await part()).toMatchObject({ opened: 5, openedByLetter: null });
	for (const each of more.slice(0, 4)) await arrive(each, { subject: training });
	expect(await part()).toMatchObject({ opened: 9, openedByLetter: null });
	await arrive(more[4]!, { subject: training });
	expect(await part()).toMatchObject({ opened: 10, openedByLetter: 5, answeredByLetter: null });
	const share = (each: Actor) => addSubmission(each, { training, markdown: 'At noon, twice.' });
	await share(more[0]!);
	for (const each of others.slice(0, 4)) await fromLetter(() => share(each));
	expect(await part()).toMatchObject({ answeredByLetter: null });
	const about = { kind: 'training', id: training };
	await fromLetter(() => postComment(others[4]!, { about, markdown: 'Why twice?' }));
	expect(await part()).toMatchObject({ submissions: 5, answeredByLetter: 5 });
});
