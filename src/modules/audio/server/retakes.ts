import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { show, showAll } from '#platform/server/subjects.ts';
import { latestVersions, writtenByMe } from '#modules/documents/server/versions.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { who } from '../audio.ts';
import { shownTexts } from './spoken-texts.ts';
import { voicesOf } from './spoken.ts';

const which = { comment: z.uuid() };

/** Asks a voice, by a comment of mine at a moment of the take that is heard, to say this anew. */
export const askRetake = door({
	id: 'retakes.ask',
	summary: 'Ask, by a comment of mine at a moment of a track, that this be said anew',
	http: 'PUT /comments/{comment}/retake',
	input: z.object(which),
	output: z.object({}),
	can: async ({ tx, actor, input }) => {
		const { authors } = await show(tx, 'comment', input.comment);
		return authors.includes(actor.id);
	},
	run: async ({ actor, input, tx, at, record }) => {
		const voice = await voiceAt(tx, input.comment);
		if (!voice || voice === actor.id)
			throw new Conflict('Ask it at a moment of what somebody else says');
		const asked = await tx
			.insertInto('retake')
			.values({ comment_id: input.comment, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		const told = { kind: 'comment', id: input.comment, audience: actor.id };
		if (asked) await record({ verb: 'asked to say anew', ...told });
		return {};
	}
});

/** Ends what was asked so: whoever asked it takes it back, or the voice says that it holds. What has ended stays so. */
export const endRetake = door({
	id: 'retakes.end',
	summary: 'End what was asked to be said anew',
	http: 'DELETE /comments/{comment}/retake',
	input: z.object(which),
	output: z.object({}),
	can: async ({ tx, actor, input }) => {
		const { authors } = await show(tx, 'comment', input.comment);
		return authors.includes(actor.id) || (await voiceAt(tx, input.comment)) === actor.id;
	},
	run: async ({ actor, input, tx, record }) => {
		const gone = await tx
			.deleteFrom('retake')
			.where('comment_id', '=', input.comment)
			.returning('at')
			.executeTakeFirst();
		const told = { kind: 'comment', id: input.comment, audience: actor.id };
		if (gone) await record({ verb: 'asked no more', ...told });
		return {};
	}
});

/** Which of the comments on a track ask for what is heard now to be said anew. */
export const retakesOf = door({
	id: 'retakes.of',
	summary: 'Which comments ask for a track to be said anew',
	http: 'GET /tracks/{track}/retakes',
	input: z.object({ track: z.uuid() }),
	output: z.object({ items: z.array(z.string()), next: z.null() }),
	can: anyMember,
	run: async ({ input, tx }) => {
		await show(tx, 'track', input.track);
		const open = await openRetakes(tx, sql`m.track_id = ${input.track}`);
		return { items: open.map(({ comment }) => comment), next: null };
	}
});

/** What a voice is to say anew: tracks of theirs of which listeners asked for that, and texts that they read and write whose words were changed since. */
export const listRetakes = door({
	id: 'retakes.list',
	summary: 'What I am asked to say anew',
	http: 'GET /retakes',
	input: z.object({}),
	output: z.object({
		tracks: z.array(
			z.object({
				id: z.string(),
				title: z.string(),
				asked: z.array(
					z.object({ comment: z.string(), words: z.string(), url: z.string(), by: who })
				)
			})
		),
		texts: z.array(
			z.object({ id: z.string(), title: z.string(), url: z.string(), parts: z.number() })
		)
	}),
	can: anyMember,
	run: async ({ actor, tx }) => ({
		tracks: await tracksToRetake(tx, actor),
		texts: await textsToRetake(tx, actor)
	})
});

/** What is asked and not over, the track of the latest first. */
async function openRetakes(tx: Tx, among: ReturnType<typeof sql<boolean>>) {
	const { rows } = await sql<{ comment: string; track: string }>`
		select r.comment_id as comment, m.track_id as track
		from retake r cross join lateral said_at_moment(r.comment_id) m
		where ${among} order by m.track_id desc, r.at, r.comment_id limit 100`.execute(tx);
	return rows;
}

async function tracksToRetake(tx: Tx, { id: voice }: Actor) {
	const open = await openRetakes(tx, sql`m.voice_id = ${voice}`);
	const ids = open.map(({ comment }) => comment);
	const comments = await showAll(tx, 'comment', ids);
	const people = await peopleById(
		tx,
		[...comments.values()].flatMap(({ authors }) => authors)
	);
	const tracks = await showAll(
		tx,
		'track',
		open.map(({ track }) => track)
	);
	return [...Map.groupBy(open, ({ track }) => track)].flatMap(([id, asked]) => {
		const title = tracks.get(id)?.title;
		if (!title) return [];
		const shown = asked.flatMap(({ comment }) => {
			const { title: words, url, authors = [] } = comments.get(comment) ?? {};
			const by = people.get(authors[0] ?? '');
			if (!words || !url || !by) return [];
			return [{ comment, words, url, by: { id: authors[0]!, name: by.name, face: by.face } }];
		});
		return shown.length > 0 ? [{ id, title, asked: shown }] : [];
	});
}

async function textsToRetake(tx: Tx, { id: voice }: Actor) {
	const rows = await tx
		.selectFrom('spoken_block')
		.innerJoin('track', 'track.id', 'spoken_block.track_id')
		.select('document_id')
		.distinct()
		.where('voice_id', '=', voice)
		.execute();
	const mine = [
		...(await writtenByMe(
			tx,
			rows.map(({ document_id }) => document_id)
		))
	];
	if (mine.length === 0) return [];
	const [voices, versions] = [await voicesOf(tx, mine), await latestVersions(tx, mine)];
	const stale = new Map(
		mine.map((id) => {
			const words = new Map(versions.get(id)?.blocks.map((one) => [one.id, one.text]));
			const read = voices.filter((one) => one.document === id && one.voice === voice);
			const changed = read.filter((one) => {
				const now = words.get(one.block);
				return now?.trim() && now !== one.words;
			});
			return [id, changed.length] as const;
		})
	);
	const changed = mine.filter((id) => stale.get(id));
	const shown = await shownTexts(tx, changed);
	return changed.flatMap((id) => {
		const { title } = shown.get(id) ?? {};
		return title ? [{ id, title, url: `/spoken/${id}`, parts: stale.get(id)! }] : [];
	});
}

/** Whose voice a comment asks; none where it is not at a moment of what is heard now. */
async function voiceAt(tx: Tx, comment: string): Promise<string | null> {
	const { rows } = await sql<{ voice: string }>`
		select voice_id as voice from said_at_moment(${comment})`.execute(tx);
	return rows[0]?.voice ?? null;
}
