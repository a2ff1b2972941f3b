import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	changePlaylist,
	createPlaylist,
	getPlaylist,
	listPlaylists
} from '#modules/audio/server/playlists.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { getTrack, replaceTrack, widenTrack } from '#modules/audio/server/tracks.ts';
import { hearersOfTrack } from '#modules/audio/server/hearers.ts';
import { sentenceOf } from '#modules/notices/sentences.ts';
import { blockMentions, unblockMentions } from '#modules/notices/server/blocking.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { changeMe } from '#modules/people/server/me.ts';
import { addMembers } from '#modules/people/server/joining.ts';
import { comeBack, depart } from '#modules/people/server/departing.ts';
import { peopleNamed } from '#modules/people/server/named.ts';
import { newId } from '#platform/server/ids.ts';
import { runDue } from '#platform/server/jobs.ts';
import type { Actor } from '#platform/server/door.ts';
import { record } from './leaks/voices.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let [darcy, mei, kofi, liam] = [] as unknown as [Actor, Actor, Actor, Actor];

beforeAll(async () => {
	close = await openTestPlace();
	[darcy, mei] = [await person('Darcy'), await person('Mei')];
	[kofi, liam] = [await person('Kofi'), await person('Okoro, Liam')];
});
afterAll(() => close());

async function told(who: Actor): Promise<string[]> {
	await runDue();
	return (await listNotices(who, {})).items.map(sentenceOf);
}
const hears = (who: Actor, track: string) =>
	getTrack(who, { track }).then(
		() => true,
		() => false
	);

test('what Darcy says to some people is heard by these alone, and they are told', async () => {
	const track = await record(darcy, 'For two of you', { audience: `people:${mei.id},${kofi.id}` });
	expect(await Promise.all([mei, kofi, liam].map((who) => hears(who, track)))).toEqual([
		true,
		true,
		false
	]);
	expect(await told(mei)).toEqual(['Darcy shared “For two of you”']);
	expect(await told(liam)).toEqual([]);
	expect(await told(darcy)).toEqual([]);
});

test('a circle hears it, and then Liam beside the circle; whoever joins that later hears it, too', async () => {
	const { id: circle } = await createCircle(darcy, {
		...{ name: 'Night crew', joining: 'closed', members: [mei.id] }
	});
	const track = await record(darcy, 'On the night shift', { audience: `circle:${circle}` });
	await expect(
		widenTrack(darcy, { track, audience: `people:${liam.id}`, heardAgain: true })
	).rejects.toThrow('everybody in it who may see it now');
	await widenTrack(darcy, { track, people: [liam.id], heardAgain: true });
	expect(await told(liam)).toEqual(['Darcy lets you hear “On the night shift”']);
	expect(await hears(kofi, track)).toBe(false);
	await addMembers(darcy, { circle, members: [kofi.id] });
	expect(await hears(kofi, track)).toBe(true);
	const { people } = await hearersOfTrack(darcy, { track });
	expect(people.map(({ name }) => name)).toEqual(['Kofi', 'Mei', 'Okoro, Liam']);
	await widenTrack(darcy, { track, people: [liam.id], heardAgain: true });
	await widenTrack(darcy, { track, heardAgain: true });
	expect((await told(liam)).length).toBe(1);
	await expect(widenTrack(mei, { track, people: [mei.id], heardAgain: true })).rejects.toThrow(
		'not yours'
	);
	const nobody = '0199f000-0000-7000-8000-000000000000';
	await expect(widenTrack(darcy, { track, people: [nobody], heardAgain: true })).rejects.toThrow(
		'not here'
	);
});

test('a playlist for some people is told to them as it begins, and to whoever is let in later', async () => {
	const { id: playlist } = await createPlaylist(darcy, {
		...{ title: 'Knots', audience: `people:${kofi.id}` }
	});
	expect(await told(kofi)).toContain('Darcy began “Knots”, and you are in it');
	await record(darcy, 'In the list', { audience: `people:${kofi.id}`, playlist });
	expect((await told(kofi)).join(), 'it stands in what he was told of').not.toContain(
		'In the list'
	);
	await expect(getPlaylist(mei, { playlist })).rejects.toThrow('no such playlist');
	await changePlaylist(darcy, { playlist, people: [mei.id] });
	expect(await told(mei)).toContain('Darcy lets you hear “Knots”');
	expect((await getPlaylist(mei, { playlist })).title).toBe('Knots');
});

test('what stands in a list of Darcy’s alone is told to whom he names, once it can be heard', async () => {
	const { id: playlist, tracks } = await outlined('Drafts', ['A first try']);
	const track = tracks[0]!;
	await widenTrack(darcy, { track, people: [mei.id], heardAgain: true });
	const titles = (await told(mei)).length;
	const bytes = await tone(0.4);
	const { recording } = await replaceTrack(darcy, { track, bytes: bytes.length });
	await sendAll(recording, bytes);
	expect((await told(mei)).length, 'nothing was to be heard before').toBe(titles + 1);
	expect(await told(mei)).toContain('Darcy shared “A first try”');
	expect((await getPlaylist(darcy, { playlist })).tracks.length).toBe(1);
	const { id: open } = await createPlaylist(darcy, { title: 'Open', audience: 'everyone' });
	await record(darcy, 'For one of all', { audience: `people:${mei.id}`, playlist: open });
	expect(await told(mei)).toContain('Darcy shared “For one of all”');
	await blockMentions(kofi, { person: darcy.id });
	const before = await told(kofi);
	await widenTrack(darcy, { track, people: [kofi.id], heardAgain: true });
	expect(await hears(kofi, track)).toBe(true);
	expect(await told(kofi), 'who does not want to be addressed is not').toEqual(before);
	await unblockMentions(kofi, { person: darcy.id });
});

test('who was named beside a circle and is away hears it when they come back, whoever was let in meanwhile', async () => {
	const siti = await person('Siti', { steward: true });
	const { id: circle } = await createCircle(darcy, {
		...{ name: 'Quay', joining: 'closed', members: [] }
	});
	const track = await record(darcy, 'At the quay', { audience: `circle:${circle}` });
	await widenTrack(darcy, { track, people: [kofi.id], heardAgain: true });
	await depart(siti, { person: kofi.id });
	await widenTrack(darcy, { track, people: [mei.id], heardAgain: true });
	await comeBack(siti, { person: kofi.id });
	expect(await Promise.all([mei, kofi, liam].map((who) => hears(who, track)))).toEqual([
		true,
		true,
		false
	]);
});

test('a playlist begins with all that it is to hold, or not at all', async () => {
	const lists = async () => (await listPlaylists(darcy, { q: 'Whole or not' })).items.length;
	const begin = (more: object) =>
		createPlaylist(darcy, { title: 'Whole or not', audience: 'me', ...more });
	await expect(begin({ tracks: [newId()] })).rejects.toThrow('no such track');
	await expect(begin({ titles: ['x'.repeat(201)] })).rejects.toThrow();
	await expect(begin({ titles: Array(51).fill('One too many') })).rejects.toThrow('fifty');
	expect(await lists()).toBe(0);
	const track = await record(mei, 'Of Mei', { audience: 'everyone' });
	const { id: playlist } = await begin({ tracks: [track], titles: ['Then I'] });
	const { tracks } = await getPlaylist(darcy, { playlist });
	expect(tracks.map(({ title }) => title)).toEqual(['Of Mei', 'Then I']);
});

async function outlined(title: string, titles: string[]) {
	const { id } = await createPlaylist(darcy, { title, audience: 'me', titles });
	const { tracks } = await getPlaylist(darcy, { playlist: id });
	return { id, tracks: tracks.map((track) => track.id) };
}

test('people are named with commas between, those with a comma in their name among them', async () => {
	const named = (text: string) => peopleNamed(darcy, 'names', text);
	expect(await named('mei, Okoro, Liam,  Kofi, Mei')).toEqual([mei.id, liam.id, kofi.id]);
	await expect(named('Mei, Nobody')).rejects.toThrow('Nobody here is called Nobody');
	const okoro = await person('Okoro');
	expect(await named('Okoro, Liam'), 'there is no other Liam').toEqual([liam.id]);
	expect(await named('Okoro, Mei')).toEqual([okoro.id, mei.id]);
	await person('Liam');
	await expect(named('Okoro, Liam')).rejects.toThrow('may be one person or two');
	await expect(named(Array(101).fill('Mei').join())).rejects.toThrow('at most 100');
	const { id: ilker } = await person('İlker');
	expect(await named('İlker')).toEqual([ilker]);
	await expect(named(' , ')).rejects.toThrow('Write whom you mean');
	await changeMe(await person('Ama', { zone: 'Africa/Accra' }), { name: 'Kofi' });
	await expect(named('Kofi')).rejects.toThrow('Several people are called Kofi');
	expect((await named('Kofi · Africa/Accra')).length).toBe(1);
});
