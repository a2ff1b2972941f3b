import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { NotFound } from '#platform/errors.ts';
import { now } from '#platform/server/clock.ts';
import { as, asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { readBytes } from '#platform/server/storage/bytes.ts';
import { framesOf } from '#platform/server/storage/mp3.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { excerpt } from '#modules/documents/server/render.ts';
import { publishedDocument } from '#modules/documents/server/where.ts';
import { trainingsOf } from '#modules/series/server/rows.ts';
import { voicesOf } from './spoken.ts';

/** A take within an episode, with where its sound begins in its file. */
export type Part = {
	take: string;
	title: string;
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
	/** Whether it is all of the text; else what was read anew since. */
	whole: boolean;
	at: string;
	parts: Part[];
};

/** What of a feed its readings depend on. */
type Feed = { id: string; reader: Actor; series: string | null };

/** Readers are told of a reading once nothing was added to it for so long: it is heard as one. */
const minutesQuiet = 60;

/** What a feed of a series holds; what has come since it was last asked for is added to it. */
export async function readingsOf({ id, reader, series }: Feed): Promise<Reading[]> {
	if (!series) return [];
	const texts = await as(reader.id, (tx) => spokenTexts(tx, series));
	const told = await tellNew(id, texts);
	const titles = new Map(texts.map(({ document, title }) => [document, title]));
	const order = [...titles.keys()];
	const shown = told
		.filter(({ document }) => titles.has(document))
		.toSorted((a, b) => order.indexOf(a.document) - order.indexOf(b.document));
	const parts = await as(reader.id, (tx) =>
		partsOf(
			tx,
			shown.flatMap(({ takes }) => takes)
		)
	);
	return shown.flatMap(({ id, document, takes, at, whole }) =>
		inGroups(takes.flatMap((take) => parts.get(take) ?? [])).map((group, place) => ({
			...{ id: `${id}.${place + 1}`, title: titles.get(document)!, whole, at, parts: group }
		}))
	);
}

/** The parts of a reading that a feed has told of. Throws NotFound. */
export async function readingIn({ id, reader }: Feed, reading: string): Promise<Part[]> {
	const [episode, place] = reading.split('.');
	const found = await as(reader.id, async (tx) => {
		const row = await tx
			.selectFrom('feed_episode')
			.select('takes')
			.where('feed_id', '=', id)
			.where(sql<boolean>`id::text = ${episode}`)
			.executeTakeFirst();
		if (!row) return [];
		const parts = await partsOf(tx, row.takes);
		return inGroups(row.takes.flatMap((take) => parts.get(take) ?? []));
	});
	const parts = found[Number(place) - 1];
	if (!parts) throw new NotFound('There is nothing here');
	return parts;
}

/** How many bytes these parts have, played as one. */
export const bytesOf = (parts: Part[]) =>
	parts.reduce((sum, { bytes, from }) => sum + bytes - from, 0);

/** Bytes `start` to `end`, both included, of parts that are played as one. */
export function readParts(parts: Part[], { start, end }: { start: number; end: number }): Readable {
	return Readable.from(
		(async function* () {
			let before = 0;
			for (const { file, bytes, from } of parts) {
				const first = Math.max(start - before, 0) + from;
				const last = Math.min(end - before + from, bytes - 1);
				if (first <= last) yield* readBytes(file, 'whole', { start: first, end: last });
				before += bytes - from;
			}
		})(),
		{ objectMode: false }
	);
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

type Text = { document: string; title: string; takes: { id: string; at: string }[] };

/** The texts of a series that are read aloud, in their order, with what is heard of each now, block by block. */
async function spokenTexts(tx: Tx, series: string): Promise<Text[]> {
	const texts: Text[] = [];
	for (const { id: document } of await trainingsOf(tx, series)) {
		const voices = new Map((await voicesOf(tx, document)).map((one) => [one.block, one]));
		if (voices.size === 0) continue;
		const { title, version } = await publishedDocument(tx, document);
		const takes = version.blocks.flatMap(({ id }) => {
			const voice = voices.get(id);
			return voice ? [{ id: voice.take, at: voice.at }] : [];
		});
		texts.push({ document, title, takes });
	}
	return texts;
}

type Told = { id: string; document: string; takes: string[]; at: string; whole: boolean };

/** What a feed has told of these texts, with what it tells from now on. */
function tellNew(feed: string, texts: Text[]): Promise<Told[]> {
	const at = now();
	const quiet = at.subtract({ minutes: minutesQuiet });
	return asSystem('reading a feed', async (tx) => {
		// Two apps that ask at once are told the same.
		await tx.selectFrom('feed').select('id').where('id', '=', feed).forUpdate().execute();
		const rows = await tx
			.selectFrom('feed_episode')
			.select(['id', 'document_id as document', 'takes', 'at'])
			.where('feed_id', '=', feed)
			.orderBy('id')
			.execute();
		for (const { document, takes } of texts) {
			const before = new Set(
				rows.filter((row) => row.document === document).flatMap((row) => row.takes)
			);
			const fresh = takes.filter(({ id }) => !before.has(id));
			const settled = fresh.every((take) => Temporal.Instant.compare(take.at, quiet) <= 0);
			if (fresh.length === 0 || !settled) continue;
			const row = { id: newId(), takes: fresh.map(({ id }) => id), at: at.toString() };
			await tx
				.insertInto('feed_episode')
				.values({ ...row, feed_id: feed, document_id: document })
				.execute();
			rows.push({ ...row, document });
		}
		const begun = new Set<string>();
		return rows.map((row) => {
			const whole = !begun.has(row.document);
			begun.add(row.document);
			return { ...row, at: Temporal.Instant.from(row.at).toString(), whole };
		});
	});
}

/** These takes, as far as the transaction's person may hear them now. */
async function partsOf(tx: Tx, takes: string[]): Promise<Map<string, Part>> {
	const { rows } = await sql<Omit<Part, 'from' | 'shape'>>`
		select k.id as take, coalesce(w.words, t.title) as title, t.voice_id as voice, f.id as file, f.type, f.bytes::double precision as bytes, k.seconds
		from take k join track t on t.id = k.track_id join file f on f.id = k.file_id
			left join spoken_words w on w.recording_id = k.id
		where k.id = any (${takes}::uuid[]) and track_is_out(t.id)`.execute(tx);
	const people = await peopleById(
		tx,
		rows.map(({ voice }) => voice)
	);
	const parts = await Promise.all(
		rows.map(async ({ voice, ...row }) => {
			const frames = row.type === 'audio/mpeg' ? await framesOf(row.file) : null;
			const sound = { from: frames?.from ?? 0, shape: frames?.shape ?? row.take };
			const title = excerpt(row.title, 80);
			return { ...row, ...sound, title, voice: people.get(voice)?.name ?? '' };
		})
	);
	return new Map(parts.map((part) => [part.take, part]));
}

/** Parts in their order, those together that play as one; one that stays alone is played as it is. */
function inGroups(parts: Part[]): Part[][] {
	const groups: Part[][] = [];
	for (const part of parts) {
		const last = groups.at(-1);
		if (last?.[0]?.shape === part.shape) last.push(part);
		else groups.push([part]);
	}
	return groups.map((group) => (group.length === 1 ? [{ ...group[0]!, from: 0 }] : group));
}
