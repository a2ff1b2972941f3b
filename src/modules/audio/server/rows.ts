import { sql, type RawBuilder } from 'kysely';
import { Invalid, NotFound } from '#platform/errors.ts';
import { fileAddress } from '#platform/files.ts';
import { writtenAudiences } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { mayWrite } from '#modules/documents/server/versions.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import type { ShownTrack } from '../audio.ts';

/** A track that the transaction's person may see. Throws NotFound. */
export async function trackRow(tx: Tx, id: string) {
	const row = await tx.selectFrom('track').selectAll().where('id', '=', id).executeTakeFirst();
	if (!row) throw new NotFound('There is no such track');
	return row;
}

/** The take of a track that is heard. Throws Invalid where there is none yet. */
export async function latestTake(
	tx: Tx,
	track: string
): Promise<{ id: string; number: number; seconds: number; file_id: string }> {
	const take = await tx
		.selectFrom('take')
		.select(['id', 'number', 'seconds', 'file_id'])
		.where('track_id', '=', track)
		.orderBy('number', 'desc')
		.executeTakeFirst();
	if (!take) throw new Invalid([{ field: '', message: 'Its recording is not here yet' }]);
	return take;
}

/** Ends what is suggested for the words of a track's takes: another is heard from now on. */
export async function endSuggestions(tx: Tx, track: string): Promise<void> {
	await tx
		.deleteFrom('transcript_correction')
		.where('take_id', 'in', tx.selectFrom('take').select('id').where('track_id', '=', track))
		.execute();
}

/** A playlist that the transaction's person may see. Throws NotFound. */
export async function playlistRow(tx: Tx, id: string) {
	const row = await tx.selectFrom('playlist').selectAll().where('id', '=', id).executeTakeFirst();
	if (!row) throw new NotFound('There is no such playlist');
	return row;
}

/** The right of a track's voice. Throws NotFound. */
export async function isVoiceOf(given: {
	tx: Tx;
	actor: { id: string };
	input: { track: string };
}): Promise<boolean> {
	return (await trackRow(given.tx, given.input.track)).voice_id === given.actor.id;
}

/** The right to another take of a track: of its voice, who still writes the text where it reads one aloud. Throws NotFound. */
export async function mayRecord(given: {
	tx: Tx;
	actor: { id: string };
	input: { track: string };
}): Promise<boolean> {
	if (!(await isVoiceOf(given))) return false;
	const read = await given.tx
		.selectFrom('spoken_block')
		.select('document_id')
		.where('track_id', '=', given.input.track)
		.executeTakeFirst();
	return !read || mayWrite(given.tx, read.document_id);
}

/** The right of a playlist's owner. Throws NotFound. */
export async function ownsPlaylist(given: {
	tx: Tx;
	actor: { id: string };
	input: { playlist: string };
}): Promise<boolean> {
	return (await playlistRow(given.tx, given.input.playlist)).owner_id === given.actor.id;
}

/** A playlist that asks something, with its owner. Throws NotFound. */
export async function callRow(tx: Tx, playlist: string) {
	const row = await tx
		.selectFrom('call')
		.innerJoin('playlist', 'playlist.id', 'call.playlist_id')
		.leftJoin('call_closing as closing', 'closing.playlist_id', 'call.playlist_id')
		.selectAll('call')
		.select(['playlist.owner_id', 'playlist.audience_id', 'closing.at as closed'])
		.where('call.playlist_id', '=', playlist)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such question');
	return row;
}

/** Puts a track at the end of a playlist; one that is in it stays where it is. */
export async function append(
	tx: Tx,
	playlist: string,
	track: string,
	by: string,
	at: string
): Promise<void> {
	await sql`insert into playlist_track (playlist_id, track_id, position, by_id, at)
		select ${playlist}, ${track}, coalesce(max(position), 0) + 1, ${by}, ${at}
		from playlist_track where playlist_id = ${playlist}
		on conflict do nothing`.execute(tx);
}

/** Whether a track is the actor's own answer to what a playlist asks. */
export async function isOwnAnswer(given: {
	tx: Tx;
	actor: { id: string };
	input: { playlist: string; track: string };
}): Promise<boolean> {
	const row = await given.tx
		.selectFrom('call_answer')
		.innerJoin('track', 'track.id', 'call_answer.track_id')
		.select('track.voice_id')
		.where('playlist_id', '=', given.input.playlist)
		.where('track_id', '=', given.input.track)
		.executeTakeFirst();
	return row?.voice_id === given.actor.id;
}

/** Of which of these tracks of the transaction's person a recording is being made to play everywhere. */
export async function beingMade(tx: Tx, tracks: string[]): Promise<string[]> {
	if (tracks.length === 0) return [];
	const rows = await tx
		.selectFrom('recording_making as making')
		.innerJoin('recording', 'recording.id', 'making.recording_id')
		.select('track_id')
		.distinct()
		.where('track_id', 'in', tracks)
		.execute();
	return rows.map(({ track_id }) => track_id);
}

type Row = {
	id: string;
	title: string;
	voice_id: string;
	audience_id: string;
	at: string;
	withdrawn: boolean;
	take: (Omit<NonNullable<ShownTrack['take']>, 'src'> & { file: string }) | null;
	listening: ShownTrack['mine'];
	speed: number;
};

/** Tracks as their listener meets them, in the order of `ids`; those out of sight are left out. In three statements. */
export async function showTracks(tx: Tx, ids: string[], reader: string): Promise<ShownTrack[]> {
	if (ids.length === 0) return [];
	const among = sql`select *, array_position(${ids}::uuid[], id) as place from track where id = any (${ids}::uuid[])`;
	return showChosen(tx, among, reader);
}

/** The same of the tracks that a selection gives, by their `place` in it and then the newest first. */
export async function showChosen(
	tx: Tx,
	chosen: RawBuilder<unknown>,
	reader: string
): Promise<ShownTrack[]> {
	const { rows } = await sql<Row>`
		select t.id, t.title, t.voice_id, t.audience_id, t.at, w.at is not null as withdrawn, (
				select sound_of(k.file_id) || jsonb_build_object('id', k.id, 'file', k.file_id, 'number', k.number, 'seconds', k.seconds, 'at', k.at,
					'words', k.words, 'transcript', (
						select case when s.cues -> 0 ->> 'from' is null then 'plain' else 'timed' end
						from transcript s where s.take_id = k.id
					), 'chapters', coalesce((
						select jsonb_agg(jsonb_build_object('from', c.begins, 'title', c.title) order by c.begins)
						from take_chapter c where c.take_id = k.id
					), '[]'))
				from take k where k.track_id = t.id order by k.number desc limit 1
			) as take, (
				select json_build_object('seconds', l.seconds, 'take', l.take, 'heard', l.heard_at is not null, 'at', l.at)
				from listening l where l.track_id = t.id and l.person_id = ${reader}
			) as listening,
			coalesce((select speed from listening_speed s where s.voice_id = t.voice_id and s.person_id = ${reader}), 1) as speed
		from (${chosen}) t left join track_withdrawal w on w.track_id = t.id
		order by t.place, t.id desc`.execute(tx);
	const people = await peopleById(
		tx,
		rows.map(({ voice_id }) => voice_id)
	);
	const audiences = await writtenAudiences(
		tx,
		rows.map(({ audience_id }) => audience_id),
		reader
	);
	return rows.map(({ take, listening, voice_id, audience_id, ...row }) => {
		const { name = '', face = null } = people.get(voice_id) ?? {};
		return {
			...row,
			voice: { id: voice_id, name, face },
			audience: audiences.get(audience_id) ?? 'me',
			take: take && soundAt(take),
			mine: listening && { ...listening, at: instantOf(listening.at) },
			may: { change: voice_id === reader }
		};
	});
}

function soundAt({ file, ...take }: NonNullable<Row['take']>): ShownTrack['take'] {
	return { ...take, at: instantOf(take.at), src: fileAddress(file) };
}

/** An instant as the rest of the place writes it, of one that stands in a database's JSON. */
const instantOf = (at: string) => Temporal.Instant.from(at).toString();
