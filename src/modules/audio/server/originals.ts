import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import { instant } from '#platform/server/clock.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { enqueue } from '#platform/server/jobs.ts';
import { log } from '#platform/server/log.ts';
import { makesAnew } from '#platform/server/storage/ffmpeg.ts';
import { keepLinked } from '#platform/server/storage/bytes.ts';
import { addFile, fileName } from '#platform/server/storage/files.ts';
import { PlaysElsewhere, readSound } from '#platform/server/storage/sounds.ts';
import { forgetUpload, receivedOf, uploadPath } from '#platform/server/storage/uploads.ts';
import { sent } from '../audio.ts';
import { awaiting, expected, uploadAt } from './expecting.ts';
import { isVoiceOf } from './rows.ts';

/** Whether what plays in few players may be sent as it is. */
export const recordingForms = door({
	id: 'recordings.forms',
	summary: 'Whether recordings are made to play everywhere here, or must be so when they are sent',
	http: 'GET /recording-forms',
	input: z.object({}),
	output: z.object({ madeHere: z.boolean() }),
	can: anyMember,
	run: async () => ({ madeHere: makesAnew() })
});

/** Takes the original of a recording of mine that was made ready before it was sent; nobody else has it. */
export const keepOriginal = door({
	id: 'tracks.keepOriginal',
	summary: 'Send the original of a recording that I made ready before, by tus 1.0',
	http: 'POST /tracks/{track}/takes/{recording}/original',
	input: z.object({ track: z.uuid(), recording: z.uuid(), ...sent }),
	output: expected,
	...awaiting,
	can: isVoiceOf,
	run: async ({
		actor,
		input: { track, recording, name, bytes },
		ready: { id },
		tx,
		at,
		record
	}) => {
		const row = await tx
			.selectFrom('recording')
			.leftJoin('take', 'take.id', 'recording.id')
			.leftJoin('original', 'original.file_id', 'take.file_id')
			.leftJoin('recording_refusal as refusal', 'refusal.recording_id', 'recording.id')
			.select(['original_id', 'refusal.at as refused'])
			.where('recording.id', '=', recording)
			.where('recording.track_id', '=', track)
			.executeTakeFirst();
		if (!row || row.refused) throw new NotFound('There is no such recording');
		const begun = await tx
			.insertInto('original_coming')
			.values({ id, recording_id: recording, name, bytes, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (row.original_id || !begun) throw new Conflict('Its original is here, or on its way');
		await record({ verb: 'sent original', kind: 'track', id: track, audience: actor.id });
		return { track, recording, upload: uploadAt(id) };
	}
});

/** Of whose recording an upload is the original, and as which file that is heard; undefined where it is none. */
export function originalComing(upload: string) {
	return asSystem('receiving a recording', (tx) =>
		tx
			.selectFrom('original_coming as coming')
			.innerJoin('recording', 'recording.id', 'coming.recording_id')
			.leftJoin('take', 'take.id', 'coming.recording_id')
			.leftJoin('original', 'original.file_id', 'take.file_id')
			.select(['recording.person_id', 'coming.name', 'coming.bytes'])
			.select(['take.file_id as heard', 'original_id'])
			.where('coming.id', '=', upload)
			.executeTakeFirst()
	);
}

/** Keeps an original whose bytes are all here beside what was made of it; it bears a second time, and waits for its take. Throws Invalid where it is no recording. */
export async function receiveOriginal(upload: string): Promise<void> {
	const coming = await originalComing(upload);
	if (!coming?.heard) return;
	await readSound(uploadPath(upload)).catch(async (error: unknown) => {
		if (error instanceof PlaysElsewhere) return;
		if (error instanceof Invalid) await forgetComing(upload);
		throw error;
	});
	await keepLinked(upload, 'whole', uploadPath(upload));
	await asSystem('receiving a recording', async (tx) => {
		const gone = await tx
			.deleteFrom('original_coming')
			.where('id', '=', upload)
			.returning('id')
			.executeTakeFirst();
		if (!gone) return;
		const { heard, original_id, name, bytes, person_id } = coming;
		if (original_id) return enqueue(tx, 'forget-file', { id: upload });
		await addOriginal(tx, heard!, { id: upload, name, bytes }, person_id);
	});
}

async function forgetComing(upload: string): Promise<void> {
	await asSystem('receiving a recording', (tx) =>
		tx.deleteFrom('original_coming').where('id', '=', upload).execute()
	);
	await forgetUpload(upload);
}

/** Keeps a file as the original of what is heard of it. */
export async function addOriginal(
	tx: Tx,
	heard: string,
	original: { id: string; name: string; bytes: string | number },
	owner: string
): Promise<void> {
	const stored = { ...original, name: fileName(original.name), bytes: Number(original.bytes) };
	// Nothing plays it here: it is for its voice to fetch.
	const plain = { type: 'application/octet-stream', width: null, height: null, variants: [] };
	await addFile(tx, { ...stored, ...plain }, owner, instant());
	await tx.insertInto('original').values({ file_id: heard, original_id: original.id }).execute();
}

/** Receives the originals that came while nobody was there to see it; forgets those of which nothing came since an instant, and of what was refused. */
export async function receiveOriginals(since: string): Promise<void> {
	const rows = await asSystem('receiving a recording', async (tx) => {
		const { rows: gone } = await sql<{ id: string }>`
			delete from original_coming c where at < ${since}
				or exists (select from recording_refusal r where r.recording_id = c.recording_id)
			returning id`.execute(tx);
		for (const { id } of gone) await enqueue(tx, 'forget-file', { id });
		return tx
			.selectFrom('original_coming as coming')
			.innerJoin('take', 'take.id', 'coming.recording_id')
			.select(['coming.id', 'coming.bytes'])
			.execute();
	});
	for (const { id, bytes } of rows)
		if (receivedOf(id) === Number(bytes))
			await receiveOriginal(id).catch((error: unknown) => log.warn({ error, id }, 'an original'));
}
