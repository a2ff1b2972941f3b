import { sql } from 'kysely';
import { Invalid } from '#platform/errors.ts';
import { asSystem } from '#platform/server/db/database.ts';
import { enqueue, patientUntil } from '#platform/server/jobs.ts';
import { makesAnew } from '#platform/server/storage/ffmpeg.ts';
import { keepLinked } from '#platform/server/storage/bytes.ts';
import { PlaysElsewhere, readSound, type Sound } from '#platform/server/storage/sounds.ts';
import {
	forgetUpload,
	receivedOf,
	uploadPath,
	uploadsOlderThan
} from '#platform/server/storage/uploads.ts';
import { forgetDrafts } from './drafts.ts';
import { makeReady } from './making.ts';
import { originalComing, receiveOriginal, receiveOriginals } from './originals.ts';
import { addTake, refuse } from './taking.ts';

/** Whether somebody may send more of a recording, of its original, or of what they are saying. */
export async function maySend(person: string, recording: string): Promise<boolean> {
	const whose =
		(await unrefused(recording)) ?? (await draftOf(recording)) ?? (await originalComing(recording));
	return whose?.person_id === person;
}

/** Makes a take of a recording whose bytes are all here, at once or once it was made to play everywhere; it bears a second time. Throws Invalid where there is nothing to hear in it. */
export async function receive(recording: string): Promise<void> {
	const sent = await unrefused(recording);
	if (!sent) return receiveOriginal(recording);
	if (sent.take) return;
	const path = uploadPath(recording);
	const refused = async (error: unknown): Promise<never> => {
		if (error instanceof Invalid) await refuse(recording, error.fields[0]!.message);
		throw error;
	};
	const sound = await readAs(recording, path).catch((error: unknown) => {
		if (error instanceof PlaysElsewhere && error.made && makesAnew()) return undefined;
		return refused(error);
	});
	if (!sound) return makeReady(recording, sent.person_id).catch(refused);
	await keepLinked(recording, 'whole', path);
	await addTake(recording, { ...sound, file: recording, bytes: Number(sent.bytes) });
}

/** A text is read aloud by voices alone, which are joined to one sound. Throws Invalid. */
async function readAs(recording: string, path: string): Promise<Sound> {
	const sound = await readSound(path).catch(async (error: unknown) => {
		if (!(error instanceof PlaysElsewhere && error.made?.pictures)) throw error;
		throw (await readsAloud(recording)) ? soundAlone() : error;
	});
	if (sound.type === 'video/mp4' && (await readsAloud(recording))) throw soundAlone();
	return sound;
}

const soundAlone = () =>
	new Invalid([{ field: 'file', message: 'There are pictures in it. Send its sound alone' }]);

/** Receives what came while nobody was there to see it, and forgets what came of uploads that nobody goes on with. */
export async function receiveWaiting(at: Temporal.Instant): Promise<number> {
	const rows = await asSystem('receiving a recording', (tx) =>
		tx
			.selectFrom('recording')
			.leftJoin('take', 'take.id', 'recording.id')
			.leftJoin('recording_refusal as refusal', 'refusal.recording_id', 'recording.id')
			.leftJoin('recording_making as making', 'making.recording_id', 'recording.id')
			.select(['recording.id', 'recording.bytes'])
			.where('take.id', 'is', null)
			.where('refusal.at', 'is', null)
			.where((is) => is.or([is('making.at', 'is', null), is('making.at', '<', patientUntil(at))]))
			.where('recording.at', '>', at.subtract({ hours: 24 * daysKept }).toString())
			.execute()
	);
	const whole = rows.filter(({ id, bytes }) => receivedOf(id) === Number(bytes));
	for (const { id } of whole)
		await receive(id).catch((error: unknown) => {
			if (!(error instanceof Invalid)) throw error;
		});
	for (const id of uploadsOlderThan(daysKept)) await forgetUpload(id);
	const since = at.subtract({ hours: 24 * daysKept }).toString();
	await receiveOriginals(since);
	await forgetAbandoned(since);
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
			where r.at < ${before} and not exists (select from take k where k.id = r.id)
				and not exists (select from recording_making m where m.recording_id = r.id)`.execute(tx);
		if (rows.length === 0) return;
		const ids = rows.map(({ id }) => id);
		// Its bytes may be kept already, where what was to follow never did.
		for (const id of ids) await enqueue(tx, 'forget-file', { id });
		await tx.deleteFrom('original_coming').where('recording_id', 'in', ids).execute();
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
			.leftJoin('take', 'take.id', 'recording.id')
			.select(['recording.person_id', 'recording.bytes', 'take.id as take'])
			.where('recording.id', '=', recording)
			.where('refusal.at', 'is', null)
			.executeTakeFirst()
	);
}
