import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLeave } from '#modules/people/server/leave.ts';
import { changeWeek } from '#modules/people/server/me.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { usualWeek } from '#platform/time/week.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { seriesFairness } from './fairness.ts';
import { createSeries } from './planning.ts';
import { publishSeries } from './publishing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	const mei = await person('Mei', { zone: 'Asia/Bangkok' });
	const siti = await person('Siti', { zone: 'Asia/Brunei' });
	await changeWeek(mei, { week: { ...usualWeek, days: { '1': { from: '09:00', to: '11:00' } } } });
	await addLeave(siti, { from: '2027-02-01', to: '2027-02-03' });
	for (const name of ['Liam', 'Omar']) await person(name);
});
afterAll(() => close());

const plan = (title: string) =>
	createSeries(darcy, {
		title,
		audience: 'everyone',
		expectation: { level: 'expected' },
		parts: [
			{ title: 'One', markdown: 'Text.', opens: '2027-02-01', closes: '2027-02-08' },
			{ title: 'Two', markdown: 'Text.', opens: '2027-02-08', closes: '2027-02-12' }
		]
	});

test('its owner sees the hours that each person really works in each window, the shared day counted once', async () => {
	const { id } = await plan('Calm days');
	const { people } = await seriesFairness(darcy, { series: id });
	const hours = new Map(people.map((each) => [each.name, each.hours]));
	expect(hours.get('Kofi')).toEqual([40, 40]);
	expect(hours.get('Mei')).toEqual([2, 2]);
	expect(hours.get('Siti')).toEqual([16, 40]);
	expect(people[0]!.name).toBe('Mei');
	await expect(seriesFairness(kofi, { series: id })).rejects.toMatchObject({ code: 'not_found' });
});

test('before it opens, its owner sees how full the weeks are already, from five people on', async () => {
	const { id } = await plan('Clear words');
	expect((await seriesFairness(darcy, { series: id })).weeks).toEqual([]);
	const other = await plan('What was there before');
	await publishSeries(darcy, { series: other.id });
	await runDue();
	const { weeks } = await seriesFairness(darcy, { series: id });
	expect(weeks).toMatchObject([
		{ week: '2027-02-01', minutes: 15, full: 0 },
		{ week: '2027-02-08', minutes: 15, full: 0 }
	]);
	expect(weeks.map(({ people }) => people)).toEqual([6, 6]);
});
