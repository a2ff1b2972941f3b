import { sql } from 'kysely';
import type { SubjectKind } from '#platform/server/subjects.ts';

export const trackSubject: SubjectKind = {
	kind: 'track',
	aside: {
		set: async (tx, id, { by, at }) => {
			const gone = await tx
				.insertInto('track_withdrawal')
				.values({ track_id: id, by_id: by, at })
				.onConflict((conflict) => conflict.doNothing())
				.returning('at')
				.executeTakeFirst();
			return gone !== undefined;
		},
		bringBack: (tx, id) => tx.deleteFrom('track_withdrawal').where('track_id', '=', id).execute()
	},
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('track')
			.leftJoin('track_withdrawal as gone', 'gone.track_id', 'track.id')
			.leftJoin('take', (join) =>
				join
					.onRef('take.track_id', '=', 'track.id')
					.on(({ not, exists, selectFrom }) =>
						not(
							exists(
								selectFrom('take as later')
									.whereRef('later.track_id', '=', 'track.id')
									.whereRef('later.number', '>', 'take.number')
							)
						)
					)
			)
			.leftJoin('transcript', 'transcript.take_id', 'take.id')
			.leftJoin('spoken_block as read', 'read.track_id', 'track.id')
			.select(['track.id', 'title', 'voice_id', 'audience_id', 'track.at', 'transcript.words'])
			.select(['read.document_id', 'take.id as take'])
			.select(
				sql<
					string[]
				>`array(select c.title from take_chapter c where c.take_id = take.id order by begins)`.as(
					'chapters'
				)
			)
			.where('track.id', 'in', ids)
			.where('gone.at', 'is', null)
			.execute();
		return rows.map(({ id, title, voice_id, audience_id: audience, at, ...said }) => ({
			...{ kind: 'track', id, title, url: `/tracks/${id}`, audience, at },
			authors: [voice_id],
			// What is still to be said is found by nobody, and a text by its own words, once.
			...(said.take &&
				!said.document_id && {
					text: [title, ...said.chapters, said.words ?? ''].join('\n').trimEnd()
				})
		}));
	}
};

/** What is written down of a take, as long as that is what is heard; it is found as part of its track. */
export const transcriptSubject: SubjectKind = {
	kind: 'transcript',
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('transcript')
			.innerJoin('take', 'take.id', 'transcript.take_id')
			.innerJoin('track', 'track.id', 'take.track_id')
			.leftJoin('track_withdrawal as gone', 'gone.track_id', 'track.id')
			.select(['take.id', 'take.track_id', 'title', 'voice_id', 'audience_id', 'transcript.at'])
			.where('take.id', 'in', ids)
			.where('gone.at', 'is', null)
			.where(({ not, exists, selectFrom }) =>
				not(
					exists(
						selectFrom('take as later')
							.whereRef('later.track_id', '=', 'track.id')
							.whereRef('later.number', '>', 'take.number')
					)
				)
			)
			.execute();
		return rows.map(({ id, track_id: track, title, voice_id, audience_id: audience, at }) => ({
			...{ kind: 'transcript', id, title, url: `/tracks/${track}/words`, audience, at },
			authors: [voice_id]
		}));
	}
};

export const playlistSubject: SubjectKind = {
	kind: 'playlist',
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('playlist')
			.leftJoin('playlist_withdrawal as gone', 'gone.playlist_id', 'playlist.id')
			.select(['playlist.id', 'title', 'about', 'tags', 'owner_id', 'audience_id', 'playlist.at'])
			.where('playlist.id', 'in', ids)
			.where('gone.at', 'is', null)
			.execute();
		return rows.map(({ id, title, about, tags, owner_id, audience_id: audience, at }) => ({
			...{ kind: 'playlist', id, title, url: `/playlists/${id}`, audience, at },
			authors: [owner_id],
			text: [title, about, ...tags].join('\n')
		}));
	}
};
