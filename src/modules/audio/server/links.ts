import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import { now } from '#platform/server/clock.ts';
import { as, asSystem, lookUp, type Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { hashToken, newId, newToken } from '#platform/server/ids.ts';
import { limit } from '#platform/server/limits.ts';
import { fileRow, type Stored } from '#platform/server/storage/files.ts';
import { closesAt } from '#platform/time/windows.ts';
import { actorsOf } from '#modules/people/server/actors.ts';
import { refuseLastDay } from '#modules/people/server/rhythm.ts';
import { cue, lastDay, type Cue, type ShownTrack } from '../audio.ts';
import { textOf } from '../cues.ts';
import { overFilm } from './captions.ts';
import { isVoiceOf, ownsPlaylist, showTracks } from './rows.ts';

/** Makes an address at which whoever has it hears a track of mine, or what is mine in a playlist of mine now, until a day of mine is over; what comes into the list later is not heard by it. It is shown this once. Throws Conflict where nothing of mine is to be heard. */
export const createLink = door({
	id: 'links.create',
	summary: 'Share by a link, until a day, what I said myself: a track, or my tracks of a playlist',
	http: 'POST /links',
	input: z
		.object({
			track: z.uuid().optional(),
			playlist: z.uuid().optional(),
			/** Of a playlist: which of my tracks in it; all of them unless it says. */
			tracks: z.array(z.uuid()).min(1, 'Choose what is heard by it').max(500).optional(),
			closes: lastDay
		})
		.refine(({ track, playlist }) => !track !== !playlist, {
			path: ['track'],
			message: 'Choose a track or a playlist'
		}),
	output: z.object({ id: z.string(), path: z.string() }),
	traceless: true,
	before: ({ actor }) => limit(`links of ${actor.id}`, 30, 60),
	can: ({ tx, actor, input: { track, playlist } }) =>
		track
			? isVoiceOf({ tx, actor, input: { track } })
			: ownsPlaylist({ tx, actor, input: { playlist: playlist! } }),
	run: async ({ actor, input, tx, at, record }) => {
		const { closes } = input;
		refuseLastDay(closes, actor.zone, at);
		const id = newId();
		const token = newToken();
		await tx
			.insertInto('share_link')
			.values({
				...{ id, person_id: actor.id, token_hash: hashToken(token), closes, at },
				...{ track_id: input.track ?? null, playlist_id: input.playlist ?? null },
				ends_at: closesAt({ opens: closes, closes }, actor.zone).toString()
			})
			.execute();
		const shared = input.track
			? [input.track]
			: (input.tracks ?? (await ownIn(tx, input.playlist!)));
		const rows = [...new Set(shared)].map((track) => ({ link_id: id, track_id: track }));
		if (rows.length > 0) await tx.insertInto('share_link_track').values(rows).execute();
		const heard = await tracksOf(tx, id);
		if (input.tracks && heard.length < rows.length)
			throw new Invalid([
				{
					field: 'tracks',
					message:
						'Choose from what you said yourself in this playlist, and what is no part of a text'
				}
			]);
		if (heard.length === 0)
			throw new Conflict(
				'A link shares what you said yourself and what is no part of a text: there is nothing such here'
			);
		await record({ verb: 'made', kind: 'link', id, audience: actor.id });
		return { id, path: `/listen/${token}` };
	}
});

/** My links that have not ended, the newest first, and when something was last heard by each; nobody else sees them. */
export const listLinks = door({
	id: 'links.list',
	summary: 'My links, until when each is good, and when it was last used to hear something',
	http: 'GET /links',
	input: z.object({ track: z.uuid().optional(), playlist: z.uuid().optional() }),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				of: z.object({ kind: z.enum(['track', 'playlist']), id: z.string(), title: z.string() }),
				/** How many tracks are heard by it. */
				tracks: z.number(),
				closes: z.string(),
				at: z.string(),
				heard: z.string().nullable()
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		let query = tx
			.selectFrom('share_link as link')
			.leftJoin('track', 'track.id', 'link.track_id')
			.leftJoin('playlist', 'playlist.id', 'link.playlist_id')
			.select(['link.id', 'track_id', 'playlist_id', 'closes', 'link.at', 'heard_at as heard'])
			.select(sql<number>`(select count(*)::integer from tracks_shared_by(link))`.as('tracks'))
			.select(['track.title as track', 'playlist.title as playlist'])
			.where('link.person_id', '=', actor.id)
			.where('ends_at', '>', at)
			.orderBy('link.id', 'desc');
		if (input.track) query = query.where('track_id', '=', input.track);
		if (input.playlist) query = query.where('playlist_id', '=', input.playlist);
		const items = (await query.execute()).map(
			({ track_id, playlist_id, track, playlist, ...row }) => ({
				...row,
				of: track_id
					? { kind: 'track' as const, id: track_id, title: track ?? '' }
					: { kind: 'playlist' as const, id: playlist_id!, title: playlist ?? '' }
			})
		);
		return { items, next: null };
	}
});

/** Ends a link of mine at once. */
export const revokeLink = door({
	id: 'links.revoke',
	summary: 'End a link of mine',
	http: 'DELETE /links/{link}',
	input: z.object({ link: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const gone = await tx
			.deleteFrom('share_link')
			.where('id', '=', input.link)
			.returning('id')
			.executeTakeFirst();
		if (!gone) throw new NotFound('There is no such link');
		await record({ verb: 'ended', kind: 'link', id: input.link, audience: actor.id });
		return {};
	}
});

/** A link that has not ended, and who made it. */
export type Link = { id: string; maker: Actor; closes: string };

/** The link that this token opens, asked for from an address. Throws NotFound for every other, once its day is over, and once its maker has left; TooMany for one who asks without end. */
export async function linkBy(token: string, from: string): Promise<Link> {
	const found = await lookUp('following a link', async (db) => {
		const row = await db
			.selectFrom('share_link')
			.select(['id', 'person_id', 'closes'])
			.where('token_hash', '=', hashToken(token))
			.where('ends_at', '>', now().toString())
			.executeTakeFirst();
		if (!row) return undefined;
		const people = await actorsOf(db, [row.person_id]);
		return { id: row.id, closes: row.closes, maker: people.get(row.person_id) };
	});
	if (!found?.maker) throw new NotFound('There is nothing here');
	await limit(`link ${found.id} ${from}`, 300, 1);
	return { ...found, maker: found.maker };
}

/** What a link lets be heard, in order, with the words that are written down; it is none where all was withdrawn since. */
export function readLink({ id, maker }: Link): Promise<{
	title: string | null;
	about: string;
	tracks: (ShownTrack & { cues: Cue[] })[];
}> {
	return as(maker.id, async (tx) => {
		const list = await tx
			.selectFrom('share_link as link')
			.innerJoin('playlist', 'playlist.id', 'link.playlist_id')
			.select(['title', 'about'])
			.where('link.id', '=', id)
			.where('owner_id', '=', maker.id)
			.executeTakeFirst();
		const tracks = await showTracks(tx, await tracksOf(tx, id), maker.id);
		const cuesOf = await cuesByTake(
			tx,
			tracks.flatMap(({ take }) => take?.id ?? [])
		);
		return {
			title: list?.title ?? null,
			about: list?.about ?? '',
			tracks: tracks.map((track) => ({ ...track, cues: cuesOf.get(track.take?.id ?? '') ?? [] }))
		};
	});
}

/** The sound of a take that a link lets be heard. Throws NotFound. */
export function soundOfLink({ id, maker }: Link, take: string): Promise<Stored> {
	return as(maker.id, async (tx) => {
		const file = await fileRow(tx, await fileIn(tx, id, take));
		const minuteAgo = now().subtract({ minutes: 1 }).toString();
		await tx
			.updateTable('share_link')
			.set({ heard_at: now().toString() })
			.where('id', '=', id)
			.where((eb) => eb.or([eb('heard_at', 'is', null), eb('heard_at', '<', minuteAgo)]))
			.execute();
		return file;
	});
}

/** The words of such a take with their times, as WebVTT; none where they have no times. Throws NotFound. */
export function captionsOfLink({ id, maker }: Link, take: string): Promise<string> {
	return as(maker.id, async (tx) => {
		await fileIn(tx, id, take);
		return overFilm(textOf((await cuesByTake(tx, [take])).get(take) ?? []));
	});
}

/** The file of a take that is the latest of a track which a link shares: one who records anew may have a reason to. */
async function fileIn(tx: Tx, link: string, take: string): Promise<string> {
	if (!z.uuid().safeParse(take).success) throw new NotFound('There is nothing here');
	const { rows } = await sql<{ file: string }>`
		select k.file_id as file
		from share_link link, tracks_shared_by(link) shared join take k on k.track_id = shared.track
		where link.id = ${link} and k.id = ${take}
		and not exists (select from take newer where newer.track_id = k.track_id and newer.number > k.number)`.execute(
		tx
	);
	if (!rows[0]) throw new NotFound('There is nothing here');
	return rows[0].file;
}

async function cuesByTake(tx: Tx, takes: string[]): Promise<Map<string, Cue[]>> {
	if (takes.length === 0) return new Map();
	const rows = await tx
		.selectFrom('transcript')
		.select(['take_id', 'cues'])
		.where('take_id', 'in', takes)
		.execute();
	return new Map(rows.map(({ take_id, cues }) => [take_id, z.array(cue).parse(cues)]));
}

/** Forgets the links whose day is over; how many. */
export async function forgetLinks(at: Temporal.Instant): Promise<number> {
	const gone = await asSystem('following a link', (tx) =>
		tx.deleteFrom('share_link').where('ends_at', '<=', at.toString()).returning('id').execute()
	);
	return gone.length;
}

/** The tracks of the transaction's person in a playlist of theirs. */
async function ownIn(tx: Tx, playlist: string): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		select t.id from playlist_track p join track t on t.id = p.track_id
		where p.playlist_id = ${playlist} and t.voice_id = me() limit 500`.execute(tx);
	return rows.map(({ id }) => id);
}

/** The tracks that a link shares, in order. */
async function tracksOf(tx: Tx, link: string): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		select shared.track as id from share_link link, tracks_shared_by(link) shared
		where link.id = ${link} order by shared.place, shared.track limit 500`.execute(tx);
	return rows.map(({ id }) => id);
}
