import { sql } from 'kysely';
import { Invalid } from '#platform/errors.ts';
import { peopleNamedIn } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { instant } from '#platform/server/clock.ts';
import { record } from '#platform/server/events.ts';
import { keepLinked } from '#platform/server/storage/bytes.ts';
import { addFile, fileName } from '#platform/server/storage/files.ts';
import { readSound, soundEnding, type Sound } from '#platform/server/storage/sounds.ts';
import {
	forgetUpload,
	receivedOf,
	uploadPath,
	uploadsOlderThan
} from '#platform/server/storage/uploads.ts';
import { forgetDrafts } from './drafts.ts';

/** Whether somebody may send more of a recording, or of what they are saying. */
export async function maySend(person: string, recording: string): Promise<boolean> {
	const whose = (await unrefused(recording)) ?? (await draftOf(recording));
	return whose?.person_id === person;
}

/** Makes a take of a recording whose bytes are all here; it bears a second time. Throws Invalid where there is nothing to hear in it. */
export async function receive(recording: string): Promise<void> {
	if (!(await unrefused(recording))) return;
	const path = uploadPath(recording);
	const sound = await readAs(recording, path).catch(async (error: unknown) => {
		if (error instanceof Invalid) await refuse(recording, error.fields[0]!.message);
		throw error;
	});
	await keepLinked(recording, 'whole', path);
	await addTake(recording, sound);
}

/** A text is read aloud by voices alone, which are joined to one sound. Throws Invalid. */
async function readAs(recording: string, path: string): Promise<Sound> {
	const sound = await readSound(path);
	if (sound.type !== 'video/mp4' || !(await readsAloud(recording))) return sound;
	throw new Invalid([{ field: 'file', message: 'There are pictures in it. Send its sound alone' }]);
}

/** Receives what came while nobody was there to see it, and forgets what came of uploads that nobody goes on with. */
export async function receiveWaiting(at: Temporal.Instant): Promise<number> {
	const rows = await asSystem('receiving a recording', (tx) =>
		tx
			.selectFrom('recording')
			.leftJoin('take', 'take.id', 'recording.id')
			.leftJoin('recording_refusal as refusal', 'refusal.recording_id', 'recording.id')
			.select(['recording.id', 'recording.bytes'])
			.where('take.id', 'is', null)
			.where('refusal.at', 'is', null)
			.where('recording.at', '>', at.subtract({ hours: 24 * daysKept }).toString())
			.execute()
	);
	const whole = rows.filter(({ id, bytes }) => receivedOf(id) === Number(bytes));
	for (const { id } of whole)
		await receive(id).catch((error: unknown) => {
			if (!(error instanceof Invalid)) throw error;
		});
	for (const id of uploadsOlderThan(daysKept)) await forgetUpload(id);
	await forgetAbandoned(at.subtract({ hours: 24 * daysKept }).toString());
	return whole.length;
}

/** For so long whoever was interrupted may go on where they were. */
const daysKept = 7;

/** Recordings that never came, or were none, go with the time; and so does a track that they alone were to be. */
function forgetAbandoned(before: string): Promise<void> {
	return asSystem('receiving a recording', async (tx) => {
		await forgetDrafts(tx, before);
		const { rows } = await sql<{ id: string; track: string }>`
			select r.id, r.track_id as track from recording r
			where r.at < ${before} and not exists (select from take k where k.id = r.id)`.execute(tx);
		if (rows.length === 0) return;
		const ids = rows.map(({ id }) => id);
		await tx.deleteFrom('recording_refusal').where('recording_id', 'in', ids).execute();
		await tx.deleteFrom('spoken_words').where('recording_id', 'in', ids).execute();
		await tx.deleteFrom('recording').where('id', 'in', ids).execute();
		const { rows: bare } = await sql<{ id: string }>`
			select id from track t where id = any (${rows.map(({ track }) => track)}::uuid[])
				and not exists (select from recording r where r.track_id = t.id)`.execute(tx);
		const tracks = bare.map(({ id }) => id);
		if (tracks.length === 0) return;
		await tx.deleteFrom('spoken_block').where('track_id', 'in', tracks).execute();
		await tx.deleteFrom('said_place').where('track_id', 'in', tracks).execute();
		await tx.deleteFrom('said').where('track_id', 'in', tracks).execute();
		await tx.deleteFrom('call_answer').where('track_id', 'in', tracks).execute();
		await tx.deleteFrom('playlist_track').where('track_id', 'in', tracks).execute();
		await tx.deleteFrom('track_withdrawal').where('track_id', 'in', tracks).execute();
		await tx.deleteFrom('track').where('id', 'in', tracks).execute();
	});
}

async function addTake(recording: string, { type, seconds }: Sound): Promise<void> {
	const at = instant();
	await asSystem('receiving a recording', async (tx) => {
		// One after the other: the last byte and the sweep may see it at once, and another take may come.
		const { track_id, person_id, words, bytes } = await tx
			.selectFrom('recording')
			.selectAll()
			.where('id', '=', recording)
			.forUpdate()
			.executeTakeFirstOrThrow();
		await tx.selectFrom('track').select('id').where('id', '=', track_id).forUpdate().execute();
		const takes = await tx
			.selectFrom('take')
			.select(['id', 'number'])
			.where('track_id', '=', track_id)
			.orderBy('number', 'desc')
			.execute();
		if (takes.some(({ id }) => id === recording)) return;
		const track = await tx
			.selectFrom('track')
			.leftJoin('spoken_block as read', 'read.track_id', 'track.id')
			.select(['title', 'audience_id', 'read.document_id as document'])
			.where('track.id', '=', track_id)
			.executeTakeFirstOrThrow();
		const name = fileName(`${track.title.replace(/[/\\]/g, ' ')}.${soundEnding(type)}`);
		const stored = { id: recording, name, type, bytes: Number(bytes) };
		await addFile(tx, { ...stored, width: null, height: null, variants: [] }, person_id, at);
		const number = (takes[0]?.number ?? 0) + 1;
		await tx
			.insertInto('take')
			.values({ id: recording, track_id, number, file_id: recording, seconds, words, at })
			.execute();
		await record(tx, person_id, at, {
			verb: track.document ? 'read aloud' : number === 1 ? 'shared' : 'recorded again',
			kind: 'track',
			id: track_id,
			audience: track.audience_id,
			data: {
				take: number,
				tell: number === 1 ? await toldOf(tx, track_id, track.audience_id) : []
			}
		});
		if (number === 1) await recordAnswer(tx, track_id, person_id, at);
	});
}

/** Whom something is said to by name; who was named in a playlist that it stands in knows of it by that. */
async function toldOf(tx: Tx, track: string, audience: string): Promise<string[]> {
	const named = new Set(await peopleNamedIn(tx, audience));
	const lists = await tx
		.selectFrom('playlist_track')
		.innerJoin('playlist', 'playlist.id', 'playlist_track.playlist_id')
		.leftJoin('playlist_withdrawal as gone', 'gone.playlist_id', 'playlist.id')
		.select('playlist.audience_id')
		.where('track_id', '=', track)
		.where('gone.at', 'is', null)
		.execute();
	for (const list of lists)
		for (const person of await peopleNamedIn(tx, list.audience_id)) named.delete(person);
	return [...named];
}

/** What is the first take of an answer answers the question that its playlist asks. */
async function recordAnswer(tx: Tx, track: string, person: string, at: string): Promise<void> {
	const calls = await tx
		.selectFrom('call_answer')
		.innerJoin('playlist', 'playlist.id', 'call_answer.playlist_id')
		.select(['playlist.id', 'playlist.audience_id as audience'])
		.where('call_answer.track_id', '=', track)
		.execute();
	for (const { id, audience } of calls)
		await record(tx, person, at, { verb: 'answered', kind: 'playlist', id, audience });
}

async function refuse(recording: string, reason: string): Promise<void> {
	const at = instant();
	await asSystem('receiving a recording', (tx) =>
		tx
			.insertInto('recording_refusal')
			.values({ recording_id: recording, reason, at })
			.onConflict((conflict) => conflict.doNothing())
			.execute()
	);
	await forgetUpload(recording);
}

function readsAloud(recording: string) {
	return asSystem('receiving a recording', (tx) =>
		tx
			.selectFrom('recording')
			.innerJoin('spoken_block as read', 'read.track_id', 'recording.track_id')
			.select('read.document_id')
			.where('recording.id', '=', recording)
			.executeTakeFirst()
	);
}

function draftOf(recording: string) {
	return asSystem('receiving a recording', (tx) =>
		tx
			.selectFrom('draft_recording')
			.select(['person_id'])
			.where('id', '=', recording)
			.executeTakeFirst()
	);
}

/** Whose recording this is, unless it was refused; one that is a take already still answers how much of it is here. */
function unrefused(recording: string) {
	return asSystem('receiving a recording', (tx) =>
		tx
			.selectFrom('recording')
			.leftJoin('recording_refusal as refusal', 'refusal.recording_id', 'recording.id')
			.select(['recording.person_id'])
			.where('recording.id', '=', recording)
			.where('refusal.at', 'is', null)
			.executeTakeFirst()
	);
}
