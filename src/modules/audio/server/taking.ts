import { sql } from 'kysely';
import { peopleNamedIn } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { instant } from '#platform/server/clock.ts';
import { record } from '#platform/server/events.ts';
import { enqueue } from '#platform/server/jobs.ts';
import { addFile, fileName } from '#platform/server/storage/files.ts';
import { soundEnding, type Sound } from '#platform/server/storage/sounds.ts';
import { forgetUpload } from '#platform/server/storage/uploads.ts';
import { addOriginal } from './originals.ts';
import { endSuggestions } from './rows.ts';

/** What is heard of a recording: the file, and what was read of it. It is another file than was sent where it had to be made to play everywhere. */
export type Heard = Sound & { file: string; bytes: number };

/** Makes a recording the newest take of its track; false where it is one already, is none of anybody's any more, or what was made of it comes too late. */
export async function addTake(
	recording: string,
	{ type, seconds, file, bytes }: Heard
): Promise<boolean> {
	const at = instant();
	return asSystem('receiving a recording', async (tx) => {
		// One after the other: the last byte and the sweep may see it at once, and another take may come.
		const sent = await tx
			.selectFrom('recording')
			.selectAll()
			.where('id', '=', recording)
			.forUpdate()
			.executeTakeFirst();
		if (!sent) {
			await enqueue(tx, 'forget-file', { id: recording });
			return false;
		}
		const { track_id, person_id, words } = sent;
		await tx.selectFrom('track').select('id').where('id', '=', track_id).forUpdate().execute();
		const takes = await tx
			.selectFrom('take')
			.innerJoin('recording', 'recording.id', 'take.id')
			.select(['take.id', 'take.number', 'recording.at'])
			.where('take.track_id', '=', track_id)
			.orderBy('number', 'desc')
			.execute();
		if (takes.some(({ id }) => id === recording)) return false;
		if (file !== recording) {
			if (!(await isMadeAs(tx, recording, file))) return false;
			if (takes.some((take) => take.at > sent.at)) {
				await noteRefusal(tx, recording, 'It was recorded anew meanwhile');
				await enqueue(tx, 'forget-file', { id: recording });
				return false;
			}
		}
		const track = await tx
			.selectFrom('track')
			.leftJoin('spoken_block as read', 'read.track_id', 'track.id')
			.select(['title', 'audience_id', 'read.document_id as document'])
			.where('track.id', '=', track_id)
			.executeTakeFirstOrThrow();
		const name = fileName(`${track.title.replace(/[/\\]/g, ' ')}.${soundEnding(type)}`);
		const plain = { width: null, height: null, variants: [] };
		await addFile(tx, { ...plain, id: file, name, type, bytes }, person_id, at);
		if (file !== recording) {
			const { name: told, bytes: size } = sent;
			await addOriginal(tx, file, { id: recording, name: told, bytes: size }, person_id);
			await tx.deleteFrom('recording_making').where('recording_id', '=', recording).execute();
		}
		await endSuggestions(tx, track_id);
		const number = (takes[0]?.number ?? 0) + 1;
		await tx
			.insertInto('take')
			.values({ id: recording, track_id, number, file_id: file, seconds, words, at })
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
		if (file !== recording) await tellVoice(tx, sent, 'made ready');
		return true;
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

/** Notes why a recording came to nothing, and forgets it. */
export async function refuse(recording: string, reason: string): Promise<void> {
	await asSystem('receiving a recording', (tx) => noteRefusal(tx, recording, reason));
	await forgetUpload(recording);
}

/** The same of one that its voice does not wait for any more: they are told. */
export async function refuseLate(recording: string, reason: string): Promise<void> {
	await asSystem('receiving a recording', async (tx) => {
		await noteRefusal(tx, recording, reason);
		const sent = await tx
			.selectFrom('recording')
			.select(['track_id', 'person_id'])
			.where('id', '=', recording)
			.executeTakeFirst();
		if (sent) await tellVoice(tx, sent, 'not made ready');
	});
	await forgetUpload(recording);
}

/** Tells whoever sent a recording what became of it. */
async function tellVoice(
	tx: Tx,
	{ track_id: id, person_id: voice }: { track_id: string; person_id: string },
	verb: string
): Promise<void> {
	const told = { verb, kind: 'track', id, audience: voice, data: { tell: [voice] } };
	await record(tx, null, instant(), told);
}

async function noteRefusal(tx: Tx, recording: string, reason: string): Promise<void> {
	await tx.deleteFrom('recording_making').where('recording_id', '=', recording).execute();
	await sql`insert into recording_refusal (recording_id, reason, at)
		select id, ${reason}, ${instant()} from recording r
		where id = ${recording} and not exists (select from take k where k.id = r.id)
		on conflict do nothing`.execute(tx);
}

/** Whether nobody else began to make it since. */
async function isMadeAs(tx: Tx, recording: string, file: string): Promise<boolean> {
	const row = await tx
		.selectFrom('recording_making')
		.select('file_id')
		.where('recording_id', '=', recording)
		.executeTakeFirst();
	return row?.file_id === file;
}
