import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { myAsks, snoozeAsk } from '#modules/notices/server/asks.ts';
import { freezeAt } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { calendarOf, proposeTime } from './placing.ts';
import { createSeries } from './planning.ts';
import { publishSeries } from './publishing.ts';
import { addSubmission } from './submissions.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'America/Denver' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
});
beforeEach(() => freezeAt(Temporal.Instant.from('2027-01-18T12:00:00Z')));
afterAll(() => close());

async function training(opens: string, closes: string, audience = 'everyone'): Promise<string> {
	const { id, parts } = await createSeries(darcy, {
		title: 'Asking',
		audience,
		expectation: { level: 'offered' },
		parts: [{ title: 'Asking well', markdown: 'Ask early.', opens, closes }]
	});
	await publishSeries(darcy, { series: id });
	await runDue();
	return parts[0]!.training;
}

const on = (id: string, day: string, time: string) => ({ training: id, day, time });

test('who may not see a training learns no time for it', async () => {
	const id = await training('2027-01-18', '2027-01-31', 'me');
	for (const door of [proposeTime, calendarOf]) {
		const asked = on(id, '2027-01-19', '10:00');
		await expect(door.ask(null, asked)).rejects.toThrow('Sign in');
		await expect(door.ask(kofi, asked)).rejects.toThrow('no such training');
	}
});

test('each is offered their own next working hour, in their own zone', async () => {
	const id = await training('2027-01-18', '2027-01-31');
	const times = [];
	for (const actor of [darcy, kofi, mei])
		times.push((await proposeTime(actor, { training: id })).proposed);
	expect(times).toEqual([
		{ day: '2027-01-18', time: '09:00' },
		{ day: '2027-01-18', time: '13:00' },
		{ day: '2027-01-19', time: '09:00' }
	]);
	expect(await proposeTime(kofi, { training: id })).toMatchObject({
		title: 'Asking well',
		from: '2027-01-18',
		to: '2027-01-31'
	});
});

test('an hour that something else was put off to is taken', async () => {
	const first = await training('2027-01-18', '2027-01-31');
	const second = await training('2027-01-18', '2027-01-31');
	const { ask } = await proposeTime(kofi, { training: first });
	await snoozeAsk(kofi, { ask: ask!, until: '2027-01-18T13:00:00Z' });
	expect((await proposeTime(kofi, { training: first })).proposed?.time).toBe('13:00');
	expect((await proposeTime(kofi, { training: second })).proposed?.time).toBe('14:00');
});

test('before the window opens its first working hour is offered, after it closes any', async () => {
	const later = await training('2027-01-23', '2027-01-31');
	expect(await proposeTime(kofi, { training: later })).toMatchObject({
		proposed: { day: '2027-01-25', time: '09:00' },
		from: '2027-01-23'
	});
	const over = await training('2027-01-04', '2027-01-10');
	expect(await proposeTime(kofi, { training: over })).toMatchObject({
		from: '2027-01-18',
		to: null
	});
	const weekend = await training('2027-01-23', '2027-01-24');
	expect((await proposeTime(kofi, { training: weekend })).proposed).toBeNull();
});

test('what was answered needs no reminder', async () => {
	const id = await training('2027-01-18', '2027-01-31');
	await addSubmission(kofi, { training: id, markdown: 'I ask twice.' });
	expect((await proposeTime(kofi, { training: id })).ask).toBeNull();
});

test('an entry for the calendar stands at my own hour and leads back', async () => {
	const id = await training('2027-01-18', '2027-01-31');
	const { ics, at } = await calendarOf(darcy, {
		...on(id, '2027-01-21', '10:00'),
		origin: 'https://junto.example/anything'
	});
	expect(at).toBe('2027-01-21T17:00:00Z');
	expect(ics).toContain('DTSTART;TZID=America/Denver:20270121T100000\r\n');
	expect(ics).toContain('SUMMARY:Read: Asking well\r\n');
	expect(ics.replaceAll('\r\n ', '')).toContain(
		`URL;VALUE=URI:https://junto.example/trainings/${id}\r\n`
	);
	const uid = (text: string) => /^UID:.*$/m.exec(text)?.[0];
	const moved = await calendarOf(darcy, on(id, '2027-01-22', '09:30'));
	expect(uid(moved.ics)).toBe(uid(ics));
});

test('only a time to come within the window', async () => {
	const id = await training('2027-01-18', '2027-01-31');
	const wrong: [day: string, time: string, field: string][] = [
		['2027-01-17', '10:00', 'day'],
		['2027-02-01', '10:00', 'day'],
		['2027-01-18', '11:00', 'time'],
		['2027-02-30', '10:00', 'day'],
		['', '', 'day'],
		['2027-01-20', '25:00', 'time']
	];
	for (const [day, time, field] of wrong)
		await expect(calendarOf(kofi, on(id, day, time)), day + time).rejects.toMatchObject({
			fields: expect.arrayContaining([expect.objectContaining({ field })])
		});
	await calendarOf(kofi, on(id, '2027-01-31', '23:59'));
});

test('put off to that time, it comes back then, however full the week is', async () => {
	const id = await training('2027-01-18', '2027-01-31');
	const { ask } = await proposeTime(mei, { training: id });
	const { at } = await calendarOf(mei, on(id, '2027-01-20', '09:00'));
	await snoozeAsk(mei, { ask: ask!, until: at });
	const asked = async () => (await myAsks(mei, {})).items.some((item) => item.subject === id);
	expect(await asked()).toBe(false);
	freezeAt(Temporal.Instant.from('2027-01-20T02:00:00Z'));
	await runDue();
	expect(await asked()).toBe(true);
});
