import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	acceptWords,
	dismissWords,
	listSuggestions,
	suggestWords
} from '#modules/audio/server/corrections.ts';
import { bringBackTake } from '#modules/audio/server/takes.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { getTrack, replaceTrack, withdrawTrack } from '#modules/audio/server/tracks.ts';
import { getTranscript, putTranscript } from '#modules/audio/server/transcripts.ts';
import { blockMentions, unblockMentions } from '#modules/notices/server/blocking.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { eraseMe } from '#modules/people/server/erasing.ts';
import { find } from '#modules/search/server/find.ts';
import { now, travelTo } from '#platform/server/clock.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { runDue } from '#platform/server/jobs.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { record } from './leaks/voices.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let [darcy, bea, kofi] = [] as unknown as [Actor, Actor, Actor];

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	[darcy, bea, kofi] = [await person('Darcy'), await person('Bea'), await person('Kofi')];
});
afterAll(() => close());

const text =
	'WEBVTT\n\n00:00.000 --> 00:00.200\nCount the lantern\n\n00:00.200 --> 00:00.400\nand go';
const first = { place: 0, was: 'Count the lantern' };
const better = { ...first, words: 'Count the lanterns' };

/** What Darcy says for some, with its words written down. */
async function said(title: string, audience = 'everyone'): Promise<string> {
	const track = await record(darcy, title, { audience });
	await putTranscript(darcy, { track, text });
	return track;
}
const cuesOf = async (track: string) =>
	(await getTranscript(darcy, { track })).transcript!.cues.map((cue) => cue.text);
const seen = async (who: Actor, track: string) =>
	(await listSuggestions(who, { track })).items.map(({ by, place, words }) => [
		...[by.name, place, words]
	]);
const told = async (who: Actor, verb: string) => {
	await runDue();
	return (await listNotices(who, {})).items
		.filter((notice) => notice.verb === verb)
		.map(({ actor, title, url }) => [actor?.name, title, url]);
};

test('whoever hears a track suggests better words for a part of it, which its voice and they alone see', async () => {
	const track = await said('Closing up');
	const own = await said('For the two of us', `people:${bea.id}`);
	await expect(suggestWords.ask(null, { track, ...better })).rejects.toThrow('Sign in');
	await expect(suggestWords(kofi, { track: own, ...better })).rejects.toThrow('no such track');
	await expect(listSuggestions(kofi, { track: own })).rejects.toThrow('no such track');
	await expect(suggestWords(darcy, { track, ...better })).rejects.toThrow('yours');
	await expect(suggestWords(bea, { track, ...better, words: ' ' })).rejects.toThrow('Write');
	await expect(suggestWords(bea, { track, ...better, words: first.was })).rejects.toThrow('wrong');
	await expect(suggestWords(bea, { track, ...better, place: 1 })).rejects.toThrow('changed since');
	await expect(suggestWords(bea, { track, ...better, place: 9 })).rejects.toThrow('changed since');
	await expect(suggestWords(bea, { track, ...better, words: 'x'.repeat(10_001) })).rejects.toThrow(
		'at most'
	);
	expect((await getTranscript(bea, { track })).may.suggest).toBe(true);
	expect((await getTranscript(darcy, { track })).may.suggest).toBe(false);

	await suggestWords(bea, { track, ...better, words: 'Count them' });
	await suggestWords(bea, { track, ...better });
	await suggestWords(kofi, { track, place: 1, was: 'and go', words: 'and\r\n\r\ngo home' });
	expect(await seen(bea, track)).toEqual([['Bea', 0, 'Count the lanterns']]);
	expect(await seen(kofi, track)).toEqual([['Kofi', 1, 'and\ngo home']]);
	expect(await seen(darcy, track)).toHaveLength(2);
	expect(await cuesOf(track)).toEqual(['Count the lantern', 'and go']);
});

test('its voice uses what is suggested: it stands in the words and is found, and its author learns of that', async () => {
	const track = await said('Locking up');
	const { id } = await suggestWords(bea, { track, ...better });
	const of = { track, correction: id };
	await expect(acceptWords(bea, of)).rejects.toThrow('not yours');
	await expect(acceptWords(kofi, of)).rejects.toThrow('not yours');
	await expect(acceptWords(darcy, { ...of, correction: newId() })).rejects.toThrow('no such');
	const other = await said('Another');
	await expect(acceptWords(darcy, { ...of, track: other })).rejects.toThrow('no such suggestion');
	expect(await told(darcy, 'suggested words')).toContainEqual([
		...['Bea', 'Locking up', `/tracks/${track}/words`]
	]);
	const { take } = await getTrack(darcy, { track });
	await as(darcy.id, (tx) =>
		tx
			.insertInto('machine_transcript')
			.values({ take_id: take!.id, at: now().toString() })
			.execute()
	);
	await acceptWords(darcy, of);
	expect(await cuesOf(track)).toEqual(['Count the lanterns', 'and go']);
	const { transcript } = await getTranscript(bea, { track });
	expect(transcript).toMatchObject({ byMachine: false });
	expect(transcript!.cues[0]).toMatchObject({ from: 0, to: 0.2 });
	expect((await find(kofi, { q: 'lanterns' })).items.map(({ title }) => title)).toContain(
		'Locking up'
	);
	expect(await seen(darcy, track)).toEqual([]);
	expect(await told(bea, 'used words')).toEqual([['Darcy', 'Locking up', `/tracks/${track}`]]);
	expect(await told(kofi, 'used words')).toEqual([]);
});

test('words that were changed since are not written over, and what came before them does not matter', async () => {
	const track = await said('Changing');
	const { id } = await suggestWords(bea, { track, ...better });
	const more = text.replace('WEBVTT', 'WEBVTT\n\n00:00.000 --> 00:00.100\nFirst');
	await putTranscript(darcy, { track, text: more });
	expect(await seen(darcy, track)).toEqual([['Bea', 1, 'Count the lanterns']]);
	await putTranscript(darcy, { track, text: more.replace('lantern', 'candles') });
	expect(await seen(darcy, track)).toEqual([['Bea', null, 'Count the lanterns']]);
	const of = { track, correction: id };
	await expect(acceptWords(darcy, of)).rejects.toThrow('The words were changed since');
	await putTranscript(darcy, { track, text: more });
	await acceptWords(darcy, of);
	expect(await cuesOf(track)).toEqual(['First', 'Count the lanterns', 'and go']);
});

test('its author takes it back, or its voice leaves it, of which nobody is told', async () => {
	const track = await said('Leaving');
	const { id } = await suggestWords(bea, { track, ...better });
	const of = { track, correction: id };
	await expect(dismissWords(kofi, of)).rejects.toThrow('no such suggestion');
	await expect(dismissWords.ask(null, of)).rejects.toThrow('Sign in');
	await dismissWords(bea, of);
	expect(await seen(darcy, track)).toEqual([]);
	const again = await suggestWords(bea, { track, ...better });
	await runDue();
	const { items: before } = await listNotices(bea, {});
	await dismissWords(darcy, { track, correction: again.id });
	await runDue();
	expect((await listNotices(bea, {})).items).toEqual(before);
	expect(await seen(bea, track)).toEqual([]);
});

test('nothing is suggested for what is withdrawn, not written down, or of a take that is not heard any more', async () => {
	const track = await said('Gone');
	const bare = await record(darcy, 'Bare', { audience: 'everyone' });
	await expect(suggestWords(bea, { track: bare, ...better })).rejects.toThrow('Nothing of it');
	const { id } = await suggestWords(bea, { track, ...better });
	const sound = await tone(0.4);
	const { recording } = await replaceTrack(darcy, { track, bytes: sound.length });
	await sendAll(recording, sound);
	await putTranscript(darcy, { track, text });
	expect(await seen(darcy, track)).toEqual([]);
	const of = { track, correction: id };
	await expect(acceptWords(darcy, of)).rejects.toThrow('no such suggestion');
	const { id: fresh } = await suggestWords(bea, { track, ...better });
	await withdrawTrack(darcy, { track });
	await expect(suggestWords(bea, { track, ...better })).rejects.toThrow('no such track');
	await expect(listSuggestions(bea, { track })).rejects.toThrow('no such track');
	const gone = { track, correction: fresh };
	await expect(dismissWords(kofi, gone)).rejects.toThrow('no such suggestion');
	await dismissWords(bea, gone);
	await expect(dismissWords(bea, gone)).rejects.toThrow('no such suggestion');
});

test('what is suggested for a take goes away with it, by a new one as well as by an earlier one that is brought back', async () => {
	const track = await said('Anew');
	const { take } = await getTrack(darcy, { track });
	const left = () =>
		asSystem('at the machine', (tx) =>
			tx
				.selectFrom('transcript_correction as correction')
				.innerJoin('take', 'take.id', 'correction.take_id')
				.select('correction.id')
				.where('take.track_id', '=', track)
				.execute()
		);
	await suggestWords(bea, { track, ...better });
	const sound = await tone(0.4);
	const { recording } = await replaceTrack(darcy, { track, bytes: sound.length });
	expect(await left()).toHaveLength(1);
	await sendAll(recording, sound);
	expect(await left()).toEqual([]);
	await putTranscript(darcy, { track, text });
	await suggestWords(bea, { track, ...better });
	await bringBackTake(darcy, { track, take: take!.id });
	expect(await left()).toEqual([]);
	expect(await cuesOf(track)).toEqual(['Count the lantern', 'and go']);
});

test('the policies let nobody suggest in another’s name, for what they do not hear, or for their own track', async () => {
	const track = await said('Guarded', `people:${bea.id}`);
	const { take } = await getTrack(darcy, { track });
	const row = (by: Actor) => ({
		...{ id: newId(), take_id: take!.id, by_id: by.id, place: 0 },
		...{ was: first.was, words: 'Mine', at: now().toString() }
	});
	const write = (who: Actor, by: Actor) =>
		as(who.id, (tx) => tx.insertInto('transcript_correction').values(row(by)).execute());
	await expect(write(kofi, kofi)).rejects.toThrow('row-level security');
	await expect(write(bea, kofi)).rejects.toThrow('row-level security');
	await expect(write(darcy, darcy)).rejects.toThrow('row-level security');
	await write(bea, bea);
	const left = (who: Actor) =>
		as(who.id, (tx) =>
			tx
				.deleteFrom('transcript_correction')
				.where('take_id', '=', take!.id)
				.returning('id')
				.execute()
		);
	expect(await left(kofi)).toEqual([]);
	expect(await left(bea)).toHaveLength(1);
});

test('Darcy is told once on each day of his, whoever suggests, and not of somebody he does not want to hear', async () => {
	const track = await said('Told');
	const of = async () => {
		const rows = await told(darcy, 'suggested words');
		return rows.filter(([, title]) => title === 'Told').map(([name]) => name);
	};
	await blockMentions(darcy, { person: kofi.id });
	await suggestWords(kofi, { track, ...better });
	expect(await of()).toEqual([]);
	await suggestWords(bea, { track, ...better });
	await suggestWords(bea, { track, place: 1, was: 'and go', words: 'and home' });
	expect(await of()).toEqual(['Bea']);
	await unblockMentions(darcy, { person: kofi.id });
	travelTo(now().add({ hours: 24 }));
	await suggestWords(kofi, { track, place: 1, was: 'and go', words: 'and away' });
	expect(await of()).toEqual(['Kofi', 'Bea']);
});

test('somebody suggests sixty times an hour at most, and nothing of it stays once they are erased', async () => {
	const track = await said('Often');
	const liam = await person('Liam');
	switchLimits('on');
	for (let time = 0; time < 60; time += 1)
		await suggestWords(liam, { track, ...better, words: `Lanterns ${time}` });
	await expect(suggestWords(liam, { track, ...better })).rejects.toThrow('Too many');
	switchLimits('off');
	const wishes = { submissions: 'stay', comments: 'stay', pages: 'stay' } as const;
	await eraseMe(liam, { name: 'Liam', ...wishes });
	expect(await seen(darcy, track)).toEqual([]);
	const { id } = await suggestWords(bea, { track, ...better });
	await eraseMe(darcy, { name: 'Darcy', ...wishes });
	const rows = await asSystem('at the machine', (tx) =>
		tx.selectFrom('transcript_correction').select('id').where('id', '=', id).execute()
	);
	expect(rows).toEqual([]);
});
