import { expect, test } from 'vitest';
import { listFeeds } from '#modules/audio/server/feeds.ts';
import { listUnheard } from '#modules/audio/server/listening.ts';
import { getPlaylist, listPlaylists } from '#modules/audio/server/playlists.ts';
import { getSpoken } from '#modules/audio/server/spoken.ts';
import { getTrack } from '#modules/audio/server/tracks.ts';
import { getTranscript } from '#modules/audio/server/transcripts.ts';
import { listComments } from '#modules/discussion/server/comments.ts';
import { getFile } from '#modules/documents/server/files.ts';
import { slidesOf } from '#modules/documents/slides.ts';
import { myAsks } from '#modules/notices/server/asks.ts';
import { listSeries } from '#modules/series/server/reading.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import type { Actor } from '#platform/server/door.ts';
import { byMachine, readAloud, spoken } from './story/spoken.ts';

/** What Liam asks everybody, and is open. */
export const openQuestion = 'What would you have liked to hear in your first week';

/** A playlist of the demo by the beginning of its title, as somebody sees it. */
export async function playlistOf(who: Actor, title: string) {
	const { items } = await listPlaylists(who, {});
	const found = items.find((one) => one.title.startsWith(title))!;
	return getPlaylist(who, { playlist: found.id });
}

/** Tests that the demo can be listened to, on the demo that others tell; `named` finds its people. */
export function canBeListenedTo(named: (name: string) => Actor): void {
	const trainingsOf = async (who: Actor) => {
		const { items } = await listSeries(who, {});
		return items.find(({ parts }) => parts.length === 4)!.parts.map(({ training }) => training);
	};

	test('has Ruth’s five tracks, which Wren hears in order, as long as they say, with their words', async () => {
		const wren = named('Wren');
		const { tracks, tags, about, owner } = await playlistOf(wren, 'How to lead a job interview');
		expect([owner.name, tags[0]]).toEqual(['Ruth Feldman', 'hiring']);
		expect(about).toContain(byMachine);
		expect(tracks.map(({ title }) => title)).toEqual([
			'Begin with the clock',
			'Ask for a day, not for an opinion',
			'Count to seven',
			'Let them work, for ten minutes',
			'Tell them on the day you said'
		]);
		for (const { id, title, take } of tracks) {
			const file = await getFile(wren, { file: take!.id });
			expect(file, title).toMatchObject({ type: 'audio/mpeg', bytes: take!.bytes });
			const { transcript } = await getTranscript(wren, { track: id });
			const { to } = transcript!.cues.at(-1)!;
			expect(take!.seconds - to!, title).toBeLessThan(1);
			expect(take!.seconds, title).toBeGreaterThan(to!);
		}
	});

	test('has what Wren and Marcus said at a second of it, and keeps where Agnes is in it', async () => {
		const { tracks } = await playlistOf(named('Agnes'), 'How to lead a job interview');
		expect(tracks.map(({ mine }) => mine?.heard)).toEqual([true, false, ...Array(3)]);
		expect(tracks[1]!.mine!.seconds).toBeGreaterThan(5);
		const seven = { kind: 'track', id: tracks[2]!.id };
		const { items } = await listComments(named('Agnes'), seven);
		const said = items.map(({ author, block }) => [author?.name, block]);
		expect(said).toContainEqual(['Wren Abbott', expect.stringMatching(/^1-\d+$/)]);
		expect(said).toContainEqual(['Marcus Bell', expect.stringMatching(/^1-\d+$/)]);
	});

	test('asked a question that is over: four answered in four zones, Ploy heard them, two are marked, and Darcy said what came of it', async () => {
		const { call, tracks, about } = await playlistOf(named('Ploy'), 'How do you end a phone call');
		expect(about).toContain(byMachine);
		expect(call).toMatchObject({ count: 4, closed: expect.stringContaining('T'), late: [] });
		expect(call!.outcome!.words).toContain('Tahlia’s third kind');
		const voices = tracks.map(({ voice }) => voice.name);
		expect(voices).toEqual(['Marcus Bell', 'Kofi Mensah', 'Tahlia Reid', 'Farah Siddiqui']);
		expect(new Set(voices.map((name) => named(name).zone)).size).toBe(4);
		const marked = tracks.filter(({ id }) => call!.marked.includes(id));
		expect(marked.map(({ voice }) => voice.name)).toEqual(['Tahlia Reid', 'Farah Siddiqui']);
		expect(tracks.every(({ take, mine }) => take!.seconds > 10 && mine!.heard)).toBe(true);
	});

	test('asks its steward and others a question aloud now, which Wren and Ploy answered', async () => {
		const asked = async (name: string) =>
			(await myAsks(named(name), {})).items.filter(({ title }) => title.startsWith(openQuestion));
		for (const name of ['Agnes', 'Mateusz', 'Dana'])
			expect(await asked(name), name).toMatchObject([{ kind: 'playlist', minutes: 2 }]);
		for (const name of ['Wren', 'Colleen']) expect(await asked(name), name).toEqual([]);
		const { call, tracks } = await playlistOf(named('Agnes'), openQuestion);
		expect(call).toMatchObject({ closed: null, count: 2, mine: { invited: true } });
		expect(tracks.map(({ voice }) => voice.name)).toEqual(['Wren Abbott', 'Ploy Wattana']);
		expect(call!.meeting!.place).toContain('pyjamas');
	});

	test('has a training that Kofi reads aloud on three slides; one block was changed since', async () => {
		const [inbox = ''] = await trainingsOf(named('Abena'));
		const { title, blocks } = await getSpoken(named('Abena'), { document: inbox });
		const read = blocks.filter(({ track }) => track);
		expect(read.map(({ track }) => track!.voice.name)).toEqual(Array(6).fill('Kofi Mensah'));
		expect(read.every(({ track }) => track!.take!.seconds > 10)).toBe(true);
		const stale = read.filter((block) => block.stale);
		expect(stale.map(({ words }) => words.slice(0, 34))).toEqual([
			'I open the inbox three times a day'
		]);
		const said = readAloud.map(({ key }) => spoken[key]!.lines.join(' '));
		for (const { words } of read.filter((block) => !block.stale))
			expect(said).toContain(words.replace(/\s+/g, ' ').trim());
		const driven = slidesOf(title, blocks, 'en').filter((slide) =>
			read.some(({ id }) => slide.blocks.includes(id))
		);
		expect(driven.map((slide) => slide.title)).toEqual([
			'A calm inbox',
			'Doors, not windows',
			'The ledger of two minutes'
		]);
	});

	test('lets Joy hear Yaw in the comment in which he says it', async () => {
		const [, asleep = ''] = await trainingsOf(named('Joy'));
		const { items } = await listSubmissions(named('Joy'), { training: asleep });
		const { id } = items.find(({ author }) => author.name === 'Yaw Darko')!;
		const { items: said } = await listComments(named('Joy'), { kind: 'submission', id });
		const track = /\/tracks\/([0-9a-f-]{36})/.exec(said.map(({ html }) => html).join(''))![1]!;
		const heard = await getTrack(named('Joy'), { track });
		expect(heard).toMatchObject({ title: 'Nothing burns', take: { type: 'audio/mpeg' } });
	});

	test('lets nobody outside the night shift hear what Nora says to it', async () => {
		const [kalani, mateusz] = [named('Kalani'), named('Mateusz')];
		const { id: playlist, tracks } = await playlistOf(kalani, 'Ten past three');
		const [{ id: track, take }] = tracks as [(typeof tracks)[number]];
		expect(await getFile(kalani, { file: take!.id })).toMatchObject({ type: 'audio/mpeg' });
		for (const outside of [mateusz, named('Agnes')]) {
			await expect(getPlaylist(outside, { playlist })).rejects.toThrow('no such playlist');
			await expect(getTrack(outside, { track })).rejects.toThrow('no such track');
			await expect(getTranscript(outside, { track })).rejects.toThrow('no such track');
			await expect(getFile(outside, { file: take!.id })).rejects.toThrow('no such file');
			const { items } = await listUnheard(outside, {});
			expect(items.map(({ title }) => title)).not.toContain('If you listen to this alone');
		}
	});

	test('has a private feed of Agnes’s, and none of Colleen’s', async () => {
		expect((await listFeeds(named('Agnes'), {})).items).toHaveLength(1);
		expect((await listFeeds(named('Colleen'), {})).items).toEqual([]);
	});
}
