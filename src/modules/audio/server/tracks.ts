import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import { audienceFrom, audienceInput, heardBy } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { refuseSetAside } from '#platform/server/subjects.ts';
import { receivedOf } from '#platform/server/storage/uploads.ts';
import { line } from '#modules/people/people.ts';
import { sent, shownTrack, trackTitle } from '../audio.ts';
import { awaiting, expected, uploadAt } from './expecting.ts';
import { append, isVoiceOf, mayRecord, ownsPlaylist, showTracks, trackRow } from './rows.ts';
import { saidIn } from './said.ts';
import { textReadBy } from './spoken-texts.ts';
import { heardAgain, widened, wider } from './widening.ts';

const which = { track: z.uuid() };

/** Begins a track of the actor's own voice, by itself or at the end of a playlist of theirs. It is heard once its recording has come, at `upload`. */
export const createTrack = door({
	id: 'tracks.create',
	summary: 'Begin a track; its recording is sent to the address that comes back, by tus 1.0',
	http: 'POST /tracks',
	input: z.object({
		title: trackTitle,
		audience: audienceInput.default('me'),
		playlist: z.uuid().optional(),
		/** That it is part of a text or a comment of mine: it is heard where that is read, and by me alone until then. */
		said: z.boolean().default(false),
		...sent
	}),
	output: expected,
	...awaiting,
	can: ({ input: { playlist }, ...given }) =>
		playlist === undefined || ownsPlaylist({ ...given, input: { playlist } }),
	run: async ({ actor, input, ready, tx, at, record }) => {
		const audience = input.said ? actor.id : await audienceFrom(tx, input.audience, actor.id);
		const id = newId();
		await tx
			.insertInto('track')
			.values({ id, voice_id: actor.id, title: input.title, audience_id: audience, at })
			.execute();
		await tx
			.insertInto('recording')
			.values({
				...{ id: ready.id, track_id: id, person_id: actor.id },
				...{ name: input.name, bytes: input.bytes, at }
			})
			.execute();
		if (input.said) await tx.insertInto('said').values({ track_id: id }).execute();
		if (input.playlist) await append(tx, input.playlist, id, actor.id, at);
		await record({ verb: 'began', kind: 'track', id, audience: actor.id });
		return { track: id, recording: ready.id, upload: uploadAt(ready.id) };
	}
});

/** Sends a new recording for a track; until all of it is here, the one before is heard. */
export const replaceTrack = door({
	id: 'tracks.replace',
	summary: 'Record a track of mine again; the takes before it stay',
	http: 'POST /tracks/{track}/takes',
	input: z.object({
		...which,
		words: line(300).default(''),
		/** Of a block of a text that is read aloud: its words, as they were read. */
		reads: z.string().max(400_000).optional(),
		...sent
	}),
	output: expected,
	...awaiting,
	can: mayRecord,
	run: async ({ actor, input, ready, tx, at, record }) => {
		await tx
			.insertInto('recording')
			.values({
				...{ id: ready.id, track_id: input.track, person_id: actor.id },
				...{ name: input.name, bytes: input.bytes, words: input.words, at }
			})
			.execute();
		if (input.reads)
			await tx
				.insertInto('spoken_words')
				.values({ recording_id: ready.id, words: input.reads })
				.execute();
		await record({ verb: 'began again', kind: 'track', id: input.track, audience: actor.id });
		return { track: input.track, recording: ready.id, upload: uploadAt(ready.id) };
	}
});

/** A track as its listener meets it; its voice sees what is still on its way, and what was refused and why. */
export const getTrack = door({
	id: 'tracks.get',
	summary: 'A track, and where I am in it',
	http: 'GET /tracks/{track}',
	input: z.object(which),
	output: shownTrack.extend({
		/** Of what was said into a text or a comment: that, and where it is once it is out. */
		said: z
			.object({
				place: z.object({ title: z.string(), url: z.string() }).nullable(),
				/** Of its voice: the texts that more people read than hear it there. */
				narrow: z.array(z.string())
			})
			.nullable(),
		/** Of a part of a text that is read aloud: that text. */
		reads: z.object({ title: z.string(), url: z.string() }).nullable(),
		coming: z.array(
			z.object({
				recording: z.string(),
				upload: z.string(),
				name: z.string(),
				bytes: z.number(),
				received: z.number(),
				/** That all of it is here, and it is being made to play everywhere. */
				making: z.boolean(),
				refused: z.string().nullable()
			})
		)
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const [shown] = await showTracks(tx, [input.track], actor.id);
		if (!shown) throw new NotFound('There is no such track');
		const rows = await tx
			.selectFrom('recording')
			.leftJoin('take', 'take.id', 'recording.id')
			.leftJoin('recording_refusal as refusal', 'refusal.recording_id', 'recording.id')
			.leftJoin('recording_making as making', 'making.recording_id', 'recording.id')
			.select(['recording.id', 'recording.name', 'recording.bytes', 'refusal.reason'])
			.select('making.at as making')
			.where('recording.track_id', '=', input.track)
			.where('take.id', 'is', null)
			.orderBy('recording.id', 'desc')
			.limit(5)
			.execute();
		const coming = rows.map(({ id, name, bytes, making, reason: refused }) => ({
			...{ recording: id, upload: uploadAt(id), name, bytes: Number(bytes), refused },
			making: making !== null,
			received: receivedOf(id) ?? 0
		}));
		const said = (await saidIn(tx, input.track)) ?? null;
		return { ...shown, said, reads: await textReadBy(tx, input.track), coming };
	}
});

export const renameTrack = door({
	id: 'tracks.rename',
	summary: 'Give a track of mine another title',
	http: 'PATCH /tracks/{track}',
	input: z.object({ ...which, title: trackTitle }),
	output: z.object({}),
	can: isVoiceOf,
	run: async ({ input, tx, actor, record }) => {
		const { audience_id } = await trackRow(tx, input.track);
		await changed(tx, input.track, { title: input.title });
		const audience = await heardBy(tx, audience_id, actor.id);
		await record({ verb: 'renamed', kind: 'track', id: input.track, audience });
		return {};
	}
});

/** Lets more people hear a track; nobody who may hear it now is left out. */
export const widenTrack = door({
	id: 'tracks.widen',
	summary: 'Let more people hear a track of mine, after I heard it again',
	http: 'PUT /tracks/{track}/audience',
	input: z.object({ ...which, ...wider, heardAgain }),
	output: z.object({}),
	can: isVoiceOf,
	run: async ({ actor, input, tx, record }) => {
		if (await saidIn(tx, input.track))
			throw new Conflict('It is heard by whoever reads what it is said in');
		const { audience_id: before } = await trackRow(tx, input.track);
		const { after, tell } = await widened(tx, before, input, actor.id);
		if (after === before) return {};
		await changed(tx, input.track, { audience_id: after });
		// Of what is not recorded yet the first take tells.
		const data = { tell: (await isOut(tx, input.track)) ? tell : [] };
		await record({ verb: 'widened', kind: 'track', id: input.track, audience: after, data });
		return {};
	}
});

/** Takes a track out of lists, players, feeds and search at once; `tracks.restore` undoes it. */
export const withdrawTrack = door({
	id: 'tracks.withdraw',
	summary: 'Withdraw a track of mine',
	http: 'PUT /tracks/{track}/withdrawal',
	input: z.object(which),
	output: z.object({}),
	can: isVoiceOf,
	run: async ({ actor, input, tx, at, record }) => {
		await tx
			.insertInto('track_withdrawal')
			.values({ track_id: input.track, by_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await record({ verb: 'withdrew', kind: 'track', id: input.track, audience: actor.id });
		return {};
	}
});

export const restoreTrack = door({
	id: 'tracks.restore',
	summary: 'Undo the withdrawal of a track',
	http: 'DELETE /tracks/{track}/withdrawal',
	input: z.object(which),
	output: z.object({}),
	can: isVoiceOf,
	run: async ({ actor, input, tx, record }) => {
		await refuseSetAside(tx, input.track);
		const gone = await tx
			.deleteFrom('track_withdrawal')
			.where('track_id', '=', input.track)
			.returning('at')
			.executeTakeFirst();
		if (gone)
			await record({ verb: 'restored', kind: 'track', id: input.track, audience: actor.id });
		return {};
	}
});

async function isOut(tx: Tx, track: string): Promise<boolean> {
	const { rows } = await sql<{ out: boolean }>`select track_is_out(${track}) as out`.execute(tx);
	return rows[0]!.out;
}

async function changed(
	tx: Tx,
	track: string,
	to: { title: string } | { audience_id: string }
): Promise<void> {
	const row = await tx
		.updateTable('track')
		.set(to)
		.where('id', '=', track)
		.returning('id')
		.executeTakeFirst();
	if (!row) throw notYours();
}
