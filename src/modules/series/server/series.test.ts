import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { createSeries } from './planning.ts';
import { publishSeries, publishTraining } from './publishing.ts';
import { getSeries, getTraining, listSeries } from './reading.ts';
import { addSubmission, restoreSubmission, withdrawSubmission } from './submissions.ts';
import { listSubmissions } from './submission-reading.ts';
import { checkOff } from './taking-part.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'America/Chicago' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Brunei' });
});
afterAll(() => close());

const windows = [
	{
		title: 'Priorities',
		markdown: 'First things first.',
		opens: '2027-01-21',
		closes: '2027-01-31'
	},
	{ title: 'Inbox', opens: '2027-01-31', closes: '2027-02-14' },
	{ title: 'Writing', opens: '2027-02-14', closes: '2027-02-28' },
	{ title: 'Order', opens: '2027-02-28', closes: '2027-03-14' }
];

async function series(audience = 'everyone') {
	return createSeries(darcy, {
		title: 'Productivity and communication',
		audience,
		expectation: { level: 'expected', atLeast: 2 },
		parts: windows
	});
}

describe('planning', () => {
	test('a stranger plans nothing', async () => {
		await expect(createSeries.ask(null, {})).rejects.toThrow('Sign in first');
	});

	test('uneven windows that share their boundary days are kept as they are', async () => {
		const { id } = await series();
		const { parts } = await getSeries(darcy, { series: id });
		expect(parts.map(({ opens, closes }) => [opens, closes])).toEqual([
			['2027-01-21', '2027-01-31'],
			['2027-01-31', '2027-02-14'],
			['2027-02-14', '2027-02-28'],
			['2027-02-28', '2027-03-14']
		]);
	});

	test('nobody but its team sees a series in preparation', async () => {
		const { id, parts } = await series();
		await expect(getSeries(kofi, { series: id })).rejects.toThrow('no such series');
		await expect(getTraining(kofi, { training: parts[0]!.training })).rejects.toThrow(
			'no such training'
		);
		await publishSeries(darcy, { series: id });
		expect((await getSeries(kofi, { series: id })).title).toBe('Productivity and communication');
	});

	test('a window that closes before it opens is refused with its field', async () => {
		const wrong = { title: 'Backwards', opens: '2027-02-02', closes: '2027-02-01' };
		await expect(
			createSeries(darcy, {
				title: 'x',
				audience: 'everyone',
				expectation: { level: 'offered' },
				parts: [wrong]
			})
		).rejects.toMatchObject({ fields: [{ field: 'parts.0.closes' }] });
	});

	test('only an owner opens a series, and only once', async () => {
		const { id } = await series();
		await expect(publishSeries(kofi, { series: id })).rejects.toThrow('no such series');
		await publishSeries(darcy, { series: id });
		await expect(publishSeries(darcy, { series: id })).rejects.toThrow('out already');
	});
});

describe('taking part', () => {
	let training: string;
	let seriesId: string;
	beforeAll(async () => {
		const made = await series();
		seriesId = made.id;
		training = made.parts[0]!.training;
		await publishSeries(darcy, { series: seriesId });
	});

	test('"I\'ve read it" is bound to the version, and a material change asks again', async () => {
		await checkOff(kofi, { training, version: 1 });
		expect((await getTraining(kofi, { training })).mine).toMatchObject({
			readVersion: 1,
			asksAgain: false
		});
		await publishTraining(darcy, {
			training,
			markdown: 'First things first, always.',
			material: true
		});
		expect((await getTraining(kofi, { training })).mine).toMatchObject({
			readVersion: 1,
			asksAgain: true
		});
		await publishTraining(darcy, {
			training,
			markdown: 'First things first, always!',
			material: false
		});
		await checkOff(kofi, { training, version: 3 });
		expect((await getTraining(kofi, { training })).mine).toMatchObject({
			readVersion: 3,
			asksAgain: false
		});
	});

	test('nobody checks off a version that does not exist', async () => {
		await expect(checkOff(kofi, { training, version: 99 })).rejects.toThrow('no such version');
	});

	test('a submission is content beside the training, and counts as taking part', async () => {
		const { id, late } = await addSubmission(mei, { training, markdown: 'I plan on Fridays.' });
		expect(late).toBe(false);
		const { items } = await listSubmissions(kofi, { training });
		expect(items.map((item) => [item.id, item.author.name, item.markdown])).toEqual([
			[id, 'Mei', 'I plan on Fridays.']
		]);
		const [part] = (await getSeries(mei, { series: seriesId })).parts;
		expect(part!.mine.contributed).toBe(true);
	});

	test('a withdrawn submission is gone for others until it comes back', async () => {
		const { id } = await addSubmission(kofi, { training, markdown: 'Two lists.' });
		await expect(withdrawSubmission(mei, { submission: id })).rejects.toThrow('not yours');
		await withdrawSubmission(kofi, { submission: id });
		expect((await listSubmissions(mei, { training })).items.map((item) => item.id)).not.toContain(
			id
		);
		await restoreSubmission(kofi, { submission: id });
		expect((await listSubmissions(mei, { training })).items.map((item) => item.id)).toContain(id);
	});

	test('a submission for two people stays between them', async () => {
		const { id } = await addSubmission(kofi, {
			training,
			markdown: 'Only for Mei.',
			audience: `people:${mei.id}`
		});
		expect((await listSubmissions(mei, { training })).items.map((item) => item.id)).toContain(id);
		expect((await listSubmissions(darcy, { training })).items.map((item) => item.id)).not.toContain(
			id
		);
	});
});

test('the list of series tells each reader where they stand', async () => {
	const { items } = await listSeries(kofi, {});
	expect(items.every((item) => item.publishedAt !== null)).toBe(true);
	expect(items.some((item) => item.parts.some((part) => part.mine.contributed))).toBe(true);
});

test('a series that is open today is among those of the day, however many were planned after it, and none that is shut or not out', async () => {
	const plan = async (opens: string, closes: string, out = true) => {
		freezeAt(now().add({ seconds: 1 }));
		const { id } = await createSeries(darcy, {
			title: 'Early mornings',
			audience: 'everyone',
			expectation: { level: 'offered' },
			parts: [{ title: 'One', markdown: 'Text.', opens, closes }]
		});
		if (out) await publishSeries(darcy, { series: id });
		return id;
	};
	const open = await plan('2029-03-01', '2029-03-14');
	await plan('2029-03-01', '2029-03-14', false);
	for (let i = 0; i < 21; i++) await plan('2029-03-15', '2029-03-28');
	const on = async (openOn: string) =>
		(await listSeries(kofi, { openOn })).items.map(({ id }) => id);
	expect(await on('2029-03-14')).toEqual([open]);
	expect(await on('2029-02-28')).toEqual([]);
	expect((await listSeries(kofi, {})).items.map(({ id }) => id)).not.toContain(open);
});
