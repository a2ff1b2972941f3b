import { sql } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import { now } from '#platform/server/clock.ts';
import { as, asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { chunksOf } from '#platform/server/storage/bytes.ts';
import type { Range } from '#platform/server/storage/folder.ts';
import { framesOf } from '#platform/server/storage/mp3.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { excerpt } from '#modules/documents/server/render.ts';
import { trainingsOf } from '#modules/series/server/rows.ts';
import { textOf } from '../cues.ts';
import { sinceNew } from './listening.ts';
import { spokenTexts, type Text } from './spoken-texts.ts';

/** A take within an episode, with where its sound begins in its file, and its shape: takes of one shape play as one. */
export type Part = {
	take: string;
	title: string;
	/** What is read in it. */
	words: string;
	voice: string;
	file: string;
	type: string;
	bytes: number;
	seconds: number;
	from: number;
	shape: string;
};

/** What a feed holds of a text that is read aloud: parts that play as one. */
export type Reading = {
	id: string;
	title: string;
	/** The place of its text in the series, in the feed of one. */
	number?: number;
	/** Whether it is of all the text; else of what was read anew since. */
	whole: boolean;
	/** From when on it could be told. */
	at: string;
	parts: Part[];
};

/** What of a feed its readings depend on. */
type Feed = { id: string; reader: Actor; playlist: string | null; series: string | null };

/** Readers are told of a reading once nothing was added to it for so long: it is heard as one. */
const minutesQuiet = 60;
/** So many of them a feed holds at most: the latest. */
const episodesAtMost = 200;

/** What a feed holds of the texts of its series, or of all that others read aloud lately; what has come since it was last asked for is added to it. */
export async function readingsOf({ id, reader, playlist, series }: Feed): Promise<Reading[]> {
	if (playlist) return [];
	const before = await asSystem('reading a feed', (tx) => toldBy(tx, id));
	const texts = await as(reader.id, async (tx) => {
		if (series)
			return spokenTexts(
				tx,
				(await trainingsOf(tx, series)).map((one) => one.id)
			);
		const kept = before.slice(-episodesAtMost).map(({ document }) => document);
		return spokenTexts(tx, [...new Set([...kept, ...(await readLately(tx, reader.id))])]);
	});
	const except = series ? undefined : reader.id;
	const fresh = texts.flatMap((text) => freshIn(text, before, except));
	const all = fresh.length > 0 ? await tell(id, reader, fresh) : before;
	const told = all.slice(-episodesAtMost);
	const parts = await partsOf(
		reader,
		told.flatMap(({ takes }) => takes)
	);
	return texts.flatMap(({ document, title }, place) =>
		told
			.filter((episode) => episode.document === document)
			.map(({ id, takes, whole, at }) => {
				const reading = { id, title, whole, at, parts: heardOf(takes, parts) };
				return series ? { ...reading, number: place + 1 } : reading;
			})
			.filter((reading) => reading.parts.length > 0)
	);
}

/** The parts of a reading that a feed has told of. Throws NotFound. */
export async function readingIn({ id, reader }: Feed, reading: string): Promise<Part[]> {
	if (!z.uuid().safeParse(reading).success) throw new NotFound('There is nothing here');
	const row = await as(reader.id, (tx) =>
		tx
			.selectFrom('feed_episode')
			.select('takes')
			.where('id', '=', reading)
			.where('feed_id', '=', id)
			.executeTakeFirst()
	);
	const takes = row?.takes ?? [];
	const parts = heardOf(takes, await partsOf(reader, takes));
	if (parts.length === 0) throw new NotFound('There is nothing here');
	return parts;
}

/** How many bytes these parts have, played as one. */
export const bytesOf = (parts: Part[]) =>
	parts.reduce((sum, { bytes, from }) => sum + bytes - from, 0);

/** Bytes `start` to `end`, both included, of parts that are played as one, chunk by chunk. */
export async function* readParts(parts: Part[], { start, end }: Range): AsyncGenerator<Uint8Array> {
	let before = 0;
	for (const { file, bytes, from } of parts) {
		const first = Math.max(start - before, 0) + from;
		const last = Math.min(end - before + from, bytes - 1);
		if (first <= last) yield* chunksOf(file, 'whole', { start: first, end: last });
		before += bytes - from;
	}
}

/** Where each part of a reading begins, in the form of Podcasting 2.0. */
export function chaptersOf(parts: Part[]): object {
	let startTime = 0;
	const chapters = parts.map(({ title, seconds }) => {
		const chapter = { startTime: Math.round(startTime * 1000) / 1000, title };
		startTime += seconds;
		return chapter;
	});
	return { version: '1.2.0', chapters };
}

/** What is read in a reading, with its times, as WebVTT. */
export function wordsOf(parts: Part[]): string {
	let from = 0;
	return textOf(
		parts.map(({ words, seconds }) => {
			const cue = { from, to: from + seconds, text: plain(words) };
			from = cue.to;
			return cue;
		})
	);
}

/** Words as a cue holds them, which has marks and no empty lines of its own. */
const plain = (words: string) =>
	words
		.trim()
		.replace(/\n{2,}/g, '\n')
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;');

/** The texts of which others than somebody read something aloud lately, the latest first. */
async function readLately(tx: Tx, reader: string): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		select s.document_id as id from spoken_block s join track t on t.id = s.track_id join take k on k.track_id = t.id
		where k.at > ${sinceNew(now())} and t.voice_id <> ${reader}
		group by s.document_id order by max(k.at) desc, s.document_id limit 50`.execute(tx);
	return rows.map(({ id }) => id);
}

type Told = { id: string; document: string; takes: string[]; whole: boolean; at: string };

/** What a feed has told, the earliest first. */
async function toldBy(tx: Tx, feed: string): Promise<Told[]> {
	const rows = await tx
		.selectFrom('feed_episode')
		.select(['id', 'document_id as document', 'takes', 'whole', 'at'])
		.where('feed_id', '=', feed)
		.orderBy('number')
		.execute();
	return rows.map((row) => ({ ...row, at: Temporal.Instant.from(row.at).toString() }));
}

/** What of a text was not told yet, and from when on it could be: none while more of it may be on its way, and none of the voice `except`. */
function freshIn({ document, takes }: Text, told: Told[], except: string | undefined): Fresh[] {
	const of = told.filter((episode) => episode.document === document);
	const known = new Set(of.flatMap((episode) => episode.takes));
	const fresh = takes.filter(({ id, voice }) => !known.has(id) && voice !== except);
	const last = fresh
		.map((take) => Temporal.Instant.from(take.at))
		.sort(Temporal.Instant.compare)
		.at(-1);
	const at = last?.add({ minutes: minutesQuiet });
	if (!at || Temporal.Instant.compare(at, now()) > 0) return [];
	return [
		{ document, takes: fresh.map(({ id }) => id), whole: of.length === 0, at: at.toString() }
	];
}

type Fresh = Omit<Told, 'id'>;

/** Adds to a feed what it tells from now on; returns all that it tells. */
async function tell(feed: string, reader: Actor, fresh: Fresh[]): Promise<Told[]> {
	const parts = await partsOf(
		reader,
		fresh.flatMap(({ takes }) => takes)
	);
	return asSystem('reading a feed', async (tx) => {
		// Of two apps that ask at once, the second is told what the first was.
		await tx.selectFrom('feed').select('id').where('id', '=', feed).forUpdate().execute();
		const told = await toldBy(tx, feed);
		const known = new Set(told.flatMap(({ takes }) => takes));
		const rows = fresh
			.flatMap(({ takes, ...of }) => {
				const groups = inShapes(takes.flatMap((take) => parts.get(take) ?? []));
				return groups.map((group) => ({ ...of, takes: group.map(({ take }) => take) }));
			})
			.filter(({ takes }) => !takes.some((take) => known.has(take)))
			.map(({ document, takes, whole, at }, place) => ({
				...{ id: newId(), feed_id: feed, number: told.length + place + 1 },
				...{ document_id: document, takes, whole, at }
			}));
		if (rows.length > 0) await tx.insertInto('feed_episode').values(rows).execute();
		return toldBy(tx, feed);
	});
}

/** What is heard of these takes now; one that was told alone is played as it is. */
function heardOf(takes: string[], parts: Map<string, Part>): Part[] {
	const heard = takes.flatMap((take) => parts.get(take) ?? []);
	return takes.length === 1 ? heard.map((part) => ({ ...part, from: 0 })) : heard;
}

/** Parts in their order, those together that are of one shape. */
function inShapes(parts: Part[]): Part[][] {
	const groups: Part[][] = [];
	for (const part of parts) {
		const last = groups.at(-1);
		if (last?.[0]?.shape === part.shape) last.push(part);
		else groups.push([part]);
	}
	return groups;
}

/** These takes, as far as the reader may hear them now. */
async function partsOf({ id: reader }: Actor, takes: string[]): Promise<Map<string, Part>> {
	const rows = await as(reader, async (tx) => {
		const { rows } = await sql<Omit<Part, 'from' | 'shape' | 'title'>>`
			select k.id as take, coalesce(w.words, t.title) as words, t.voice_id as voice,
				f.id as file, f.type, f.bytes::double precision as bytes, k.seconds
			from take k join track t on t.id = k.track_id join file f on f.id = k.file_id
				left join spoken_words w on w.recording_id = k.id
			where k.id = any (${takes}::uuid[]) and track_is_out(t.id)`.execute(tx);
		const voices = rows.map(({ voice }) => voice);
		const people = await peopleById(tx, voices);
		return rows.map((row) => ({ ...row, voice: people.get(row.voice)?.name ?? '' }));
	});
	const parts = new Map<string, Part>();
	// A few at a time, and in no transaction: the bytes may lie far away.
	for (let i = 0; i < rows.length; i += 8)
		for (const part of await Promise.all(rows.slice(i, i + 8).map(partOf)))
			parts.set(part.take, part);
	return parts;
}

async function partOf(row: Omit<Part, 'from' | 'shape' | 'title'>): Promise<Part> {
	const frames = row.type === 'audio/mpeg' ? await framesOf(row.file, row.bytes) : null;
	const sound = frames ?? { from: 0, shape: row.take };
	return { ...row, ...sound, title: excerpt(row.words, 80) };
}
