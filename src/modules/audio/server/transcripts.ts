import { z } from 'zod';
import { Invalid, NotFound } from '#platform/errors.ts';
import { heardBy } from '#platform/server/audiences.ts';
import { as, type Tx } from '#platform/server/db/database.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { lines } from '#modules/people/people.ts';
import { cue, transcriptAtMost, type Cue } from '../audio.ts';
import { cuesOf, textOf, wordsIn } from './captions.ts';
import { soundOf, type Feed } from './feeds.ts';
import { isVoiceOf, trackRow } from './rows.ts';

const which = { track: z.uuid() };

/** Writes down what is said in the latest take of a track; an empty text takes it away. */
export const putTranscript = door({
	id: 'transcripts.put',
	summary: 'Write down what is said in a track of mine: WebVTT, SubRip, or plain text',
	http: 'PUT /tracks/{track}/transcript',
	input: z.object({ ...which, text: lines(transcriptAtMost) }),
	output: z.object({}),
	can: isVoiceOf,
	run: async ({ actor, input, tx, at, record }) => {
		const take = await latestTake(tx, input.track);
		const cues = await cuesOf(input.text);
		if (cues.length === 0 && input.text.trim() !== '')
			throw new Invalid([{ field: 'text', message: 'There are no words in it' }]);
		if (cues.some(({ from, to }) => from !== null && (to! <= from || from > take.seconds)))
			throw new Invalid([{ field: 'text', message: 'Its times do not fit this recording' }]);
		const row =
			cues.length === 0
				? await tx
						.deleteFrom('transcript')
						.where('take_id', '=', take.id)
						.returning('at')
						.executeTakeFirst()
				: await write(tx, take.id, actor.id, cues, at);
		if (!row) {
			if (cues.length > 0) throw notYours();
			return {};
		}
		const { audience_id } = await trackRow(tx, input.track);
		const audience = await heardBy(tx, audience_id, actor.id);
		await record({ verb: 'transcribed', kind: 'track', id: input.track, audience });
		return {};
	}
});

/** What is said in the latest take of a track, by cue; null where nobody wrote it down. */
export const getTranscript = door({
	id: 'transcripts.get',
	summary: 'What is said in a track, written down',
	http: 'GET /tracks/{track}/transcript',
	input: z.object(which),
	output: z.object({
		transcript: z.object({ cues: z.array(cue), text: z.string(), at: z.string() }).nullable()
	}),
	can: anyMember,
	run: async ({ input, tx }) => {
		await trackRow(tx, input.track);
		const row = await tx
			.selectFrom('take')
			.leftJoin('transcript', 'transcript.take_id', 'take.id')
			.select(['transcript.cues', 'transcript.at'])
			.where('take.track_id', '=', input.track)
			.orderBy('take.number', 'desc')
			.executeTakeFirst();
		if (!row?.at) return { transcript: null };
		const cues = z.array(cue).parse(row.cues);
		return { transcript: { cues, text: textOf(cues), at: row.at } };
	}
});

/** What is said in a take that a feed holds, as apps read it. Throws NotFound. */
export async function transcriptOf(feed: Feed, take: string): Promise<string> {
	await soundOf(feed, take);
	return as(feed.reader.id, async (tx) => {
		const row = await tx
			.selectFrom('transcript')
			.select('cues')
			.where('take_id', '=', take)
			.executeTakeFirst();
		if (!row) throw new NotFound('There is nothing here');
		return textOf(z.array(cue).parse(row.cues));
	});
}

async function latestTake(tx: Tx, track: string): Promise<{ id: string; seconds: number }> {
	const take = await tx
		.selectFrom('take')
		.select(['id', 'seconds'])
		.where('track_id', '=', track)
		.orderBy('number', 'desc')
		.executeTakeFirst();
	if (!take) throw new Invalid([{ field: 'text', message: 'Its recording is not here yet' }]);
	return take;
}

function write(tx: Tx, take: string, by: string, cues: Cue[], at: string) {
	const written = { cues: JSON.stringify(cues), words: wordsIn(cues), at };
	return tx
		.insertInto('transcript')
		.values({ take_id: take, by_id: by, ...written })
		.onConflict((conflict) => conflict.column('take_id').doUpdateSet(written))
		.returning('at')
		.executeTakeFirst();
}
