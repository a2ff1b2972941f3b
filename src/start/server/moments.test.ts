import { afterAll, beforeAll, expect, test } from 'vitest';
import { asHeard, momentAt, placeOf } from '#modules/audio/moments.ts';
import { answerCall, createCall } from '#modules/audio/server/calls.ts';
import { askRetake, endRetake, listRetakes, retakesOf } from '#modules/audio/server/retakes.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import {
	getTrack,
	replaceTrack,
	restoreTrack,
	withdrawTrack
} from '#modules/audio/server/tracks.ts';
import { listComments, postComment } from '#modules/discussion/server/comments.ts';
import { giveThanks, listThanks, takeBackThanks } from '#modules/discussion/server/thanks.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { bringReportedBack, setReportedAside } from '#modules/reports/server/deciding.ts';
import { makeReport } from '#modules/reports/server/reporting.ts';
import { now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { record } from './leaks/voices.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let kofi: Actor;
let yaw: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	[darcy, mei, kofi] = [await person('Darcy'), await person('Mei'), await person('Kofi')];
	yaw = await person('Yaw', { steward: true });
});
afterAll(() => close());

const about = (track: string, block?: string) => ({
	kind: 'track',
	id: track,
	...(block && { block })
});
const said = async (who: Actor, track: string) =>
	(await listComments(who, about(track))).items.map(({ block, markdown }) => [block, markdown]);

async function send(who: Actor, track: string): Promise<void> {
	const sound = await tone(0.3);
	const { recording } = await replaceTrack(who, { track, bytes: sound.length });
	await sendAll(recording, sound);
}

async function told(who: Actor): Promise<string[]> {
	await runDue();
	return (await listNotices(who, {})).items.map(
		({ actor, verb, title }) => `${actor?.name} ${verb}: ${title}`
	);
}

test('a moment is a second of one take; what is said is in the order in which it is heard', () => {
	expect(placeOf({ take: 2, second: 125.9 })).toBe('2-125');
	expect(momentAt('2-125')).toEqual({ take: 2, second: 125 });
	for (const nowhere of ['', 'intro', '2-', '-1', '2-1x', '2--1'])
		expect(momentAt(nowhere)).toBeUndefined();
	const places = ['', '1-3', '2-90', '2-4'];
	expect(places.toSorted((a, b) => asHeard(a, 2) - asHeard(b, 2))).toEqual([
		'2-4',
		'2-90',
		'',
		'1-3'
	]);
});

test('questions and thanks for a moment reach the voice by name, and stay when the track is said anew', async () => {
	const track = await record(darcy, 'How I listen', { audience: 'everyone' });
	await postComment(mei, { about: about(track, '1-0'), markdown: 'Why so **slow** here?' });
	await giveThanks(kofi, { about: about(track, '1-0') });
	await giveThanks(kofi, { about: about(track) });
	const heard = await told(darcy);
	expect(heard).toContain('Mei commented: How I listen');
	expect(heard).toContain('Kofi thanked: How I listen');

	await send(darcy, track);
	expect((await getTrack(mei, { track })).take?.number).toBe(2);
	expect(await said(kofi, track)).toEqual([['1-0', 'Why so **slow** here?']]);

	await takeBackThanks(kofi, { about: about(track, '1-0') });
	const { items } = await listThanks(mei, { ids: track });
	expect(items.map(({ block, person: { name } }) => [block, name])).toEqual([['', 'Kofi']]);
});

test('whoever may not hear a track says and reads nothing at it; what was withdrawn takes along what was said', async () => {
	const own = await record(darcy, 'For himself', { audience: 'me' });
	const words = { about: about(own, '1-0'), markdown: 'Hm' };
	await expect(postComment.ask(null, words)).rejects.toThrow('Sign in');
	await expect(postComment(mei, words)).rejects.toThrow('nothing here');
	await expect(listComments(mei, about(own))).rejects.toThrow('nothing here');
	await expect(giveThanks(mei, { about: about(own) })).rejects.toThrow('nothing here');

	const track = await record(darcy, 'For a while', { audience: 'everyone' });
	await postComment(mei, { about: about(track, '1-0'), markdown: 'Still there?' });
	await withdrawTrack(darcy, { track });
	await expect(listComments(mei, about(track))).rejects.toThrow('nothing here');
	await restoreTrack(darcy, { track });
	expect(await said(mei, track)).toEqual([['1-0', 'Still there?']]);
});

test('what is said at a closed answer is read by nobody who may not hear that answer yet', async () => {
	const closes = now().toZonedDateTimeISO('UTC').add({ days: 7 }).toPlainDate().toString();
	const { playlist } = await createCall(darcy, {
		...{ question: 'How do you close?', audience: 'me', closes, answers: 'after own' },
		people: [mei.id, kofi.id, yaw.id]
	});
	const { track } = await answerCall(mei, { playlist });
	await send(mei, track);
	const { track: own } = await answerCall(kofi, { playlist });
	await send(kofi, own);
	await postComment(kofi, { about: about(track, '1-0'), markdown: 'Good point' });
	expect(await said(mei, track)).toEqual([['1-0', 'Good point']]);
	for (const waiting of [yaw, darcy])
		await expect(listComments(waiting, about(track))).rejects.toThrow('nothing here');
});

test('a track that hurts is set aside by a steward, and comes back by a steward alone', async () => {
	const track = await record(mei, 'Too loud', { audience: 'everyone' });
	const { id: report } = await makeReport(kofi, { ...about(track), words: 'It names me' });
	await setReportedAside(yaw, { report, words: 'It names somebody' });
	await expect(listComments(kofi, about(track))).rejects.toThrow('nothing here');
	await expect(restoreTrack(mei, { track })).rejects.toThrow('A steward set this aside');
	await bringReportedBack(yaw, { report });
	expect(await said(kofi, track)).toEqual([]);
});

test('a listener asks at a moment for that to be said anew; the voice has it in a list, until there is a later take or one of the two ends it', async () => {
	const track = await record(darcy, 'Our hours', { audience: 'everyone' });
	const at = async (who: Actor, block: string, markdown: string) =>
		(await postComment(who, { about: about(track, block), markdown })).id;
	const comment = await at(mei, '1-0', 'We open at **nine** now');
	await askRetake(mei, { comment });
	await askRetake(mei, { comment });
	const asked = async (who: Actor) =>
		(await listRetakes(who, {})).tracks.flatMap(({ title, asked }) =>
			asked.map(({ words, by }) => [title, words, by.name])
		);
	expect(await asked(darcy)).toEqual([['Our hours', 'We open at nine now', 'Mei']]);
	expect(await asked(mei)).toEqual([]);
	expect((await retakesOf(kofi, { track })).items).toEqual([comment]);

	await expect(askRetake(kofi, { comment })).rejects.toThrow('not yours');
	await expect(endRetake(kofi, { comment })).rejects.toThrow('not yours');
	await endRetake(darcy, { comment });
	await endRetake(mei, { comment });
	expect(await asked(darcy)).toEqual([]);
	await askRetake(mei, { comment });
	await send(darcy, track);
	expect(await asked(darcy)).toEqual([]);
	expect((await retakesOf(kofi, { track })).items).toEqual([]);
	await expect(askRetake(mei, { comment })).rejects.toThrow('at a moment');
});

test('nobody asks for a retake of what they say themselves, of a whole track, of a take that is not heard, or by an answer', async () => {
	const track = await record(darcy, 'Our days', { audience: 'everyone' });
	const said = async (who: Actor, block?: string, replyTo?: string) =>
		(await postComment(who, { about: about(track, block), markdown: 'Hm', replyTo })).id;
	const first = await said(mei, '1-0');
	const wrong = [
		...[await said(mei), await said(mei, '7-0'), await said(mei, '01-0')],
		await said(mei, '1-0', first)
	];
	for (const comment of wrong)
		await expect(askRetake(mei, { comment })).rejects.toThrow('at a moment');
	const own = { comment: await said(darcy, '1-0') };
	await expect(askRetake(darcy, own)).rejects.toThrow('somebody else');
});
