import { afterAll, beforeAll, expect, test } from 'vitest';
import { now } from '#platform/server/clock.ts';
import { asSystem, countingQueries } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { runDue } from '#platform/server/jobs.ts';
import { usualWeek } from '#platform/time/week.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { postComment } from '#modules/discussion/server/comments.ts';
import { createInvitations } from '#modules/people/server/invitations.ts';
import { addLeave } from '#modules/people/server/leave.ts';
import { changeWeek } from '#modules/people/server/me.ts';
import { changeSettings } from '#modules/people/server/place.ts';
import { askForSignInLink } from '#modules/people/server/sign-in.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { ask, myAsks } from './asks.ts';
import { setFollow } from './follows.ts';
import { offerAsks } from './offering.ts';
import { openMailbox } from './post.fixture.ts';
import { listEnvelopes } from './stopping.ts';

let close: () => Promise<void>;
let mailbox: Awaited<ReturnType<typeof openMailbox>>;
let darcy: Actor;
let kofi: Actor;
let liam: Actor;
let trainings: string[];

beforeAll(async () => {
	close = await openTestPlace();
	mailbox = await openMailbox();
	darcy = await person('Darcy', { zone: 'America/Denver' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	liam = await person('Liam', { zone: 'Australia/Brisbane', steward: true });
	const { id, parts } = await createSeries(darcy, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [1, 2, 3, 4].map((part) => ({
			title: `Part ${part}`,
			markdown: 'Plan the day.',
			opens: '2027-01-18',
			closes: part === 4 ? '2027-01-20' : '2027-03-07'
		}))
	});
	trainings = parts.map(({ training }) => training);
	await publishSeries(darcy, { series: id });
	await runDue();
});
afterAll(async () => {
	await mailbox.close();
	await close();
});

const mention = (name: string) =>
	postComment(darcy, {
		about: { kind: 'training', id: trainings[0]! },
		markdown: `@${name} at ${now().toString()}`
	});
const titles = async (actor: Actor) => (await myAsks(actor, {})).items.map(({ title }) => title);

test('a week takes three new asks, the oldest and soonest over first; what was over before its turn never asks', async () => {
	const first = await titles(kofi);
	expect(first).toHaveLength(3);
	expect(first[0]).toBe('Part 4');
	await mailbox.walkTo('2027-01-25T12:00:00Z');
	expect((await titles(kofi)).sort()).toEqual(['Part 1', 'Part 2', 'Part 3']);
});

test('required asks and those of one’s own always get through, and count', async () => {
	const mei = await person('Mei', { zone: 'Asia/Bangkok' });
	const opensAt = now().toString();
	const people = [{ id: mei.id, opensAt, untilAt: null }];
	const offered = async () => {
		await runDue();
		return asSystem('asking people', (tx) =>
			tx
				.selectFrom('ask')
				.select(['kind', 'level'])
				.where('person_id', '=', mei.id)
				.where('offered_at', 'is not', null)
				.execute()
		);
	};
	await asSystem('asking people', async (tx) => {
		for (let i = 0; i < 2; i += 1)
			await ask(tx, { kind: 'survey', subject: newId(), level: 'required', minutes: 5, people });
		for (let i = 0; i < 2; i += 1)
			await ask(tx, { kind: 'adoption', subject: newId(), level: 'offered', minutes: 2, people });
		await ask(tx, { kind: 'survey', subject: newId(), level: 'expected', minutes: 5, people });
	});
	expect(await offered()).toHaveLength(4);
	await changeSettings(liam, { weeklyAsks: 5 });
	expect(await offered()).toHaveLength(5);
	await changeSettings(liam, { weeklyAsks: 3 });
});

test('two thousand people with six asks each are asked by a few statements, three asks each', async () => {
	const before = await asSystem('asking people', async (tx) => {
		const ids = Array.from({ length: 2_000 }, () => newId());
		await tx
			.insertInto('person')
			.values(
				ids.map((id, i) => ({
					id,
					name: `P${i}`,
					zone: ['Asia/Brunei', 'Africa/Accra', 'America/Denver'][i % 3]!,
					week: JSON.stringify(usualWeek),
					joined_at: now().toString()
				}))
			)
			.execute();
		const people = ids.map((id) => ({ id, opensAt: now().toString(), untilAt: null }));
		for (let i = 0; i < 6; i += 1)
			await ask(tx, { kind: 'survey', subject: newId(), level: 'offered', minutes: 5, people });
		return ids.length;
	});
	const { result, statements } = await countingQueries(() => offerAsks(now()));
	expect(result).toBe(before * 3);
	expect(statements.length).toBeLessThan(12);
	expect(await offerAsks(now())).toBe(0);
});

test('a digest that its hour missed comes later that working day, never at night, and its news is not lost', async () => {
	const siti = await person('Siti', { zone: 'Asia/Brunei' });
	await mailbox.walkTo('2027-02-02T08:00:00Z');
	await mention('Siti');
	// Nothing ran from Tuesday on until Wednesday 23:00 in Brunei.
	await mailbox.walkTo('2027-02-03T15:00:00Z');
	const about = () => mailbox.to(siti).filter((mail) => mail.text?.includes('mentioned you'));
	expect(about()).toEqual([]);
	await mailbox.walkTo('2027-02-04T03:00:00Z');
	expect(about()).toHaveLength(1);
	await mailbox.walkTo('2027-02-04T08:00:00Z');
	expect(about()).toHaveLength(1);
});

test('while mail cannot leave, the next digest takes up what the last would have told: one letter, nothing lost', async () => {
	const layla = await person('Layla', { zone: 'Asia/Dubai' });
	await mailbox.walkTo('2027-02-08T09:00:00Z');
	mailbox.refuse(true);
	await mention('Layla');
	await mailbox.walkTo('2027-02-09T04:30:00Z');
	await mention('Layla');
	await mailbox.walkTo('2027-02-09T19:00:00Z');
	mailbox.refuse(false);
	await mailbox.walkTo('2027-02-09T20:00:00Z');
	expect(mailbox.to(layla)).toEqual([]);
	await mailbox.walkTo('2027-02-10T04:30:00Z');
	await mailbox.walkTo('2027-02-10T12:00:00Z');
	const letters = mailbox.to(layla);
	expect(letters).toHaveLength(1);
	expect(letters[0]!.text!.match(/mentioned you/g)).toHaveLength(2);
});

test('weekly news comes on the first working day of one’s own week', async () => {
	const aoife = await person('Aoife', { zone: 'Europe/Dublin' });
	const { '1': _, ...days } = usualWeek.days;
	await changeWeek(aoife, { week: { ...usualWeek, days } });
	for (const training of trainings)
		await setFollow(aoife, { kind: 'training', id: training, rhythm: 'weekly' });
	await mailbox.walkTo('2027-02-10T15:00:00Z');
	await postComment(kofi, { about: { kind: 'training', id: trainings[0]! }, markdown: 'Good.' });
	await mailbox.walk('2027-02-17T15:00:00Z', { hours: 24 });
	const told = mailbox.to(aoife).filter((mail) => mail.text?.includes('Kofi said something'));
	expect(told.map(({ arrivedAt }) => arrivedAt)).toEqual(['2027-02-16T15:00:00Z']);
});

test('a new hour holds from the next digest on, and leave is quiet', async () => {
	const jack = await person('Jack', { zone: 'Europe/London' });
	await mailbox.walkTo('2027-02-17T20:00:00Z');
	await mention('Jack');
	await changeWeek(jack, { week: { ...usualWeek, digestAt: '16:00' } });
	await runDue();
	await mailbox.walkTo('2027-02-18T15:59:00Z');
	expect(mailbox.to(jack)).toEqual([]);
	await mailbox.walkTo('2027-02-18T16:00:00Z');
	expect(mailbox.to(jack)).toHaveLength(1);
	await addLeave(jack, { from: '2027-02-19', to: '2027-02-23' });
	await mention('Jack');
	await mailbox.walk('2027-02-24T15:00:00Z', { hours: 6 });
	expect(mailbox.to(jack)).toHaveLength(1);
	await mailbox.walkTo('2027-02-24T16:00:00Z');
	expect(mailbox.to(jack)).toHaveLength(2);
});

test('what is followed at once comes at once, but waits for the morning at night', async () => {
	const ama = await person('Ama', { zone: 'Africa/Accra' });
	await setFollow(ama, { kind: 'person', id: darcy.id, rhythm: 'at_once' });
	await setFollow(ama, { kind: 'training', id: trainings[1]!, rhythm: 'at_once' });
	const comment = () =>
		postComment(darcy, { about: { kind: 'training', id: trainings[1]! }, markdown: 'Look.' });
	await mailbox.walkTo('2027-02-25T14:00:00Z');
	await comment();
	await runDue();
	const letters = () => mailbox.to(ama).filter((mail) => mail.text?.includes('asked to hear'));
	expect(letters().map(({ arrivedAt }) => arrivedAt)).toEqual(['2027-02-25T14:00:00Z']);
	await mailbox.walkTo('2027-02-25T22:00:00Z');
	await comment();
	await mailbox.walkTo('2027-02-26T06:59:00Z');
	expect(letters()).toHaveLength(1);
	await mailbox.walkTo('2027-02-26T07:00:00Z');
	expect(letters()).toHaveLength(2);
});

test('an invitation and a sign-in link leave at once, each with a link that works, and the steward reads the invitation alone', async () => {
	await createInvitations(liam, { emails: ['yaw@example.org'] });
	await askForSignInLink({ email: 'kofi@example.org', client: 'a browser' });
	await runDue();
	const [invitation] = mailbox.to('yaw@example.org');
	expect(invitation!.subject).toBe('Liam invites you to Test place');
	expect(invitation!.text).toMatch(/http:\/\/junto\.test\/welcome\/\S{20,}/);
	expect(invitation!.headers.has('list')).toBe(false);
	const link = mailbox.to(kofi).find((mail) => mail.subject === 'Your link to Test place');
	expect(link!.text).toMatch(/http:\/\/junto\.test\/sign-in\/link\?token=\S+/);
	await expect(listEnvelopes.ask(null, {})).rejects.toThrow('Sign in first');
	await expect(listEnvelopes(kofi, {})).rejects.toThrow('not yours');
	const { items } = await listEnvelopes(liam, {});
	expect(items.find(({ to }) => to === 'yaw@example.org')!.text).toContain('/welcome/');
	expect(items.filter(({ kind, text }) => kind !== 'invitation' && text !== null)).toEqual([]);
});
