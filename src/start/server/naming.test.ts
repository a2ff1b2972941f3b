import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePlaylist, createPlaylist, getPlaylist } from '#modules/audio/server/playlists.ts';
import { getTrack, widenTrack } from '#modules/audio/server/tracks.ts';
import { hearersOfTrack } from '#modules/audio/server/hearers.ts';
import { sentenceOf } from '#modules/notices/sentences.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { changeMe } from '#modules/people/server/me.ts';
import { addMembers } from '#modules/people/server/joining.ts';
import { peopleNamed } from '#modules/people/server/named.ts';
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
	await expect(widenTrack(darcy, { track, audience: `people:${liam.id}` })).rejects.toThrow(
		'everybody in it who may see it now'
	);
	await widenTrack(darcy, { track, people: [liam.id] });
	expect(await told(liam)).toEqual(['Darcy lets you hear “On the night shift”']);
	expect(await hears(kofi, track)).toBe(false);
	await addMembers(darcy, { circle, members: [kofi.id] });
	expect(await hears(kofi, track)).toBe(true);
	const { people } = await hearersOfTrack(darcy, { track });
	expect(people.map(({ name }) => name)).toEqual(['Kofi', 'Mei', 'Okoro, Liam']);
	await widenTrack(darcy, { track, people: [liam.id] });
	await widenTrack(darcy, { track });
	expect((await told(liam)).length).toBe(1);
	await expect(widenTrack(mei, { track, people: [mei.id] })).rejects.toThrow('not yours');
	const nobody = '0199f000-0000-7000-8000-000000000000';
	await expect(widenTrack(darcy, { track, people: [nobody] })).rejects.toThrow('not here');
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

test('people are named with commas between, those with a comma in their name among them', async () => {
	const named = (text: string) => peopleNamed(darcy, 'names', text);
	expect(await named('mei, Okoro, Liam,  Kofi, Mei')).toEqual([mei.id, liam.id, kofi.id]);
	await expect(named('Mei, Nobody')).rejects.toThrow('Nobody here is called Nobody');
	await expect(named(' , ')).rejects.toThrow('Write whom you mean');
	await changeMe(await person('Ama', { zone: 'Africa/Accra' }), { name: 'Kofi' });
	await expect(named('Kofi')).rejects.toThrow('Several people are called Kofi');
	expect((await named('Kofi · Africa/Accra')).length).toBe(1);
});
