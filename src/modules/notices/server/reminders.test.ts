import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeAt, now } from '#platform/server/clock.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { createPage } from '#modules/library/server/writing.ts';
import { changePassword } from '#modules/people/server/me.ts';
import { eraseMe } from '#modules/people/server/erasing.ts';
import { find } from '#modules/search/server/find.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { ask, myAsks, snoozeAsk } from './asks.ts';
import { newsFor } from './news.ts';
import {
	addOccasion,
	bringOccasionBack,
	changeOccasion,
	listOccasions,
	removeOccasion
} from './occasions.ts';
import { getReminder, listReminders, removeReminder, setReminder } from './reminders.ts';
import { finishReminder, remind, reopenReminder } from './reminding.ts';
import { rhythmsOf } from '#modules/people/server/rhythm.ts';
import { newId } from '#platform/server/ids.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let siti: Actor;
let training: string;
let hers: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'America/Denver' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
	siti = await person('Siti', { zone: 'Asia/Brunei', steward: true });
	const planned = await createSeries(darcy, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'Sittings', markdown: 'Three.', opens: '2027-01-18', closes: '2027-01-19' }]
	});
	training = planned.parts[0]!.training;
	await publishSeries(darcy, { series: planned.id });
	hers = (await createPage(mei, { title: 'Mine', markdown: 'Mine.', audience: 'me' })).page;
	await runDue();
});
afterAll(() => close());

const about = () => ({ kind: 'training', id: training }) as const;
const travelTo = async (instant: string) => {
	freezeAt(Temporal.Instant.from(instant));
	await runDue();
};
const reminders = async (actor: Actor) =>
	(await myAsks(actor, {})).items.filter(({ kind }) => kind === 'reminder');

test('a stranger is reminded of nothing, and nobody of what they may not see', async () => {
	const given = { ...about(), day: '2027-02-01' };
	await expect(setReminder.ask(null, given)).rejects.toThrow('Sign in first');
	await expect(listReminders.ask(null, {})).rejects.toThrow('Sign in first');
	const hidden = { kind: 'page', id: hers } as const;
	await expect(setReminder(kofi, { ...hidden, day: '2027-02-01' })).rejects.toThrow('nothing here');
	await expect(getReminder(kofi, hidden)).rejects.toThrow('nothing here');
});

test('a day is from today on where one is, and stands instead of an occasion, not beside it', async () => {
	freezeAt(Temporal.Instant.from('2027-01-18T18:00:00Z'));
	const { id: occasion } = await addOccasion(siti, { name: 'Launch', day: '2027-06-01' });
	const wrong = { fields: [{ field: 'day' }] };
	const set = (given: object) => setReminder(mei, { ...about(), ...given });
	await expect(set({ day: '2027-01-18' }), 'her Tuesday').rejects.toMatchObject(wrong);
	await expect(set({})).rejects.toMatchObject(wrong);
	await expect(set({ day: '2027-06-01', occasion })).rejects.toMatchObject(wrong);
	await expect(set({ day: 'tomorrow' })).rejects.toMatchObject(wrong);
	const words = 'w'.repeat(301);
	await expect(set({ day: '2027-06-01', words })).rejects.toMatchObject({
		fields: [{ field: 'words' }]
	});
	await expect(set({ occasion: newId() })).rejects.toMatchObject({
		fields: [{ field: 'occasion' }]
	});
	expect((await getReminder(mei, about())).reminder).toBeNull();
});

test('Mei is reminded when her own day begins, once however often it is looked, with her words; search does not find the thing twice', async () => {
	await setReminder(mei, { ...about(), day: '2027-01-25', words: 'A word of zanzibar' });
	await setReminder(darcy, { ...about(), day: '2027-01-25' });
	await travelTo('2027-01-24T16:59:00Z');
	expect(await reminders(mei)).toEqual([]);
	await travelTo('2027-01-24T17:00:00Z');
	expect(await remind(now())).toBe(0);
	expect(await reminders(mei)).toMatchObject([
		{ title: 'Sittings', url: `/trainings/${training}`, quotes: 'A word of zanzibar', minutes: 2 }
	]);
	expect(await reminders(darcy), 'it is Sunday morning in Denver').toEqual([]);
	expect((await getReminder(mei, about())).reminder).toMatchObject({ state: 'due' });
	expect((await find(mei, { q: 'zanzibar' })).items).toEqual([]);
	await travelTo('2027-01-25T07:00:00Z');
	expect(await reminders(darcy)).toHaveLength(1);
});

test('nobody else sees a reminder or ends it, a steward included; Mei ends hers and thinks again', async () => {
	const [asked] = await reminders(mei);
	const reminder = asked!.subject;
	for (const other of [darcy, siti]) {
		await expect(finishReminder(other, { reminder })).rejects.toThrow('nothing here');
		await expect(reopenReminder(other, { reminder })).rejects.toThrow('nothing here');
		expect(JSON.stringify(await listReminders(other, {}))).not.toContain('zanzibar');
		const rows = await as(other.id, (tx) =>
			tx.selectFrom('reminder').selectAll().where('id', '=', reminder).execute()
		);
		expect(rows).toEqual([]);
	}
	await finishReminder(mei, { reminder });
	expect(await reminders(mei)).toEqual([]);
	expect((await getReminder(mei, about())).reminder).toBeNull();
	await runDue();
	expect(await reminders(mei)).toEqual([]);
	await reopenReminder(mei, { reminder });
	expect(await reminders(mei)).toHaveLength(1);
});

test('put off for a week, it comes in a letter again; anything else is told of once', async () => {
	const [asked] = await reminders(mei);
	const told = async () =>
		asSystem('telling people', async (tx) =>
			(await newsFor(tx, await rhythmsOf(tx, [mei.id]), now()))
				.get(mei.id)
				?.asks.includes(asked!.id)
		);
	await travelTo('2027-01-25T12:00:00Z');
	expect(await told()).toBeFalsy();
	await snoozeAsk(mei, { ask: asked!.id, until: '2027-01-31T17:00:00Z' });
	expect(await reminders(mei)).toEqual([]);
	freezeAt(Temporal.Instant.from('2027-01-31T17:00:00Z'));
	expect(await reminders(mei)).toHaveLength(1);
	expect(await told()).toBe(true);
	await removeReminder(mei, about());
	expect(await reminders(mei)).toEqual([]);
});

test('stewards alone name the days of the place; everybody reads them', async () => {
	const given = { name: 'Review season', day: '2027-03-01' };
	await expect(addOccasion.ask(null, given)).rejects.toThrow('Sign in first');
	await expect(addOccasion(kofi, given)).rejects.toThrow('not yours');
	await expect(addOccasion(siti, { ...given, day: '2027-01-20' })).rejects.toMatchObject({
		fields: [{ field: 'day' }]
	});
	const { id: occasion } = await addOccasion(siti, given);
	await expect(changeOccasion(kofi, { occasion, ...given })).rejects.toThrow('not yours');
	await expect(removeOccasion(kofi, { occasion })).rejects.toThrow('not yours');
	expect((await listOccasions(kofi, {})).items[0]).toMatchObject({ ...given, removed: false });
});

test('an occasion that moves takes its reminders along; one that is removed reminds nobody and says so, until it is brought back', async () => {
	const { id: occasion } = (await listOccasions(mei, {})).items[0]!;
	await setReminder(mei, { ...about(), occasion, words: 'Before my review' });
	const hers = async () => (await getReminder(mei, about())).reminder;
	expect(await hers()).toMatchObject({ day: '2027-03-01', state: 'waiting' });
	await changeOccasion(siti, { occasion, name: 'Review season', day: '2027-03-08' });
	await travelTo('2027-03-02T12:00:00Z');
	expect(await reminders(mei)).toEqual([]);
	await removeOccasion(siti, { occasion });
	expect(await hers()).toMatchObject({ state: 'off', occasion: { name: 'Review season' } });
	expect((await listOccasions(mei, {})).items.map(({ id }) => id)).not.toContain(occasion);
	expect((await listOccasions(siti, {})).items[0]).toMatchObject({ id: occasion, removed: true });
	await travelTo('2027-03-07T18:00:00Z');
	expect(await reminders(mei)).toEqual([]);
	await bringOccasionBack(siti, { occasion });
	await runDue();
	expect(await reminders(mei)).toHaveLength(1);
	await changeOccasion(siti, { occasion, name: 'Review season', day: '2027-03-15' });
	await runDue();
	expect(await reminders(mei), 'it stays until she ends it').toHaveLength(1);
	await travelTo('2027-03-15T12:00:00Z');
	expect(await reminders(mei)).toHaveLength(1);
});

test('a reminder gets through a full week, since she asked for it herself', async () => {
	const ama = await person('Ama', { zone: 'Africa/Accra' });
	const opensAt = now().toString();
	await asSystem('asking people', async (tx) => {
		for (let each = 0; each < 3; each += 1)
			await ask(tx, {
				...{ kind: 'training', subject: newId(), level: 'offered', minutes: 5 },
				people: [{ id: ama.id, opensAt, untilAt: null }]
			});
	});
	await runDue();
	await setReminder(ama, { ...about(), day: '2027-03-16' });
	await travelTo('2027-03-16T08:00:00Z');
	expect(await reminders(ama)).toHaveLength(1);
});

test('it goes when its person is erased', async () => {
	const current = 'slow waters carve deep';
	await setReminder(kofi, { ...about(), day: '2027-05-01', words: 'Only mine' });
	await changePassword(kofi, { password: current });
	const wishes = { submissions: 'stay', comments: 'stay', pages: 'stay' } as const;
	await eraseMe(kofi, { name: kofi.name, current, ...wishes });
	const left = await asSystem('at the machine', (tx) =>
		tx.selectFrom('reminder').select('words').where('person_id', '=', kofi.id).execute()
	);
	expect(left).toEqual([]);
});
