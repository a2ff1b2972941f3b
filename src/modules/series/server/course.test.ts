import { afterAll, beforeEach, afterEach, expect, test } from 'vitest';
import { freezeAt } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { usualWeek } from '#platform/time/week.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { listVersions } from '#modules/documents/server/versions.ts';
import { myAsks } from '#modules/notices/server/asks.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { addMembers } from '#modules/people/server/joining.ts';
import { confirmMe } from '#modules/people/server/me.ts';
import { cancelSeries, resumeSeries } from './cancelling.ts';
import { askFirst, listFirsts } from './firsts.ts';
import { shiftSeries } from './moving.ts';
import { joinTheOthers, startFromBeginning } from './pace.ts';
import { getPlan } from './plan-note.ts';
import { createSeries } from './planning.ts';
import { getTrainingDraft, publishSeries, publishTraining } from './publishing.ts';
import { getSeries, getTraining, listSeries } from './reading.ts';
import { listRetrospectives, writeRetrospective } from './retrospective.ts';
import { runAgain } from './running-again.ts';
import { addSubmission } from './submissions.ts';
import { addTrainer, replaceTrainer } from './team.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let siti: Actor;
let series: string;
let parts: string[];

beforeEach(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'UTC' });
	kofi = await person('Kofi', { zone: 'UTC' });
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
	siti = await person('Siti', { zone: 'UTC' });
	await begin('everyone');
});
afterEach(() => close());
afterAll(() => freezeAt());

async function begin(audience: string): Promise<void> {
	const made = await createSeries(darcy, {
		title: 'Working well',
		about: 'Four habits',
		audience,
		expectation: { level: 'expected', atLeast: 1 },
		parts: [
			{ title: 'Focus', markdown: 'One thing.', opens: '2027-01-18', closes: '2027-01-24' },
			{ title: 'Notes', markdown: 'Write it down.', opens: '2027-01-25', closes: '2027-02-07' },
			{ title: 'No', markdown: 'Say it early.', opens: '2027-02-07', closes: '2027-02-14' }
		]
	});
	series = made.id;
	parts = made.parts.map(({ training }) => training);
	await publishSeries(darcy, { series });
	await runDue();
}

async function on(day: string): Promise<void> {
	freezeAt(Temporal.Instant.from(`${day}T12:00:00Z`));
	await runDue();
}

const asksOf = async (actor: Actor) => (await myAsks(actor, {})).items.map(({ title }) => title);
const toldTo = async (actor: Actor) =>
	(await listNotices(actor, {})).items.map(({ verb, title }) => `${verb} ${title}`);
const windowsOf = async (actor: Actor) =>
	(await getSeries(actor, { series })).parts.map(({ opens, closes }) => `${opens} ${closes}`);

test('nobody but its owners calls a series off, moves it, copies it or looks back on it', async () => {
	for (const attempt of [
		() => cancelSeries(kofi, { series }),
		() => resumeSeries(kofi, { series }),
		() => shiftSeries(kofi, { series, days: 1 }),
		() => runAgain(kofi, { series, firstOpens: '2027-05-03' }),
		() => writeRetrospective(kofi, { series, worked: 'All' }),
		() => askFirst(kofi, { training: parts[1]!, person: mei.id })
	])
		await expect(attempt()).rejects.toThrow('not yours');
	await expect(cancelSeries.ask(null, { series })).rejects.toThrow('Sign in first');
});

test('a series that is called off asks nothing any more, says why to everybody, and goes on where it was once it is taken up', async () => {
	expect(await asksOf(kofi)).toEqual(['Focus']);
	await cancelSeries(darcy, { series, reason: 'The office moves' });
	await expect(cancelSeries(darcy, { series })).rejects.toThrow('already');
	await runDue();
	expect(await asksOf(kofi)).toEqual([]);
	expect(await toldTo(mei)).toContain('cancelled Working well');
	expect((await getSeries(kofi, { series })).cancelled?.reason).toBe('The office moves');
	expect((await listSeries(kofi, { openOn: '2027-01-20' })).items).toEqual([]);
	await on('2027-01-26');
	expect(await asksOf(kofi)).toEqual([]);
	await resumeSeries(darcy, { series });
	await runDue();
	expect(await asksOf(kofi)).toEqual(['Notes']);
	expect(await toldTo(mei)).toContain('resumed Working well');
});

test('what is to come moves together, with its lengths and gaps, and so do the days on which people are asked', async () => {
	await shiftSeries(darcy, { series, days: 7, from: parts[1] });
	await runDue();
	expect(await windowsOf(kofi)).toEqual([
		'2027-01-18 2027-01-24',
		'2027-02-01 2027-02-14',
		'2027-02-14 2027-02-21'
	]);
	await on('2027-01-26');
	expect(await asksOf(kofi)).toEqual([]);
	await on('2027-02-01');
	expect(await asksOf(kofi)).toEqual(['Notes']);
	await expect(shiftSeries(darcy, { series, days: 1, from: series })).rejects.toThrow(
		'Choose a part'
	);
	await expect(shiftSeries(darcy, { series, days: 1.5 })).rejects.toThrow('whole days');
});

test('Siti comes late and is asked where the others are, or begins from the start with her own days', async () => {
	await cancelSeries(darcy, { series });
	const circle = await createCircle(darcy, {
		name: 'Night team',
		joining: 'closed',
		members: [kofi.id]
	});
	await begin(`circle:${circle.id}`);
	await on('2027-01-26');
	await addMembers(darcy, { circle: circle.id, members: [siti.id] });
	await runDue();
	expect(await asksOf(siti)).toEqual(['Notes']);

	await startFromBeginning(siti, { series });
	await runDue();
	expect(await windowsOf(siti)).toEqual([
		'2027-01-26 2027-02-01',
		'2027-02-02 2027-02-15',
		'2027-02-15 2027-02-22'
	]);
	expect(await windowsOf(kofi)).toEqual([
		'2027-01-18 2027-01-24',
		'2027-01-25 2027-02-07',
		'2027-02-07 2027-02-14'
	]);
	expect(await asksOf(siti)).toEqual(['Focus']);
	expect((await getTraining(siti, { training: parts[0]! })).window.closes).toBe('2027-02-01');
	await on('2027-01-30');
	expect((await addSubmission(siti, { training: parts[0]!, markdown: 'Mine' })).late).toBe(false);
	expect((await addSubmission(kofi, { training: parts[0]!, markdown: 'Late' })).late).toBe(true);
	const today = async (day: string) => (await listSeries(siti, { openOn: day })).items;
	expect((await today('2027-02-20')).map(({ id }) => id)).toContain(series);

	await joinTheOthers(siti, { series });
	await runDue();
	expect(await windowsOf(siti)).toEqual(await windowsOf(kofi));
	await expect(startFromBeginning(darcy, { series })).rejects.toThrow('own dates');
});

test('whoever is new to the place is asked for what is open, not for what is over', async () => {
	await on('2027-01-26');
	const ama = await person('Ama', { zone: 'UTC' });
	await confirmMe(ama, { zone: 'UTC', week: usualWeek });
	await runDue();
	expect(await asksOf(ama)).toEqual(['Notes']);
});

test('three colleagues are asked for a first word before a part opens; they see it in their asks from then on', async () => {
	const training = parts[1]!;
	await addSubmission(mei, { training: parts[0]!, markdown: 'Mornings' });
	expect((await listFirsts(darcy, { training })).suggested.map(({ name }) => name)).toEqual([
		'Mei'
	]);
	await askFirst(darcy, { training, person: mei.id });
	await askFirst(darcy, { training, person: mei.id });
	await runDue();
	expect(await asksOf(mei)).toEqual(['Notes']);
	expect(await asksOf(kofi)).not.toContain('Notes');
	expect(await toldTo(mei)).toContain('asked first Notes');
	await addSubmission(mei, { training, markdown: 'On paper' });
	await askFirst(darcy, { training, person: kofi.id });
	await askFirst(darcy, { training, person: siti.id });
	const ama = await person('Ama');
	await expect(askFirst(darcy, { training, person: ama.id })).rejects.toThrow('Three are asked');
	expect(await listFirsts(darcy, { training })).toMatchObject({
		asked: [
			{ name: 'Mei', shared: true },
			{ name: 'Kofi', shared: false },
			{ name: 'Siti', shared: false }
		],
		left: 0
	});
});

test('Kofi trains in the place of Mei, with her label: he may write, she may not, and both are told', async () => {
	const training = parts[1]!;
	await addTrainer(darcy, { training, person: mei.id, role: 'Support, Bangkok' });
	await replaceTrainer(darcy, { training, person: mei.id, by: kofi.id });
	await runDue();
	expect((await getTraining(siti, { training })).trainers).toMatchObject([
		{ name: 'Kofi', role: 'Support, Bangkok' }
	]);
	await publishTraining(kofi, { training, markdown: 'Write it down twice.' });
	await expect(publishTraining(mei, { training, markdown: 'Mine' })).rejects.toThrow('not yours');
	expect(await toldTo(kofi)).toContain('replaced trainer Notes');
	expect(await toldTo(mei)).toContain('replaced trainer Notes');
	await expect(replaceTrainer(darcy, { training, person: siti.id, by: mei.id })).rejects.toThrow(
		'no trainer'
	);
});

test('a series is run again as a copy: texts with their credit, trainers, lengths and gaps; the old one is as it was', async () => {
	await addTrainer(darcy, { training: parts[0]!, person: mei.id, role: 'Support' });
	await publishTraining(mei, { training: parts[0]!, markdown: 'One thing.\n\nMei adds a second.' });
	await addSubmission(kofi, { training: parts[0]!, markdown: 'Mornings' });
	await writeRetrospective(darcy, { series, worked: 'Short parts', change: 'Ask earlier' });
	const before = await getSeries(darcy, { series });
	const { id } = await runAgain(darcy, { series, firstOpens: '2027-05-03' });

	const copy = await getSeries(darcy, { series: id });
	expect(copy).toMatchObject({ title: 'Working well', publishedAt: null, origin: { id: series } });
	expect(copy.parts.map(({ opens, closes }) => `${opens} ${closes}`)).toEqual([
		'2027-05-03 2027-05-09',
		'2027-05-10 2027-05-23',
		'2027-05-23 2027-05-30'
	]);
	expect(copy.parts[0]!.trainers).toMatchObject([{ name: 'Mei', role: 'Support' }]);
	const training = copy.parts[0]!.training;
	expect((await getTrainingDraft(darcy, { training })).markdown).toContain('Mei adds a second.');
	expect((await getPlan(darcy, { series: id })).markdown).toContain('Ask earlier');
	await expect(getSeries(kofi, { series: id })).rejects.toThrow('no such series');

	await publishSeries(darcy, { series: id });
	const { blocks } = await getTraining(kofi, { training });
	expect(blocks.map(({ authors }) => authors)).toEqual([[darcy.id], [mei.id]]);
	expect((await getTraining(kofi, { training })).counts.submissions).toBe(0);
	expect(await getSeries(darcy, { series })).toEqual(before);
	const versions = await asSystem('at the machine', (tx) => listVersions(tx, parts[0]!));
	expect(versions).toHaveLength(2);
});

test('what was learned is for those who prepared it, and is offered when the next one is planned', async () => {
	await addTrainer(darcy, { training: parts[0]!, person: mei.id });
	await writeRetrospective(darcy, { series, worked: 'Short parts', change: '' });
	const seen = async (actor: Actor) =>
		(await listRetrospectives(actor, {})).items.map(({ title, worked }) => [title, worked]);
	expect(await seen(mei)).toEqual([['Working well', 'Short parts']]);
	expect(await seen(kofi)).toEqual([]);
	await writeRetrospective(darcy, { series, worked: '', change: '' });
	expect(await seen(mei)).toEqual([]);
});
