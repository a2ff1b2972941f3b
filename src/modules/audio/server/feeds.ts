import { sql } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import { now } from '#platform/server/clock.ts';
import { as, lookUp } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { hashToken, newId, newToken } from '#platform/server/ids.ts';
import { limit } from '#platform/server/limits.ts';
import { fileGivenBy, type Stored } from '#platform/server/storage/files.ts';
import { show, showAll } from '#platform/server/subjects.ts';
import { line } from '#modules/people/people.ts';
import { actorsOf } from '#modules/people/server/actors.ts';
import type { ShownTrack } from '../audio.ts';
import { readingsOf, type Reading } from './episodes.ts';
import { playlistRow, showChosen } from './rows.ts';

/** Makes a private podcast feed for one device of mine: all that I may hear, one playlist, or what is read aloud of one series. Its address is shown this once, and beside it one without a secret, with a name and a password. */
export const createFeed = door({
	id: 'feeds.create',
	summary: 'Make a private podcast feed for a device of mine',
	http: 'POST /feeds',
	input: z
		.object({
			label: line(120).min(1, 'Say which device or app it is for'),
			playlist: z.uuid().optional(),
			series: z.uuid().optional()
		})
		.refine(({ playlist, series }) => !playlist || !series, {
			path: ['series'],
			message: 'Choose a playlist or a series'
		}),
	output: z.object({
		id: z.string(),
		path: z.string(),
		basic: z.object({ path: z.string(), name: z.string(), password: z.string() })
	}),
	traceless: true,
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		if (input.playlist) await playlistRow(tx, input.playlist);
		if (input.series) await show(tx, 'series', input.series);
		const id = newId();
		const token = newToken();
		await tx
			.insertInto('feed')
			.values({
				...{ id, person_id: actor.id, token_hash: hashToken(token), label: input.label },
				...{ playlist_id: input.playlist ?? null, series_id: input.series ?? null, at }
			})
			.execute();
		await record({ verb: 'made', kind: 'feed', id, audience: actor.id });
		const basic = { path: `/feeds/${id}/feed.xml`, name: 'junto', password: token };
		return { id, path: `/feeds/${token}/feed.xml`, basic };
	}
});

/** My feeds, and when an app last asked for each; nobody else sees them. */
export const listFeeds = door({
	id: 'feeds.list',
	summary: 'My private feeds, and when each was last asked for',
	http: 'GET /feeds',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				label: z.string(),
				playlist: z.object({ id: z.string(), title: z.string() }).nullable(),
				series: z.object({ id: z.string(), title: z.string() }).nullable(),
				at: z.string(),
				used: z.object({ at: z.string(), agent: z.string() }).nullable()
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const rows = await tx
			.selectFrom('feed')
			.leftJoin('feed_reading as used', 'used.feed_id', 'feed.id')
			.leftJoin('playlist', 'playlist.id', 'feed.playlist_id')
			.select(['feed.id', 'label', 'feed.at', 'playlist.id as playlist', 'title', 'series_id'])
			.select(['used.at as usedAt', 'agent'])
			.where('feed.person_id', '=', actor.id)
			.orderBy('feed.id', 'desc')
			.execute();
		const ids = rows.flatMap(({ series_id: id }) => id ?? []);
		const series = await showAll(tx, 'series', ids);
		const items = rows.map(({ id, label, at, playlist, title, series_id, usedAt, agent }) => ({
			...{ id, label, at },
			playlist: playlist && title ? { id: playlist, title } : null,
			series: series_id ? { id: series_id, title: series.get(series_id)?.title ?? '' } : null,
			used: usedAt ? { at: usedAt, agent: agent ?? '' } : null
		}));
		return { items, next: null };
	}
});

/** Ends a feed of mine: its address, and every file under it, is gone at once. */
export const revokeFeed = door({
	id: 'feeds.revoke',
	summary: 'End a private feed of mine',
	http: 'DELETE /feeds/{feed}',
	input: z.object({ feed: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const gone = await tx
			.deleteFrom('feed')
			.where('id', '=', input.feed)
			.returning('id')
			.executeTakeFirst();
		if (!gone) throw new NotFound('There is no such feed');
		await record({ verb: 'ended', kind: 'feed', id: input.feed, audience: actor.id });
		return {};
	}
});

/** Whose feed this is, and of what. */
export type Feed = {
	id: string;
	reader: Actor;
	playlist: string | null;
	series: string | null;
};

/** The feed that this token opens, where an id is given none but that. Throws NotFound for every other, and once its person has left; TooMany for an app that asks without end. */
export async function feedBy(token: string, agent: string, id?: string): Promise<Feed> {
	const row = await lookUp('reading a feed', async (db) => {
		const found = await db
			.selectFrom('feed')
			.leftJoin('feed_reading as used', 'used.feed_id', 'feed.id')
			.select(['feed.id as feed', 'person_id', 'playlist_id', 'series_id'])
			.select(['used.agent', 'used.at as used_at'])
			.where('token_hash', '=', hashToken(token))
			.$if(id !== undefined, (query) => query.where('feed.id', '=', id!))
			.executeTakeFirst();
		if (!found) return undefined;
		const people = await actorsOf(db, [found.person_id]);
		return { ...found, reader: people.get(found.person_id) };
	});
	if (!row?.reader) throw new NotFound('There is nothing here');
	await noteReading(row, agent);
	const { feed, reader, playlist_id: playlist, series_id: series } = row;
	return { id: feed, reader, playlist, series };
}

/** Which feed is asked, and which app asked it last. */
type Asked = { feed: string; agent: string | null; used_at: string | null };

/** Notes which app asks, once a minute at most. Throws TooMany for one that asks without end. */
async function noteReading(asked: Asked, agent: string): Promise<void> {
	const at = now();
	const app = agent.replace(/\p{C}/gu, ' ').slice(0, 200);
	// A player asks for one sound many times; its person wants to know of the day and the app.
	const minuteAgo = at.subtract({ minutes: 1 }).toString();
	if (asked.agent !== app || !asked.used_at || asked.used_at < minuteAgo) {
		const reading = { agent: app, at: at.toString({ smallestUnit: 'second' }) };
		await lookUp('reading a feed', (db) =>
			db
				.insertInto('feed_reading')
				.values({ feed_id: asked.feed, ...reading })
				.onConflict((conflict) => conflict.column('feed_id').doUpdateSet(reading))
				.execute()
		);
	}
	await limit(`feed ${asked.feed}`, 300, 1);
}

/** Whether an address names a feed by its id, which is no secret: its token is the password then. */
export const isFeedId = (name: string) => z.uuid().safeParse(name).success;

/** The feed of this id, for an app that sends its token as a password from an address; null for one that sends another or none, whether or not there is such a feed. Throws TooMany for one that sends others without end. */
export async function feedByPassword(
	id: string,
	password: string | undefined,
	{ agent, from }: { agent: string; from: string }
): Promise<Feed | null> {
	if (!password) return null;
	try {
		return await feedBy(password, agent, id);
	} catch (error) {
		if (!(error instanceof NotFound)) throw error;
	}
	// The servers of some apps ask for many people from one address: the right password opens, however many are wrong.
	await limit(`feed passwords from ${from}`, 60, 1);
	return null;
}

/** What a feed holds. Tracks are those of a playlist in order, else whatever others shared, the newest first, with readings of the texts that they read aloud; a series has those of its texts. Throws NotFound. */
export async function readFeed(feed: Feed): Promise<{
	title: string | null;
	about: string;
	tracks: ShownTrack[];
	readings: Reading[];
}> {
	const { reader, series } = feed;
	if (!series) return { ...(await readTracks(feed)), readings: await readingsOf(feed) };
	const { title } = await as(reader.id, (tx) => show(tx, 'series', series));
	return { title, about: '', tracks: [], readings: await readingsOf(feed) };
}

function readTracks({ reader, playlist }: Feed) {
	return as(reader.id, async (tx) => {
		const list = playlist ? await playlistRow(tx, playlist) : undefined;
		const chosen = playlist
			? sql`select t.*, p.position as place from playlist_track p join track t on t.id = p.track_id
				where p.playlist_id = ${playlist} and track_is_out(t.id) order by place, t.id desc limit 500`
			: sql`select t.*, null as place from track t
				where t.voice_id <> ${reader.id} and read_from(t.id) is null order by t.id desc limit 500`;
		const tracks = await showChosen(tx, chosen, reader.id);
		return { title: list?.title ?? null, about: list?.about ?? '', tracks };
	});
}

/** A sound, and whose feed it is heard in. */
export type Heard = Stored & { reader: string };

/** The sound of a take that the feed of this token holds, in one statement: who plays it fetches a part after another. Undefined where there is none. Throws TooMany for an app that asks without end. */
export async function soundIn(
	token: string,
	agent: string,
	take: string
): Promise<Heard | undefined> {
	if (!z.uuid().safeParse(take).success) return undefined;
	const heard = await fileGivenBy<{ reader: string } & Asked>(
		sql`sound_in_feed(${hashToken(token)}, ${take})`
	);
	if (heard) await noteReading(heard, agent);
	return heard;
}
