import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import type { Leaving } from '#platform/server/leaving.ts';
import { enqueue } from '#platform/server/jobs.ts';
import { removeFile } from '#platform/server/storage/files.ts';

export const leaving: Leaving = {
	own: [
		'listening',
		'listening_speed',
		'feed',
		'share_link',
		'draft_recording',
		'call_decline',
		'call_suggestion',
		'call_invitation'
	],
	/** Playlists go to whoever takes over; a voice stays its own. */
	handOver: async (tx, { from, to }) => {
		const lists = await tx
			.updateTable('playlist')
			.set({ owner_id: to })
			.where('owner_id', '=', from)
			.returning('id')
			.execute();
		// Why somebody could not answer was said to whoever asked, not to who comes after.
		const ids = lists.map(({ id }) => id);
		if (ids.length > 0) {
			await tx
				.updateTable('call_decline')
				.set({ words: '' })
				.where('playlist_id', 'in', ids)
				.execute();
			await tx.deleteFrom('call_suggestion').where('playlist_id', 'in', ids).execute();
		}
		return lists.length;
	},
	/** A voice is somebody whatever name stands beside it: it goes, whatever else of theirs stays. */
	erase: (tx, { person }) => forgetVoice(tx, person)
};

async function forgetVoice(tx: Tx, person: string): Promise<void> {
	await sql`delete from listening_speed where voice_id = ${person}`.execute(tx);
	await sql`delete from call_suggestion where by_id = ${person}`.execute(tx);
	await sql`delete from transcript_correction where by_id = ${person}`.execute(tx);
	const { rows } = await sql<{ id: string }>`
		select id from track where voice_id = ${person}`.execute(tx);
	const tracks = rows.map(({ id }) => id);
	if (tracks.length === 0) return;
	for (const table of [
		'listening',
		'call_mark',
		'call_answer',
		'playlist_track',
		'spoken_block',
		'said_place',
		'said',
		'track_withdrawal'
	])
		await sql`delete from ${sql.id(table)} where track_id = any (${tracks}::uuid[])`.execute(tx);
	for (const table of ['transcript_correction', 'transcript_wish', 'transcript', 'take_chapter'])
		await sql`delete from ${sql.id(table)} where take_id in (
		select id from take where track_id = any (${tracks}::uuid[]))`.execute(tx);
	const { rows: files } = await sql<{ id: string }>`
		delete from take where track_id = any (${tracks}::uuid[]) returning file_id as id`.execute(tx);
	// What was brought back is one file in two takes.
	const heard = [...new Set(files.map(({ id }) => id))];
	const { rows: originals } = await sql<{ id: string }>`
		delete from original where file_id = any (${heard}::uuid[]) returning original_id as id`.execute(
		tx
	);
	for (const id of [...heard, ...originals.map(({ id }) => id)]) await removeFile(tx, id);
	// What was on its way may be kept already, and is no file yet.
	const { rows: coming } = await sql<{ id: string }>`
		select id from recording where track_id = any (${tracks}::uuid[]) union all
		select c.id from original_coming c join recording r on r.id = c.recording_id
			where r.track_id = any (${tracks}::uuid[])`.execute(tx);
	for (const { id } of coming) await enqueue(tx, 'forget-file', { id });
	for (const table of ['original_coming', 'recording_making', 'recording_refusal', 'spoken_words'])
		await sql`delete from ${sql.id(table)} where recording_id in (
		select id from recording where track_id = any (${tracks}::uuid[]))`.execute(tx);
	await sql`delete from recording where track_id = any (${tracks}::uuid[])`.execute(tx);
	await sql`delete from track where id = any (${tracks}::uuid[])`.execute(tx);
}
