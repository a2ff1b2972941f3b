import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postComment } from '#modules/discussion/server/comments.ts';
import { listUnanswered } from '#modules/discussion/server/unanswered.ts';
import { listBounces } from '#modules/notices/server/bouncing.ts';
import { closePost, openPost } from '#modules/notices/server/post.ts';
import { createInvitations } from '#modules/people/server/invitations.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { seriesCare } from '#modules/series/server/care.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries, publishTraining } from '#modules/series/server/publishing.ts';
import { addSubmission } from '#modules/series/server/submissions.ts';
import { addTrainer } from '#modules/series/server/team.ts';
import { freezeAt } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let siti: Actor;
let darcy: Actor;
let mei: Actor;
let series: string;
let parts: string[];

beforeAll(async () => {
	close = await openTestPlace();
	siti = await person('Siti', { steward: true, zone: 'UTC' });
	darcy = await person('Darcy', { zone: 'UTC' });
	mei = await person('Mei', { zone: 'UTC' });
	const made = await plan(darcy, 'everyone');
	series = made.id;
	parts = made.parts.map(({ training }) => training);
	await publishSeries(darcy, { series });
});
afterAll(() => close());

function plan(by: Actor, audience: string) {
	return createSeries(by, {
		title: 'Focus',
		audience,
		expectation: { level: 'offered' },
		parts: [
			{ title: 'Sittings', markdown: 'Three.', opens: '2027-01-18', closes: '2027-01-24' },
			{ title: 'Notes', opens: '2027-01-25', closes: '2027-01-31' }
		]
	});
}

const on = (day: string) => freezeAt(Temporal.Instant.from(`${day}T12:00:00Z`));
const care = async () =>
	(await seriesCare(siti, {})).items.map(({ reason, title, person: who }) =>
		[reason, title, who?.name].filter(Boolean).join(' · ')
	);

test('the Desk is for stewards', async () => {
	for (const door of [seriesCare, listBounces]) {
		await expect(door.ask(null, {})).rejects.toThrow('Sign in first');
		await expect(door(darcy, {})).rejects.toThrow('not yours');
	}
	await expect(listUnanswered.ask(null, {})).rejects.toThrow('Sign in first');
});

test('a part that opens within three days is there, with what it lacks', async () => {
	on('2027-01-21');
	expect(await care()).toEqual([]);
	on('2027-01-22');
	expect(await care()).toEqual(['no text · Notes']);
	await publishTraining(darcy, { training: parts[1]!, markdown: 'Write it down.' });
	expect(await care()).toEqual(['no trainer · Notes']);
	await addTrainer(darcy, { training: parts[1]!, person: mei.id });
	expect(await care()).toEqual(['opens soon · Notes']);
	on('2027-01-25');
	expect(await care()).toEqual([]);
});

test('who shared for the first time is there for a week; the second time is no news', async () => {
	on('2027-01-26');
	await addSubmission(mei, { training: parts[0]!, markdown: 'Mornings' });
	expect(await care()).toEqual(['first time · Sittings · Mei']);
	on('2027-01-28');
	await addSubmission(mei, { training: parts[1]!, markdown: 'On paper' });
	expect(await care()).toEqual(['first time · Sittings · Mei']);
	on('2027-02-03');
	expect(await care()).toEqual([]);
});

test('a plan of the steward’s own that stands still is there; those of others are not', async () => {
	on('2027-02-03');
	await plan(darcy, 'everyone');
	await plan(siti, 'everyone');
	on('2027-02-16');
	expect(await care()).toEqual([]);
	on('2027-02-18');
	expect(await care()).toEqual(['stalls · Focus']);
});

test('what nobody has answered for two days is there for whoever could, until somebody else does', async () => {
	on('2027-03-01');
	const about = { kind: 'training', id: parts[0]! };
	const { id } = await postComment(mei, { about, markdown: 'Does it work at night?' });
	on('2027-03-02');
	const circle = await createCircle(darcy, { name: 'Two', joining: 'closed', members: [mei.id] });
	const hidden = await plan(darcy, `circle:${circle.id}`);
	await publishSeries(darcy, { series: hidden.id });
	await postComment(mei, {
		about: { kind: 'training', id: hidden.parts[0]!.training },
		markdown: 'Between us'
	});
	const waiting = async (actor: Actor) =>
		(await listUnanswered(actor, {})).items.map(({ text }) => text.trim());
	expect(await waiting(siti)).toEqual([]);
	on('2027-03-04');
	await postComment(mei, { about, markdown: 'Anybody?', replyTo: id });
	expect(await waiting(siti)).toEqual(['Does it work at night?']);
	expect(await waiting(darcy)).toEqual(['Does it work at night?', 'Between us']);
	expect(await waiting(mei)).toEqual([]);
	await postComment(darcy, { about, markdown: 'It does.', replyTo: id });
	expect(await waiting(siti)).toEqual([]);
});

test('whom letters do not reach is there, by name and number alone', async () => {
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onRcptTo: (_address, _session, done) =>
			done(Object.assign(new Error('No such person'), { responseCode: 550 }))
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const { port } = server.server.address() as { port: number };
	openPost({
		origin: 'http://junto.test',
		secret: 'a secret',
		smtpUrl: `smtp://127.0.0.1:${port}`
	});
	await createInvitations(siti, { emails: ['gone@example.org'] });
	await runDue();
	closePost();
	await new Promise<void>((done) => server.close(done));
	const { items } = await listBounces(siti, {});
	expect(items.map(({ to }) => to)).toContain('gone@example.org');
	expect(JSON.stringify(items)).not.toContain('welcome');
});
