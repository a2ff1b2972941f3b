import { afterAll, beforeAll, expect, test } from 'vitest';
import { listSaid, sayIntoDraft } from '#modules/audio/server/said.ts';
import { getPreferredForm, preferForm } from '#modules/documents/server/forms.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { setFollow } from '#modules/notices/server/follows.ts';
import { cancelSeries } from '#modules/series/server/cancelling.ts';
import { createSeries, changeTraining } from '#modules/series/server/planning.ts';
import { publishSeries, publishTraining } from '#modules/series/server/publishing.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import {
	addMeeting,
	calendarOfMeeting,
	dropMeeting,
	listMeetings,
	restoreMeeting
} from '#modules/series/server/meetings.ts';
import { addTrainer } from '#modules/series/server/team.ts';
import { freezeAt } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { record } from './leaks/voices.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let kofi: Actor;
let yaw: Actor;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'America/Denver' });
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	yaw = await person('Yaw', { zone: 'Africa/Accra' });
	const { id, parts } = await createSeries(darcy, {
		title: 'Calm days',
		audience: `people:${mei.id},${kofi.id}`,
		expectation: { level: 'offered' },
		parts: [{ title: 'One', opens: '2027-01-18', closes: '2027-01-31', markdown: 'Breathe.' }]
	});
	await publishSeries(darcy, { series: id });
	training = parts[0]!.training;
	await addTrainer(darcy, { training, person: kofi.id });
	await setFollow(mei, { kind: 'training', id: training, rhythm: 'daily' });
});
afterAll(() => close());

const hour = { format: 'lightning' as const, day: '2027-01-20', time: '09:00', minutes: 30 };
const told = async (who: Actor) => {
	await runDue();
	return (await listNotices(who, {})).items.map(({ verb }) => verb);
};

test('how a training is given is said of it, and is its owners’ to say', async () => {
	expect((await getTraining(mei, { training })).format).toBe('written');
	await changeTraining(darcy, { training, format: 'mixed' });
	expect((await getTraining(mei, { training })).format).toBe('mixed');
	await expect(changeTraining(mei, { training, format: 'live' })).rejects.toThrow();
});

test('a trainer offers an hour in a zone of their own; everybody who may read the training sees it in theirs, and followers are told', async () => {
	const { id, startsAt } = await addMeeting(kofi, { training, ...hour, place: 'Room 4' });
	expect(startsAt).toBe('2027-01-20T09:00:00Z');
	const { items } = await listMeetings(mei, { training });
	expect(items).toEqual([
		{ id, format: 'lightning', startsAt, minutes: 30, place: 'Room 4', over: false }
	]);
	expect(await told(mei)).toContain('offered hour');
	const { ics } = await calendarOfMeeting(mei, { training, meeting: id });
	expect(ics).toContain('DTSTART;TZID=Asia/Bangkok:20270120T160000');
	expect(ics).toContain('Room 4');
	expect((await listMeetings(yaw, { training })).items).toEqual([]);
	await expect(calendarOfMeeting(yaw, { training, meeting: id })).rejects.toThrow('no such hour');
});

test('nobody beside its writers offers or takes back an hour, and none that is past or endless', async () => {
	const [meeting] = (await listMeetings(mei, { training })).items;
	await expect(addMeeting(mei, { training, ...hour })).rejects.toThrow('not yours');
	await expect(addMeeting(yaw, { training, ...hour })).rejects.toThrow('no such training');
	await expect(dropMeeting(mei, { training, meeting: meeting!.id })).rejects.toThrow('not yours');
	for (const wrong of [{ day: '2027-01-01' }, { minutes: 1000 }, { time: '25:00' }])
		await expect(addMeeting(kofi, { training, ...hour, ...wrong })).rejects.toMatchObject({
			fields: [expect.anything()]
		});
	expect((await listMeetings(mei, { training })).items).toHaveLength(1);
});

test('an hour that is taken back is told, and is gone; one that is over stays, and says so', async () => {
	const [first] = (await listMeetings(mei, { training })).items;
	const { id } = await addMeeting(kofi, { training, ...hour, format: 'live' });
	await dropMeeting(darcy, { training, meeting: id });
	expect(await told(mei)).toContain('took back hour');
	await expect(calendarOfMeeting(mei, { training, meeting: id })).rejects.toThrow('no such hour');
	await restoreMeeting(darcy, { training, meeting: id });
	expect((await listMeetings(mei, { training })).items).toHaveLength(2);
	await dropMeeting(darcy, { training, meeting: id });
	freezeAt(Temporal.Instant.from('2027-01-20T09:31:00Z'));
	const { items } = await listMeetings(mei, { training });
	expect(items).toEqual([{ ...first, over: true }]);
});

test('a recording of it is one of its forms once it stands in the text, and for its readers alone', async () => {
	const track = await record(darcy, 'The talk', { said: true });
	await sayIntoDraft(darcy, { document: training, track });
	expect((await listSaid(mei, { document: training })).items).toEqual([]);
	await publishTraining(darcy, { training });
	const { items } = await listSaid(mei, { document: training });
	expect(items).toMatchObject([{ id: track, title: 'The talk', type: 'audio/mpeg' }]);
	expect((await listSaid(yaw, { document: training })).items).toEqual([]);
	const { id, parts } = await createSeries(darcy, {
		title: 'For Yaw',
		audience: `people:${yaw.id}`,
		expectation: { level: 'offered' },
		parts: [{ title: 'One', opens: '2027-01-18', closes: '2027-01-31', markdown: 'Listen.' }]
	});
	await sayIntoDraft(darcy, { document: parts[0]!.training, track });
	await publishSeries(darcy, { series: id });
	expect((await listSaid(yaw, { document: parts[0]!.training })).items).toHaveLength(1);
	expect((await listSaid(yaw, { document: training })).items).toEqual([]);
});

test('in which form somebody takes a text is remembered for them alone', async () => {
	expect(await getPreferredForm(mei, {})).toEqual({ form: null });
	await preferForm(mei, { form: 'listen' });
	await preferForm(mei, { form: 'slides' });
	expect(await getPreferredForm(mei, {})).toEqual({ form: 'slides' });
	expect(await getPreferredForm(kofi, {})).toEqual({ form: null });
	await expect(preferForm(mei, { form: 'smell' as 'read' })).rejects.toThrow();
});

test('of a series that is called off no hour is to come, and none is offered', async () => {
	const { id, parts } = await createSeries(darcy, {
		title: 'Loud days',
		audience: `people:${mei.id}`,
		expectation: { level: 'offered' },
		parts: [{ title: 'One', opens: '2027-01-18', closes: '2027-01-31', markdown: 'Shout.' }]
	});
	await publishSeries(darcy, { series: id });
	const { training: loud } = parts[0]!;
	await addMeeting(darcy, { training: loud, ...hour, day: '2027-02-01' });
	await cancelSeries(darcy, { series: id, reason: 'Too loud' });
	expect((await listMeetings(mei, { training: loud })).items).toEqual([]);
	const again = addMeeting(darcy, { training: loud, ...hour, day: '2027-02-02' });
	await expect(again).rejects.toThrow('called off');
});
