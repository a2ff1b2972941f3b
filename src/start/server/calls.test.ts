import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseFeed } from 'podcast-partytime';
import { endCalls } from '#modules/audio/server/asking.ts';
import {
	answerCall,
	closeCall,
	concludeCall,
	createCall,
	declineCall,
	inviteToCall,
	listOthers,
	markAnswer,
	reopenCall,
	unmarkAnswer
} from '#modules/audio/server/calls.ts';
import { createFeed, feedBy, readFeed, soundIn } from '#modules/audio/server/feeds.ts';
import { listUnheard } from '#modules/audio/server/listening.ts';
import { calendarOfMeeting, dropMeeting, meetAbout } from '#modules/audio/server/call-meetings.ts';
import { addTrack, getPlaylist, removeTrack } from '#modules/audio/server/playlists.ts';
import { rssOf } from '#modules/audio/server/rss.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { getTrack, replaceTrack, widenTrack, withdrawTrack } from '#modules/audio/server/tracks.ts';
import { getFile } from '#modules/documents/server/files.ts';
import { myAsks } from '#modules/notices/server/asks.ts';
import { recent } from '#modules/notices/server/feed.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { listPeople } from '#modules/people/server/persons.ts';
import { find } from '#modules/search/server/find.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let kofi: Actor;
let siti: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	[darcy, mei] = [await person('Darcy'), await person('Mei')];
	[kofi, siti] = [await person('Kofi'), await person('Siti')];
});
afterAll(() => close());

const inDays = (days: number) =>
	now().toZonedDateTimeISO('UTC').add({ days }).toPlainDate().toString();

/** A question of Darcy's to Mei and Kofi. */
async function asked(more: Partial<Parameters<typeof createCall>[1]> = {}): Promise<string> {
	const { playlist } = await createCall(darcy, {
		...{ question: 'How do you hand over?', audience: 'me' },
		...{ people: [mei.id, kofi.id], closes: inDays(7), ...more }
	});
	await runDue();
	return playlist;
}

/** Answers aloud. */
async function answer(who: Actor, playlist: string): Promise<string> {
	const { track } = await answerCall(who, { playlist });
	const sound = await tone(0.4);
	const { recording } = await replaceTrack(who, { track, bytes: sound.length });
	await sendAll(recording, sound);
	await runDue();
	return track;
}

const call = async (who: Actor, playlist: string) => (await getPlaylist(who, { playlist })).call!;
const heard = async (who: Actor, playlist: string) =>
	(await getPlaylist(who, { playlist })).tracks.map(({ id }) => id);
const told = async (who: Actor) =>
	(await listNotices(who, {})).items.map(({ verb, title }) => `${verb}: ${title}`);
const asks = async (who: Actor) => (await myAsks(who, {})).items.map(({ subject }) => subject);

describe('a question that is answered aloud', () => {
	test('is asked by members, of somebody, until a day that is not over', async () => {
		const good = { question: 'How?', audience: 'me', people: [mei.id], closes: inDays(3) };
		await expect(createCall.ask(null, good)).rejects.toThrow('Sign in');
		const refused = (more: object) => expect(createCall(darcy, { ...good, ...more })).rejects;
		await refused({ people: [] }).toThrow('somebody beside yourself');
		await refused({ people: [darcy.id] }).toThrow('somebody beside yourself');
		await refused({ closes: inDays(-2) }).toThrow('from today on');
		await refused({ closes: inDays(400) }).toThrow('from today on');
		await refused({ closes: '31 January' }).toThrow('Choose a day');
		await refused({ question: '  ' }).toThrow('Write your question');
	});

	test('wants five minutes of those who are asked, and nothing of others, who do not see it', async () => {
		const playlist = await asked();
		expect(await asks(mei)).toContain(playlist);
		expect(await asks(darcy)).not.toContain(playlist);
		expect((await call(mei, playlist)).mine).toEqual({
			...{ invited: true, answered: false, declined: false, unheard: [] }
		});
		await expect(getPlaylist(siti, { playlist })).rejects.toThrow('no such playlist');
		await expect(answerCall(siti, { playlist })).rejects.toThrow('no such question');
		await expect(declineCall(siti, { playlist })).rejects.toThrow('no such question');
	});

	test('is answered once by each, which ends the ask and is told to whoever asked', async () => {
		const playlist = await asked({ question: 'What do you check first?' });
		const { track: begun } = await answerCall(mei, { playlist });
		expect(await answer(mei, playlist)).toBe(begun);
		expect(await asks(mei)).not.toContain(playlist);
		expect(await told(darcy)).toContain('answered: What do you check first?');
		expect(await heard(kofi, playlist)).toEqual([begun]);
		const { invited, count } = await call(kofi, playlist);
		expect(count).toBe(1);
		expect(invited.map(({ name, answered }) => [name, answered])).toEqual(
			expect.arrayContaining([
				['Mei', true],
				['Kofi', false]
			])
		);
	});

	test('may be passed by, with a reason that only whoever asked reads; an answer takes that back', async () => {
		const playlist = await asked({ question: 'Who knows the old one?' });
		await declineCall(kofi, { playlist, words: 'Never used it' });
		await declineCall(kofi, { playlist, words: 'Twice' });
		await runDue();
		expect(await asks(kofi)).not.toContain(playlist);
		const reasons = async (who: Actor) =>
			(await call(who, playlist)).invited.flatMap(({ declined }) => declined?.words ?? []);
		expect(await reasons(darcy)).toEqual(['Never used it']);
		expect(await reasons(kofi)).toEqual(['Never used it']);
		expect(await reasons(mei)).toEqual([]);
		expect(await told(darcy)).toContain('passed: Who knows the old one?');
		expect(await told(mei)).not.toContain('passed: Who knows the old one?');
		await answer(kofi, playlist);
		expect(await reasons(darcy)).toEqual([]);
		await expect(declineCall(kofi, { playlist })).rejects.toThrow('here already');
	});

	test('may be passed on: whoever asked learns whom to ask instead, and asks them with one tap', async () => {
		const playlist = await asked({ question: 'Who set up the scanner?', audience: 'me' });
		await expect(declineCall(kofi, { playlist, instead: darcy.id, words: '' })).rejects.toThrow(
			'asked you themselves'
		);
		await expect(declineCall(kofi, { playlist, instead: kofi.id })).rejects.toThrow(
			'somebody else'
		);
		await declineCall(kofi, { playlist, words: 'She built it', instead: siti.id });
		await runDue();
		const suggested = async (who: Actor) =>
			(await call(who, playlist)).suggested.map(({ name, by }) => `${by}: ${name}`);
		expect(await suggested(darcy)).toEqual(['Kofi: Siti']);
		expect(await suggested(mei)).toEqual([]);
		await expect(getPlaylist(siti, { playlist })).rejects.toThrow('no such playlist');
		await expect(inviteToCall(kofi, { playlist, person: siti.id })).rejects.toThrow('not yours');

		await inviteToCall(darcy, { playlist, person: siti.id });
		await runDue();
		expect(await asks(siti)).toContain(playlist);
		expect(await asks(kofi)).not.toContain(playlist);
		expect(await suggested(darcy)).toEqual([]);
		const track = await answer(siti, playlist);
		expect(await heard(mei, playlist)).toEqual([track]);
		await inviteToCall(darcy, { playlist, person: siti.id });
		await closeCall(darcy, { playlist });
		await expect(inviteToCall(darcy, { playlist, person: siti.id })).rejects.toThrow('closed');
	});

	test('of those who are asked later, whoever answered before learns, and lets them hear it or not', async () => {
		const [femi, bo, cleo] = await Promise.all(
			['Femi', 'Boris', 'Clea'].map((name) => person(name))
		);
		const people = [femi!.id, bo!.id];
		const playlist = await asked({ question: 'Who else?', people });
		const [first, second] = [await answer(femi!, playlist), await answer(bo!, playlist)];
		const unheard = async (who: Actor) =>
			(await call(who, playlist)).mine.unheard.map(({ name }) => name);
		expect(await unheard(femi!)).toEqual([]);
		await inviteToCall(darcy, { playlist, person: cleo!.id });
		await runDue();
		expect(await heard(cleo!, playlist)).toEqual([]);
		expect(await told(femi!)).toContain('invited: Who else?');
		expect(await told(cleo!)).not.toContain('invited: Who else?');
		expect(await unheard(femi!)).toEqual(['Clea']);
		expect(await unheard(darcy)).toEqual([]);
		await widenTrack(femi!, { track: first, people: [cleo!.id], heardAgain: true });
		expect(await unheard(femi!)).toEqual([]);
		expect(await heard(cleo!, playlist)).toEqual([first]);
		expect(await heard(femi!, playlist)).toEqual([first, second]);
		await answer(cleo!, playlist);
		expect(await unheard(cleo!)).toEqual([]);
	});

	test('may be talked about at one hour as well, which each reads in their own zone and takes into their calendar', async () => {
		const playlist = await asked({ question: 'How do we share the night?', audience: 'me' });
		const hour = { playlist, day: inDays(2), time: '15:00', place: 'The long table' };
		await expect(meetAbout(mei, hour)).rejects.toThrow('not yours');
		await expect(meetAbout(siti, hour)).rejects.toThrow('no such playlist');
		await expect(meetAbout(darcy, { ...hour, day: inDays(-1) })).rejects.toThrow('to come');
		await expect(meetAbout(darcy, { ...hour, time: 'three' })).rejects.toThrow('such as 10:00');
		const { startsAt } = await meetAbout(darcy, hour);
		await runDue();
		expect((await call(mei, playlist)).meeting).toEqual({
			...{ startsAt, minutes: 30, place: 'The long table' }
		});
		expect(await told(mei)).toContain('meets: How do we share the night?');
		const { ics } = await calendarOfMeeting(mei, { playlist, origin: 'https://junto.test' });
		expect(ics).toContain('SUMMARY:How do we share the night?');
		expect(ics).toContain(`https://junto.test/playlists/${playlist}`.slice(0, 40));
		await expect(calendarOfMeeting(siti, { playlist })).rejects.toThrow('no such question');
		await meetAbout(darcy, { ...hour, time: '16:00' });
		await meetAbout(darcy, { ...hour, time: '16:00' });
		await runDue();
		expect((await told(mei)).filter((line) => line.startsWith('meets: How do we'))).toHaveLength(2);
		await dropMeeting(darcy, { playlist });
		await runDue();
		expect(await told(mei)).toContain('dropped meeting: How do we share the night?');
		expect((await call(mei, playlist)).meeting).toBeNull();
		await expect(calendarOfMeeting(mei, { playlist })).rejects.toThrow('no meeting');
	});

	test('ends with the day of the last who was asked, and what comes later is welcome and marked', async () => {
		const playlist = await asked({ question: 'By Friday?', closes: inDays(1) });
		const onTime = await answer(mei, playlist);
		freezeAt(now().add({ hours: 24 * 4 }));
		expect(await endCalls(now())).toBeGreaterThan(0);
		await runDue();
		expect((await call(mei, playlist)).closed).not.toBeNull();
		expect(await told(mei)).toContain('ended: By Friday?');
		freezeAt(now().add({ minutes: 1 }));
		const late = await answer(kofi, playlist);
		expect((await call(mei, playlist)).late).toEqual([late]);
		expect(await heard(mei, playlist)).toEqual([onTime, late]);
		await expect(closeCall(darcy, { playlist })).rejects.toThrow('closed already');
	});

	test('that was closed too early is opened again, asks those who did not answer, and shuts what waits for their own; once its day is over it stays closed', async () => {
		const [ines, otto] = [await person('Ines'), await person('Otto')];
		const una = await person('Una');
		const people = [ines.id, otto.id, una.id];
		const playlist = await asked({ question: 'Too early?', answers: 'after own', people });
		const track = await answer(otto, playlist);
		const isAsked = async (who: Actor) => {
			await runDue();
			return (await asks(who)).includes(playlist);
		};
		expect([await isAsked(ines), await isAsked(otto)]).toEqual([true, false]);
		await declineCall(una, { playlist, words: 'Not my field' });
		await closeCall(darcy, { playlist });
		expect(await isAsked(ines)).toBe(false);
		expect((await call(darcy, playlist)).early).toBe(true);
		expect(await heard(ines, playlist)).toEqual([track]);
		await expect(reopenCall(ines, { playlist })).rejects.toThrow('not yours');
		await reopenCall(darcy, { playlist });
		await reopenCall(darcy, { playlist });
		expect([await isAsked(ines), await isAsked(otto)]).toEqual([true, false]);
		expect(await isAsked(una), 'who cannot is not asked again').toBe(false);
		expect(await heard(ines, playlist)).toEqual([]);
		expect((await call(ines, playlist)).closed).toBeNull();
		expect((await told(ines)).filter((line) => line === 'reopened: Too early?').length).toBe(1);
		await closeCall(darcy, { playlist });
		const before = now();
		freezeAt(before.add({ hours: 24 * 30 }));
		await expect(reopenCall(darcy, { playlist })).rejects.toThrow('day is over');
		freezeAt(before);
	});

	test('gets marks and an outcome by whoever asked alone', async () => {
		const playlist = await asked({ question: 'What shall we try?' });
		const track = await answer(mei, playlist);
		await expect(markAnswer(kofi, { playlist, track })).rejects.toThrow('not yours');
		await expect(concludeCall(kofi, { playlist, words: 'Mine' })).rejects.toThrow('not yours');
		await expect(closeCall(kofi, { playlist })).rejects.toThrow('not yours');
		await markAnswer(darcy, { playlist, track });
		expect((await call(kofi, playlist)).marked).toEqual([track]);
		await unmarkAnswer(darcy, { playlist, track });
		expect((await call(kofi, playlist)).marked).toEqual([]);
		await concludeCall(darcy, { playlist, words: 'We try it' });
		await concludeCall(darcy, { playlist, words: 'We try it on Monday' });
		await runDue();
		expect((await call(kofi, playlist)).outcome).toMatchObject({ words: 'We try it on Monday' });
		expect(await told(mei)).toContain('concluded: What shall we try?');
	});
});

describe('answers that wait for one’s own', () => {
	const shut = { question: 'Guess how long it takes', answers: 'after own' } as const;

	/** Everything in which somebody could come upon an answer. */
	async function sightings(who: Actor, playlist: string, track: string): Promise<string[]> {
		const { path } = await createFeed(who, { label: 'all' });
		const token = path.split('/')[2]!;
		const feed = await feedBy(token, 'test');
		const { tracks, about } = await readFeed(feed);
		const words = { title: 'New', about, language: 'en', link: 'http://x', base: 'http://x/f' };
		const rss = parseFeed(rssOf({ ...words, tracks, readings: [], ordered: false }))!;
		const { take } = (await getTrack(darcy, { track }).catch(() => null)) ?? { take: null };
		const file = takes.get(track)!;
		const can = async (name: string, work: Promise<unknown>) =>
			(await work.then(
				(found) => found !== false,
				() => false
			))
				? [name]
				: [];
		expect(take === null || take.id === file).toBe(true);
		return [
			...((await heard(who, playlist)).includes(track) ? ['list'] : []),
			...((await listUnheard(who, {})).items.some(({ id }) => id === track) ? ['new'] : []),
			...(rss.items.length > 0 && JSON.stringify(rss).includes(file) ? ['feed'] : []),
			...((await find(who, { q: 'guess' })).items.some(({ id }) => id === track) ? ['search'] : []),
			...(JSON.stringify((await recent(who, { most: 50 })).items).includes(track)
				? ['recent']
				: []),
			...(await can('track', getTrack(who, { track }))),
			...(await can('file', getFile(who, { file }))),
			...(await can(
				'sound',
				soundIn(token, 'test', file).then((heard) => heard !== undefined)
			))
		];
	}
	const takes = new Map<string, string>();
	const everywhere = ['list', 'new', 'feed', 'search', 'recent', 'track', 'file', 'sound'];

	async function answerShut(who: Actor, playlist: string): Promise<string> {
		const track = await answer(who, playlist);
		takes.set(track, (await getTrack(who, { track })).take!.id);
		return track;
	}

	test('are in no list, feed, search or file before that, and everywhere after it', async () => {
		const playlist = await asked(shut);
		const track = await answerShut(mei, playlist);
		for (const who of [kofi, darcy]) {
			expect(await sightings(who, playlist, track)).toEqual([]);
			expect(await call(who, playlist)).toMatchObject({ count: 1, shut: 1 });
		}
		// To begin an answer is not to have answered.
		await answerCall(kofi, { playlist });
		expect(await sightings(kofi, playlist, track)).toEqual([]);
		await answerShut(kofi, playlist);
		expect(await sightings(kofi, playlist, track)).toEqual(everywhere);
		expect(await sightings(darcy, playlist, track)).toEqual([]);
	});

	test('are shut again for whoever takes their own back, and open for all once it is closed', async () => {
		const playlist = await asked({ ...shut, audience: 'everyone' });
		const track = await answerShut(mei, playlist);
		const own = await answerShut(kofi, playlist);
		await withdrawTrack(kofi, { track: own });
		expect(await heard(kofi, playlist)).toEqual([own]);
		expect(await sightings(siti, playlist, track)).toEqual([]);
		await closeCall(darcy, { playlist });
		await runDue();
		expect(await sightings(siti, playlist, track)).toEqual(everywhere);
		expect(await heard(kofi, playlist)).toContain(track);
	});

	test('stay shut when they are taken out of the list, and their voice puts them back', async () => {
		const playlist = await asked({ ...shut, audience: 'everyone' });
		const track = await answerShut(mei, playlist);
		await removeTrack(darcy, { playlist, track });
		expect(await sightings(siti, playlist, track)).toEqual([]);
		expect((await call(siti, playlist)).count).toBe(1);
		await expect(addTrack(kofi, { playlist, track })).rejects.toThrow();
		await addTrack(mei, { playlist, track });
		expect(await heard(mei, playlist)).toEqual([track]);
		expect(await sightings(siti, playlist, track)).toEqual([]);
	});

	test('are never recorded over what was said before', async () => {
		const before = await asked({ question: 'Earlier', audience: 'everyone' });
		const track = await answerShut(kofi, before);
		const playlist = await asked({ question: 'Later' });
		await addTrack(darcy, { playlist, track });
		expect((await answerCall(kofi, { playlist })).track).not.toBe(track);
	});

	test('nobody shuts what another said by asking about it', async () => {
		const open = await asked({ question: 'Said in the open', audience: 'everyone' });
		const track = await answerShut(mei, open);
		const playlist = await asked({ ...shut, audience: 'everyone' });
		await addTrack(darcy, { playlist, track });
		expect(await heard(siti, open)).toEqual([track]);
	});
});

test('people of other circles are proposed, the first of each, and nobody of one’s own, though all are in one circle besides', async () => {
	const make = (maker: Actor, name: string, members: Actor[]) =>
		createCircle(maker, { name, joining: 'open', members: members.map(({ id }) => id) });
	const [ama, ben, cleo] = [await person('Ama'), await person('Ben'), await person('Cleo')];
	await make(darcy, 'Night crew', [mei]);
	await make(ama, 'Finance', [ben]);
	await make(cleo, 'Design', []);
	const { items } = await listOthers(darcy, {});
	expect(
		items
			.slice(0, 2)
			.map(({ name }) => name)
			.toSorted()
	).toEqual(['Ama', 'Cleo']);
	expect(items.map(({ name }) => name)).toContain('Ben');
	expect(items.map(({ name }) => name)).not.toContain('Mei');
	expect(items.find(({ name }) => name === 'Cleo')!.circles).toEqual(['Design']);

	// A circle of nearly everybody makes nobody one's own.
	const all = (await listPeople(darcy, {})).items.map(({ id }) => id);
	await createCircle(darcy, { name: 'All of us', joining: 'open', members: all });
	expect((await listOthers(darcy, {})).items).toEqual(items);
});
