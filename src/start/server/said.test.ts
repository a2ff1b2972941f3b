import { afterAll, beforeAll, expect, test } from 'vitest';
import { listUnheard } from '#modules/audio/server/listening.ts';
import { hearersAbout } from '#modules/audio/server/hearers.ts';
import { sayIntoDraft, soundLine } from '#modules/audio/server/said.ts';
import { letHear, listNarrow } from '#modules/audio/server/said-narrowly.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { createTrack, getTrack, widenTrack } from '#modules/audio/server/tracks.ts';
import {
	editComment,
	postComment,
	restoreComment,
	withdrawComment
} from '#modules/discussion/server/comments.ts';
import { listComments } from '#modules/discussion/server/reading.ts';
import { widenPage, handOverPage } from '#modules/library/server/owning.ts';
import { getPage } from '#modules/library/server/pages.ts';
import {
	createPage,
	editPage,
	getPageDraft,
	withdrawPage
} from '#modules/library/server/writing.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { depart } from '#modules/people/server/departing.ts';
import { find } from '#modules/search/server/find.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import {
	getTrainingDraft,
	publishSeries,
	publishTraining,
	saveTraining
} from '#modules/series/server/publishing.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import {
	addSubmission,
	widenSubmission,
	withdrawSubmission
} from '#modules/series/server/submissions.ts';
import { addTrainer } from '#modules/series/server/team.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let kofi: Actor;
let yaw: Actor;
let training: string;
let series: string;

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	[darcy, mei] = [await person('Darcy'), await person('Mei')];
	[kofi, yaw] = [await person('Kofi'), await person('Yaw')];
	const { id, parts } = await createSeries(darcy, {
		title: 'Calm days',
		audience: `people:${mei.id},${kofi.id}`,
		expectation: { level: 'offered' },
		parts: [
			{ title: 'One', opens: '2027-01-18', closes: '2027-01-31', markdown: 'Count the lanterns.' }
		]
	});
	[series, training] = [id, parts[0]!.training];
	await publishSeries(darcy, { series });
});
afterAll(() => close());

/** Something that is said for a text or a comment, all of which is here. */
async function say(voice: Actor, title: string): Promise<string> {
	const sound = await tone(0.3);
	const { track, recording } = await createTrack(voice, { title, said: true, bytes: sound.length });
	await sendAll(recording, sound);
	return track;
}

const lineOf = (track: string, title: string) => soundLine({ id: track, title });
const hears = (who: Actor, track: string) =>
	getTrack(who, { track }).then(
		({ take }) => take !== null,
		() => false
	);

test('what works for somebody can be said instead of written, and is heard by those who read it', async () => {
	const { hearers } = await hearersAbout(mei, { kind: 'training', id: training });
	expect(hearers.people.map(({ name }) => name)).toEqual(['Darcy', 'Kofi']);
	await expect(hearersAbout(yaw, { kind: 'training', id: training })).rejects.toThrow('nothing');

	const track = await say(mei, 'Three breaths');
	expect([await hears(mei, track), await hears(darcy, track)]).toEqual([true, false]);
	expect((await getTrack(mei, { track })).said).toEqual({ place: null, narrow: [] });

	const { id } = await addSubmission(mei, { training, markdown: lineOf(track, 'Three breaths') });
	expect([await hears(darcy, track), await hears(kofi, track)]).toEqual([true, true]);
	expect(await hears(yaw, track)).toBe(false);
	const { items } = await listSubmissions(kofi, { training });
	expect(items[0]!.html).toContain(`class="sound"><a href="/tracks/${track}">Three breaths</a>`);
	const { said } = await getTrack(kofi, { track });
	expect(said?.place?.url).toBe(`/trainings/${training}#s-${id}`);
	expect((await listUnheard(kofi, {})).items.map((each) => each.id)).toContain(track);
	expect((await find(kofi, { q: 'breaths' })).items.map((each) => each.kind)).toContain('track');

	await withdrawSubmission(mei, { submission: id });
	expect([await hears(kofi, track), await hears(mei, track)]).toEqual([false, true]);
});

test('an answer can be said; who takes it back takes back the voice', async () => {
	const track = await say(kofi, 'On breathing');
	const about = { kind: 'training', id: training };
	const { id } = await postComment(kofi, { about, markdown: lineOf(track, 'On breathing') });
	expect([await hears(mei, track), await hears(yaw, track)]).toEqual([true, false]);
	const { items } = await listComments(mei, { kind: 'training', id: training });
	expect(items.find((each) => each.id === id)!.html).toContain('<p class="sound">');

	await withdrawComment(kofi, { comment: id });
	expect(await hears(mei, track)).toBe(false);
	await restoreComment(kofi, { comment: id });
	expect(await hears(mei, track)).toBe(true);

	await editComment(kofi, { comment: id, markdown: 'Written after all' });
	expect([await hears(mei, track), await hears(kofi, track)]).toEqual([false, true]);
});

test('a part of a training can be said into its draft, and is heard once a version with it is out', async () => {
	await addTrainer(darcy, { training, person: mei.id });
	const track = await say(mei, 'How I count');
	await sayIntoDraft(mei, { document: training, track });
	const { markdown } = await getTrainingDraft(darcy, { training });
	expect(markdown).toBe(`Count the lanterns.\n\n${lineOf(track, 'How I count')}`);
	expect([await hears(darcy, track), await hears(kofi, track)]).toEqual([false, false]);

	await publishTraining(darcy, { training });
	expect([await hears(darcy, track), await hears(kofi, track)]).toEqual([true, true]);
	expect((await getTraining(kofi, { training })).html).toContain('class="sound"');

	await saveTraining(darcy, { training, markdown: 'Count the lanterns.' });
	expect(await hears(kofi, track)).toBe(true);
	await publishTraining(darcy, { training });
	expect(await hears(kofi, track)).toBe(false);
});

test('nobody opens what another said, by putting it into a text of their own', async () => {
	const track = await say(mei, 'Not ready');
	const line = lineOf(track, 'Not ready');
	await addSubmission(kofi, { training, markdown: line });
	await postComment(kofi, { about: { kind: 'training', id: training }, markdown: line });
	expect([await hears(kofi, track), await hears(darcy, track)]).toEqual([false, false]);
	await expect(sayIntoDraft(kofi, { document: training, track })).rejects.toThrow('no such track');
	const own = await say(kofi, 'Mine');
	await expect(sayIntoDraft(kofi, { document: training, track: own })).rejects.toThrow();
	await expect(sayIntoDraft(yaw, { document: training, track: own })).rejects.toThrow();
});

test('what is said in two texts is heard by the readers of either, and goes with what it is about', async () => {
	const track = await say(mei, 'Twice');
	const line = lineOf(track, 'Twice');
	const { id: narrow } = await addSubmission(mei, { training, markdown: line });
	const { page } = await createPage(mei, { title: 'Breathing', markdown: line });
	expect([await hears(kofi, track), await hears(yaw, track)]).toEqual([true, true]);
	await withdrawSubmission(mei, { submission: narrow });
	expect(await hears(kofi, track)).toBe(true);

	const answer = await say(kofi, 'About it');
	const about = { kind: 'page', id: page };
	await postComment(kofi, { about, markdown: lineOf(answer, 'About it') });
	expect(await hears(yaw, answer)).toBe(true);
	await withdrawPage(mei, { page });
	expect([await hears(yaw, track), await hears(yaw, answer)]).toEqual([false, false]);
});

test('what was said for one draft is not let out by way of another', async () => {
	const track = await say(mei, 'For this one');
	await sayIntoDraft(mei, { document: training, track });
	await sayIntoDraft(mei, { document: training, track });
	const line = lineOf(track, 'For this one');
	const { markdown } = await getTrainingDraft(darcy, { training });
	expect(markdown.split(line)).toHaveLength(2);
	const other = await createSeries(darcy, {
		...{ title: 'Loud days', audience: 'everyone', expectation: { level: 'offered' } },
		parts: [{ title: 'Two', opens: '2027-01-18', closes: '2027-01-31', markdown: line }]
	});
	await addTrainer(darcy, { training: other.parts[0]!.training, person: mei.id });
	await publishSeries(darcy, { series: other.id });
	expect([await hears(yaw, track), await hears(darcy, track)]).toEqual([false, false]);
	await publishTraining(darcy, { training });
	expect([await hears(yaw, track), await hears(kofi, track)]).toEqual([false, true]);
});

test('a track that was made for itself stays as it is heard, whatever links to it', async () => {
	const sound = await tone(0.3);
	const { track, recording } = await createTrack(mei, { title: 'Alone', bytes: sound.length });
	await sendAll(recording, sound);
	await postComment(mei, {
		about: { kind: 'training', id: training },
		markdown: lineOf(track, 'Alone')
	});
	expect(await hears(kofi, track)).toBe(false);
	await expect(sayIntoDraft(mei, { document: training, track })).rejects.toThrow('Record it');
	const said = await say(mei, 'Said');
	await expect(
		widenTrack(mei, { track: said, audience: 'everyone', heardAgain: true })
	).rejects.toThrow('reads');
});

test('whoever widens what they wrote is heard there by those who heard it before, until they heard it again and let the others', async () => {
	const track = await say(mei, 'For Darcy alone');
	const { id } = await addSubmission(mei, {
		...{ training, markdown: lineOf(track, 'For Darcy alone') },
		audience: `people:${darcy.id}`
	});
	await widenSubmission(mei, { submission: id });
	const read = (await listSubmissions(kofi, { training })).items.find((one) => one.id === id)!;
	expect(read.html).toContain('For Darcy alone');
	expect([await hears(darcy, track), await hears(kofi, track)]).toEqual([true, false]);
	expect((await find(kofi, { q: 'alone', kinds: 'track' })).items).toEqual([]);
	expect((await getTrack(mei, { track })).said!.narrow).toEqual([id]);
	expect((await getTrack(darcy, { track })).said!.narrow).toEqual([]);

	const narrow = await listNarrow(mei, { document: id });
	expect(narrow.items.map((one) => one.id)).toEqual([track]);
	expect((await listNarrow(darcy, { document: id })).items).toEqual([]);
	const here = { document: id, track };
	await expect(letHear(darcy, { ...here, heardAgain: true })).rejects.toThrow('not yours');
	await expect(letHear(yaw, { ...here, heardAgain: true })).rejects.toThrow('no such track');
	await expect(letHear(mei, { ...here, heardAgain: false })).rejects.toThrow('Hear it again');
	await expect(letHear(mei, { track, document: training, heardAgain: true })).rejects.toThrow(
		'hear it already'
	);
	await letHear(mei, { ...here, heardAgain: true });
	expect([await hears(kofi, track), await hears(yaw, track)]).toEqual([true, false]);
	expect((await find(kofi, { q: 'alone', kinds: 'track' })).items).toHaveLength(1);
	expect((await listNarrow(mei, { document: id })).items).toEqual([]);
	await expect(letHear(mei, { ...here, heardAgain: true })).rejects.toThrow('already');
});

test('a page that is somebody else’s by now is widened without the voice in it; its voice is asked, once, and nobody else opens it', async () => {
	const [track, other] = [await say(mei, 'Her way of counting'), await say(mei, 'And resting')];
	const markdown = `${lineOf(track, 'Her way')}\n\n${lineOf(other, 'And resting')}`;
	const audience = `people:${mei.id},${kofi.id}`;
	const { page } = await createPage(mei, { title: 'Counting', markdown, audience });
	await handOverPage(mei, { page, to: kofi.id });
	await widenPage(kofi, { page, audience: 'everyone' });
	expect((await getPage(yaw, { page })).html).toContain('Her way');
	expect([await hears(kofi, track), await hears(yaw, track)]).toEqual([true, false]);

	await runDue();
	const { items } = await listNotices(mei, {});
	const asked = items.filter(({ verb }) => verb === 'asked to let hear');
	expect(asked).toHaveLength(1);
	expect(['Her way of counting', 'And resting']).toContain(asked[0]!.title);
});

test('what is said in a training before its series opens is heard by those who take part once it does', async () => {
	const { id, parts } = await createSeries(darcy, {
		...{ title: 'Soon', audience: 'everyone', expectation: { level: 'offered' } },
		parts: [{ title: 'One', opens: '2027-01-18', closes: '2027-01-31', markdown: 'Count.' }]
	});
	const { training: soon } = parts[0]!;
	await addTrainer(darcy, { training: soon, person: mei.id });
	const track = await say(mei, 'What is to come');
	await sayIntoDraft(mei, { document: soon, track });
	await publishTraining(darcy, { training: soon });
	expect([await hears(darcy, track), await hears(yaw, track)]).toEqual([true, false]);
	await publishSeries(darcy, { series: id });
	expect(await hears(yaw, track)).toBe(true);
	expect((await getTrack(mei, { track })).said!.narrow).toEqual([]);
	expect((await find(yaw, { q: 'come', kinds: 'track' })).items).toHaveLength(1);
});

test('what somebody said for the draft of their page goes to nobody else by whoever takes the page over', async () => {
	const [siti, ada] = [await person('Siti', { steward: true }), await person('Ada')];
	const audience = `people:${ada.id},${kofi.id}`;
	const { page } = await createPage(ada, { title: 'Hers', markdown: 'For now.', audience });
	const track = await say(ada, 'Between us');
	await sayIntoDraft(ada, { document: page, track });
	const { markdown } = await getPageDraft(ada, { page });
	await depart(siti, { person: ada.id, to: kofi.id });
	await widenPage(kofi, { page, audience: 'everyone' });
	await editPage(kofi, { page, markdown });
	expect((await getPage(yaw, { page })).html).toContain('Between us');
	expect([await hears(kofi, track), await hears(yaw, track)]).toEqual([true, false]);
	expect((await find(yaw, { q: 'between', kinds: 'track' })).items).toEqual([]);
});
