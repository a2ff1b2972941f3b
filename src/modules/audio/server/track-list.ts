import { sql } from 'kysely';
import { z } from 'zod';
import { contains } from '#platform/server/db/contains.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { line } from '#modules/people/people.ts';
import { peopleCalled } from '#modules/people/server/persons.ts';
import { shownTrack } from '../audio.ts';
import { showTracks, trackRow } from './rows.ts';

const size = 50;

/** Tracks that stand by themselves and that I may hear, the newest first; what is part of a text is heard there. */
export const listTracks = door({
	id: 'tracks.list',
	summary: 'Tracks, the newest first',
	http: 'GET /tracks',
	input: z.object({
		/** Part of what a track is called, or of whose voice it is. */
		q: line(120).optional(),
		/** Only those of my own voice, with those that wait to be recorded and those that I withdrew. */
		mine: z.stringbool().or(z.boolean()).optional(),
		cursor: z.uuid().optional()
	}),
	output: z.object({ items: z.array(shownTrack), next: z.string().nullable() }),
	can: anyMember,
	run: async ({ actor, input: { q, mine, cursor }, tx }) => {
		const among = mine
			? sql`t.voice_id = ${actor.id}`
			: sql`exists (select from take k where k.track_id = t.id)
				and not exists (select from track_withdrawal w where w.track_id = t.id)`;
		const { rows } = await sql<{ id: string }>`
			select t.id from track t
			where ${among} and read_from(t.id) is null and not exists (select from said s where s.track_id = t.id)
				${q ? sql`and ${await heardAs(tx, q)}` : sql``}
				${cursor ? sql`and t.id < ${cursor}` : sql``}
			order by t.id desc limit ${size + 1}`.execute(tx);
		const ids = rows.slice(0, size).map(({ id }) => id);
		const next = rows.length > size ? ids.at(-1)! : null;
		return { items: await showTracks(tx, ids, actor.id), next };
	}
});

/** The playlists that a track is in, as far as I see them; the newest first. */
export const listsWith = door({
	id: 'tracks.playlists',
	summary: 'The playlists that a track is in',
	http: 'GET /tracks/{track}/playlists',
	input: z.object({ track: z.uuid() }),
	output: z.object({
		items: z.array(z.object({ id: z.string(), title: z.string() })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ input, tx }) => {
		await trackRow(tx, input.track);
		const items = await tx
			.selectFrom('playlist_track')
			.innerJoin('playlist', 'playlist.id', 'playlist_track.playlist_id')
			.leftJoin('playlist_withdrawal as gone', 'gone.playlist_id', 'playlist.id')
			.select(['playlist.id', 'playlist.title'])
			.where('track_id', '=', input.track)
			.where('gone.at', 'is', null)
			.orderBy('playlist.id', 'desc')
			.limit(200)
			.execute();
		return { items, next: null };
	}
});

/** Whether the track `t` of a statement is called so, or is of a voice who is. */
export async function heardAs(tx: Tx, words: string) {
	const voices = await peopleCalled(tx, words);
	return sql`(${contains(sql`t.title`, words)} or t.voice_id = any (${voices}::uuid[]))`;
}
