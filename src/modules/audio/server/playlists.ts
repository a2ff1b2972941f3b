import { sql } from 'kysely';
import { z } from 'zod';
import { Invalid, NotFound } from '#platform/errors.ts';
import {
	audienceFrom,
	audienceInput,
	peopleNamedIn,
	writtenAudiences
} from '#platform/server/audiences.ts';
import { contains } from '#platform/server/db/contains.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import type { Happening } from '#platform/server/events.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { line } from '#modules/people/people.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import {
	about,
	playlistTitle,
	shownCall,
	shownPlaylist,
	shownTrack,
	tags,
	trackTitle
} from '../audio.ts';
import { heardAs } from './track-list.ts';
import { showCall } from './shown-call.ts';
import {
	append,
	beingMade,
	isOwnAnswer,
	ownsPlaylist,
	playlistRow,
	showTracks,
	trackRow
} from './rows.ts';
import { widened, wider } from './widening.ts';

const which = { playlist: z.uuid() };
const outline = z.array(trackTitle).max(50, 'Write at most fifty lines at a time');
const size = 50;

/** Begins a list of tracks; whoever makes it puts tracks into it. */
export const createPlaylist = door({
	id: 'playlists.create',
	summary: 'Begin a playlist',
	http: 'POST /playlists',
	input: z.object({
		title: playlistTitle,
		about: about.default(''),
		audience: audienceInput,
		tags: tags.default([]),
		/** What is in it from the beginning: tracks that I may hear, and lines that wait for my voice. */
		tracks: z.array(z.uuid()).max(50).default([]),
		titles: outline.default([])
	}),
	output: z.object({ id: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const audience = await audienceFrom(tx, input.audience, actor.id);
		const id = newId();
		await tx
			.insertInto('playlist')
			.values({
				...{ id, owner_id: actor.id, title: input.title, about: input.about },
				...{ audience_id: audience, tags: input.tags, at }
			})
			.execute();
		const data = { tell: await peopleNamedIn(tx, audience) };
		await record({ verb: 'began', kind: 'playlist', id, audience, data });
		for (const track of input.tracks) {
			await trackRow(tx, track);
			await append(tx, id, track, actor.id, at);
		}
		await addLines(
			tx,
			{ playlist: id, titles: input.titles, audience, voice: actor.id, at },
			record
		);
		return { id };
	}
});

/** Changes what a playlist is called, what it is about, or lets more people see it. */
export const changePlaylist = door({
	id: 'playlists.change',
	summary: 'Change a playlist of mine',
	http: 'PATCH /playlists/{playlist}',
	input: z.object({
		...which,
		title: playlistTitle.optional(),
		about: about.optional(),
		tags: tags.optional(),
		...wider
	}),
	output: z.object({}),
	can: ownsPlaylist,
	run: async ({ actor, input, tx, record }) => {
		const { playlist: id, audience, people, ...words } = input;
		const { audience_id: before } = await playlistRow(tx, id);
		const { after, tell } = await widened(tx, before, { audience, people }, actor.id);
		const given = Object.entries(words).filter(([, value]) => value !== undefined);
		const changed = await tx
			.updateTable('playlist')
			.set({ ...Object.fromEntries(given), audience_id: after })
			.where('id', '=', id)
			.returning('id')
			.executeTakeFirst();
		if (!changed) throw notYours();
		const verb = after === before ? 'changed' : 'widened';
		await record({ verb, kind: 'playlist', id, audience: after, data: { tell } });
		return {};
	}
});

/** Puts lines at the end of a playlist of the actor's: tracks of their own voice that wait to be recorded. */
export const outlinePlaylist = door({
	id: 'playlists.outline',
	summary: 'Add tracks that are to be recorded to a playlist of mine',
	http: 'POST /playlists/{playlist}/outline',
	input: z.object({
		...which,
		titles: outline.min(1, 'Write one sentence on each line'),
		/** Who will hear them; whoever may see the playlist unless it says another. */
		audience: audienceInput.optional()
	}),
	output: z.object({ tracks: z.array(z.string()) }),
	can: ownsPlaylist,
	run: async ({ actor, input, tx, at, record }) => {
		const { audience_id: seen } = await playlistRow(tx, input.playlist);
		const heard = input.audience ? await audienceFrom(tx, input.audience, actor.id) : seen;
		const { playlist, titles } = input;
		const lines = { playlist, titles, audience: heard, voice: actor.id, at };
		return { tracks: await addLines(tx, lines, record) };
	}
});

/** A playlist with the tracks that the reader may hear, in order. */
export const getPlaylist = door({
	id: 'playlists.get',
	summary: 'A playlist and its tracks',
	http: 'GET /playlists/{playlist}',
	input: z.object(which),
	output: shownPlaylist.extend({
		tracks: z.array(shownTrack),
		/** Those of mine of which no take is here, and one is made to play everywhere. */
		making: z.array(z.string()),
		call: shownCall.nullable()
	}),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		const [shown] = await showPlaylists(tx, [input.playlist], actor.id);
		if (!shown) throw new NotFound('There is no such playlist');
		const rows = await tx
			.selectFrom('playlist_track')
			.select('track_id')
			.where('playlist_id', '=', input.playlist)
			.orderBy('position')
			.orderBy('track_id')
			.execute();
		const ids = rows.map((row) => row.track_id);
		const tracks = await showTracks(tx, ids, actor.id);
		const untaken = tracks.filter(({ take, may }) => may.change && !take).map(({ id }) => id);
		return {
			...{ ...shown, tracks },
			making: await beingMade(tx, untaken),
			call: await showCall(tx, input.playlist, { reader: actor.id, at })
		};
	}
});

/** Playlists that the reader may see, the newest first; `q` is part of a title, of what one is about, of a tag, or of what a track in it is called or whose voice it is. */
export const listPlaylists = door({
	id: 'playlists.list',
	summary: 'Playlists, the newest first',
	http: 'GET /playlists',
	input: z.object({
		q: line(120).optional(),
		/** Only those with this tag. */
		tag: line(40).toLowerCase().optional(),
		/** Only those that I fill myself: they are mine, and ask nothing of others. */
		mine: z.stringbool().or(z.boolean()).optional(),
		cursor: z.uuid().optional()
	}),
	output: z.object({
		items: z.array(
			shownPlaylist.extend({
				/** How many tracks in it I may hear, and how long they are together. */
				tracks: z.number(),
				seconds: z.number()
			})
		),
		next: z.string().nullable()
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		let query = tx
			.selectFrom('playlist')
			.select('id')
			.where(({ not, exists, selectFrom }) =>
				not(exists(selectFrom('playlist_withdrawal').whereRef('playlist_id', '=', 'playlist.id')))
			)
			.orderBy('id', 'desc')
			.limit(size + 1);
		if (input.q) query = query.where(await says(tx, input.q));
		if (input.tag) query = query.where(sql<boolean>`${input.tag} = any (tags)`);
		if (input.mine)
			query = query
				.where('owner_id', '=', actor.id)
				.where(({ not, exists, selectFrom }) =>
					not(exists(selectFrom('call').whereRef('call.playlist_id', '=', 'playlist.id')))
				);
		if (input.cursor) query = query.where('id', '<', input.cursor);
		const ids = (await query.execute()).map(({ id }) => id);
		const shown = ids.slice(0, size);
		const lengths = await lengthsOf(tx, shown);
		const items = (await showPlaylists(tx, shown, actor.id)).map((one) => ({
			...one,
			...(lengths.get(one.id) ?? { tracks: 0, seconds: 0 })
		}));
		return { items, next: ids.length > size ? shown.at(-1)! : null };
	}
});

/** The tags of the playlists that the reader may see, the most used first. */
export const listTags = door({
	id: 'playlists.tags',
	summary: 'The tags of playlists, the most used first',
	http: 'GET /playlists/tags',
	input: z.object({}),
	output: z.object({
		items: z.array(z.object({ tag: z.string(), count: z.number() })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ tx }) => {
		const { rows } = await sql<{ tag: string; count: number }>`
			select tag, count(*)::integer as count from playlist p, unnest(p.tags) as tag
			where playlist_is_out(p.id) group by tag order by count desc, tag limit 30`.execute(tx);
		return { items: rows, next: null };
	}
});

/** Puts a track that the actor may hear at the end of a playlist of theirs, or their own answer back; who may hear it is not changed by that. */
export const addTrack = door({
	id: 'playlists.addTrack',
	summary: 'Put a track at the end of a playlist of mine',
	http: 'PUT /playlists/{playlist}/tracks/{track}',
	input: z.object({ ...which, track: z.uuid() }),
	output: z.object({}),
	can: async (given) => (await ownsPlaylist(given)) || isOwnAnswer(given),
	run: async ({ actor, input, tx, at, record }) => {
		await trackRow(tx, input.track);
		const { audience_id: audience } = await playlistRow(tx, input.playlist);
		await append(tx, input.playlist, input.track, actor.id, at);
		const data = { track: input.track };
		await record({ verb: 'added to', kind: 'playlist', id: input.playlist, audience, data });
		return {};
	}
});

/** Takes a track out of a playlist: by the list's owner, or by the track's voice. */
export const removeTrack = door({
	id: 'playlists.removeTrack',
	summary: 'Take a track out of a playlist',
	http: 'DELETE /playlists/{playlist}/tracks/{track}',
	input: z.object({ ...which, track: z.uuid() }),
	output: z.object({}),
	can: async ({ actor, input, tx }) =>
		(await playlistRow(tx, input.playlist)).owner_id === actor.id ||
		(await trackRow(tx, input.track)).voice_id === actor.id,
	run: async ({ input, tx, record }) => {
		const { audience_id: audience } = await playlistRow(tx, input.playlist);
		const gone = await tx
			.deleteFrom('playlist_track')
			.where('playlist_id', '=', input.playlist)
			.where('track_id', '=', input.track)
			.returning('at')
			.executeTakeFirst();
		if (!gone) return {};
		const data = { track: input.track };
		await record({ verb: 'took out of', kind: 'playlist', id: input.playlist, audience, data });
		return {};
	}
});

/** Puts the tracks of a playlist into an order; it has to name each that its owner may hear, once. */
export const orderTracks = door({
	id: 'playlists.order',
	summary: 'Order the tracks of a playlist of mine',
	http: 'PUT /playlists/{playlist}/order',
	input: z.object({ ...which, tracks: z.array(z.uuid()).max(500) }),
	output: z.object({}),
	can: ownsPlaylist,
	run: async ({ input, tx, record }) => {
		const { playlist, tracks } = input;
		const rows = await tx
			.selectFrom('playlist_track')
			.select('track_id')
			.where('playlist_id', '=', playlist)
			.execute();
		const wanted = new Set(tracks);
		if (wanted.size !== tracks.length || rows.length !== wanted.size)
			throw new Invalid([{ field: 'tracks', message: 'Name each of its tracks once' }]);
		if (!rows.every((row) => wanted.has(row.track_id)))
			throw new Invalid([{ field: 'tracks', message: 'Name each of its tracks once' }]);
		const { rows: moved } = await sql`update playlist_track p set position = t.place
			from unnest(${tracks}::uuid[]) with ordinality as t (id, place)
			where p.playlist_id = ${playlist} and p.track_id = t.id returning p.track_id`.execute(tx);
		if (moved.length < tracks.length) throw notYours();
		const { audience_id: audience } = await playlistRow(tx, playlist);
		await record({ verb: 'ordered', kind: 'playlist', id: playlist, audience });
		return {};
	}
});

/** Takes a playlist out of sight, with none of its tracks; `playlists.restore` undoes it. */
export const withdrawPlaylist = door({
	id: 'playlists.withdraw',
	summary: 'Withdraw a playlist of mine',
	http: 'PUT /playlists/{playlist}/withdrawal',
	input: z.object(which),
	output: z.object({}),
	can: ownsPlaylist,
	run: async ({ actor, input, tx, at, record }) => {
		await tx
			.insertInto('playlist_withdrawal')
			.values({ playlist_id: input.playlist, by_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await record({ verb: 'withdrew', kind: 'playlist', id: input.playlist, audience: actor.id });
		return {};
	}
});

export const restorePlaylist = door({
	id: 'playlists.restore',
	summary: 'Undo the withdrawal of a playlist',
	http: 'DELETE /playlists/{playlist}/withdrawal',
	input: z.object(which),
	output: z.object({}),
	can: ownsPlaylist,
	run: async ({ actor, input, tx, record }) => {
		const gone = await tx
			.deleteFrom('playlist_withdrawal')
			.where('playlist_id', '=', input.playlist)
			.returning('at')
			.executeTakeFirst();
		if (gone)
			await record({ verb: 'restored', kind: 'playlist', id: input.playlist, audience: actor.id });
		return {};
	}
});

type Lines = { playlist: string; titles: string[]; audience: string; voice: string; at: string };

/** Puts tracks of a voice that wait to be recorded at the end of a playlist; returns them. */
async function addLines(
	tx: Tx,
	{ playlist, titles, audience, voice, at }: Lines,
	record: (happening: Happening) => Promise<void>
): Promise<string[]> {
	const tracks: string[] = [];
	for (const title of titles) {
		const id = newId();
		await tx
			.insertInto('track')
			.values({ id, voice_id: voice, title, audience_id: audience, at })
			.execute();
		await append(tx, playlist, id, voice, at);
		await record({ verb: 'began', kind: 'track', id, audience: voice });
		tracks.push(id);
	}
	return tracks;
}

async function says(tx: Tx, words: string) {
	const itself = contains(sql`title || ' ' || about || ' ' || array_to_string(tags, ' ')`, words);
	return sql<boolean>`(${itself} or exists (
		select from playlist_track p join track t on t.id = p.track_id
		where p.playlist_id = playlist.id and ${await heardAs(tx, words)}
	))`;
}

async function showPlaylists(tx: Tx, ids: string[], reader: string) {
	if (ids.length === 0) return [];
	const rows = await tx
		.selectFrom('playlist')
		.leftJoin('playlist_withdrawal as gone', 'gone.playlist_id', 'playlist.id')
		.select(['playlist.id', 'title', 'about', 'owner_id', 'audience_id', 'playlist.at'])
		.select(['tags', 'gone.at as gone'])
		.where('playlist.id', 'in', ids)
		.execute();
	const people = await peopleById(
		tx,
		rows.map((row) => row.owner_id)
	);
	const audiences = await writtenAudiences(
		tx,
		rows.map((row) => row.audience_id),
		reader
	);
	const byId = new Map(rows.map((row) => [row.id, row]));
	return ids.flatMap((id) => {
		const row = byId.get(id);
		if (!row) return [];
		const { name = '', face = null } = people.get(row.owner_id) ?? {};
		return [
			{
				...{ id, title: row.title, about: row.about, tags: row.tags, at: row.at },
				owner: { id: row.owner_id, name, face },
				audience: audiences.get(row.audience_id) ?? 'me',
				withdrawn: row.gone !== null,
				may: { change: row.owner_id === reader }
			}
		];
	});
}

async function lengthsOf(tx: Tx, ids: string[]) {
	const { rows } = await sql<{ id: string; tracks: number; seconds: number }>`
		select p.playlist_id as id, count(*)::integer as tracks, coalesce(sum(k.seconds), 0) as seconds
		from playlist_track p join lateral (
			select seconds from take where track_id = p.track_id order by number desc limit 1
		) k on true
		where p.playlist_id = any (${ids}::uuid[])
			and not exists (select from track_withdrawal w where w.track_id = p.track_id)
		group by p.playlist_id`.execute(tx);
	return new Map(rows.map(({ id, ...length }) => [id, length]));
}
