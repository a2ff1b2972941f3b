import { z } from 'zod';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import { heardBy } from '#platform/server/audiences.ts';
import { as, type Tx } from '#platform/server/db/database.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { writesDown } from '#platform/server/speech/to-text.ts';
import { lines } from '#modules/people/people.ts';
import { cue, transcriptAtMost, type Cue } from '../audio.ts';
import { textOf } from '../cues.ts';
import { cuesOf, fits, wordsIn } from './captions.ts';
import { shownWish } from './machine-words.ts';
import { isVoiceOf, latestTake, trackRow } from './rows.ts';

const which = { track: z.uuid() };

/** Writes down what is said in the latest take of a track; an empty text takes it away. Throws Conflict where it is told of another take or of other words than are there. */
export const putTranscript = door({
	id: 'transcripts.put',
	summary: 'Write down what is said in a track of mine: WebVTT, SubRip, or plain text',
	http: 'PUT /tracks/{track}/transcript',
	input: z.object({
		...which,
		text: lines(transcriptAtMost),
		/** Of which take these are the words, and when those were saved that they correct; empty where there were none. Whoever leaves both out writes over whatever is there. */
		take: z.uuid().optional(),
		since: z.union([z.literal(''), z.iso.datetime()]).optional()
	}),
	output: z.object({}),
	can: isVoiceOf,
	run: async ({ actor, input, tx, at, record }) => {
		const take = await takeToWrite(tx, input);
		const cues = await cuesOf(input.text);
		if (cues.length === 0 && input.text.trim() !== '')
			throw new Invalid([{ field: 'text', message: 'There are no words in it' }]);
		if (!cues.every((cue) => fits(cue, take.seconds)))
			throw new Invalid([{ field: 'text', message: 'Its times do not fit this recording' }]);
		const row =
			cues.length === 0
				? await tx
						.deleteFrom('transcript')
						.where('take_id', '=', take.id)
						.returning('at')
						.executeTakeFirst()
				: await writeCues(tx, take.id, actor.id, cues, at);
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

/** What is said in the latest take of a track, by cue; null where nobody wrote it down. Its voice sees what they asked of a machine, and the words of an earlier take where this one has none. */
export const getTranscript = door({
	id: 'transcripts.get',
	summary: 'What is said in a track, written down',
	http: 'GET /tracks/{track}/transcript',
	input: z.object(which),
	output: z.object({
		transcript: z
			.object({
				cues: z.array(cue),
				text: z.string(),
				at: z.string(),
				/** That a machine wrote it, and nobody has saved words since. */
				byMachine: z.boolean()
			})
			.nullable(),
		wish: z.object({ at: z.string(), failed: z.boolean() }).nullable(),
		/** Of the last take before that has words: which one that is, and what is said in it. */
		earlier: z.object({ number: z.number(), cues: z.array(cue) }).nullable(),
		may: z.object({ ask: z.boolean(), suggest: z.boolean() })
	}),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		const { voice_id: voice } = await trackRow(tx, input.track);
		const row = await tx
			.selectFrom('take')
			.leftJoin('transcript', 'transcript.take_id', 'take.id')
			.leftJoin('machine_transcript as machine', 'machine.take_id', 'take.id')
			.leftJoin('transcript_wish as wish', 'wish.take_id', 'take.id')
			.leftJoin('transcript_failure as failure', 'failure.take_id', 'take.id')
			.select(['transcript.cues', 'transcript.at', 'machine.at as byMachine'])
			.select(['wish.at as wished', 'failure.at as failed'])
			.where('take.track_id', '=', input.track)
			.orderBy('take.number', 'desc')
			.executeTakeFirst();
		const wish = row ? shownWish(row, at) : null;
		const asks = voice === actor.id && writesDown() && (wish?.failed ?? true);
		const may = { ask: asks && !!row && !row.at, suggest: !!row?.at && voice !== actor.id };
		if (!row?.at) {
			const earlier = row && voice === actor.id ? await earlierWords(tx, input.track) : null;
			return { transcript: null, wish, earlier, may };
		}
		const cues = z.array(cue).parse(row.cues);
		const byMachine = row.byMachine !== null;
		const transcript = { cues, text: textOf(cues), at: row.at, byMachine };
		return { transcript, wish, earlier: null, may };
	}
});

/** What is said in a take that somebody hears, as apps read it. Throws NotFound. */
export function transcriptOf(reader: string, take: string): Promise<string> {
	return as(reader, async (tx) => {
		const row = await tx
			.selectFrom('transcript')
			.select('cues')
			.where('take_id', '=', take)
			.executeTakeFirst();
		if (!row) throw new NotFound('There is nothing here');
		return textOf(z.array(cue).parse(row.cues));
	});
}

/** The take that is heard, into which nobody else writes meanwhile. Throws Conflict where that, or what is written of it, is not what one had before oneself. */
async function takeToWrite(
	tx: Tx,
	{ track, take: id, since }: { track: string; take?: string; since?: string }
) {
	await tx.selectFrom('track').select('id').where('id', '=', track).forUpdate().execute();
	const take = await latestTake(tx, track);
	if (id !== undefined && id !== take.id) throw new Conflict('There is a newer take');
	const row = await tx
		.selectFrom('transcript')
		.select('at')
		.where('take_id', '=', take.id)
		.forUpdate()
		.executeTakeFirst();
	if (since !== undefined && !isSame(since, row?.at ?? '')) throw changedSince();
	return take;
}

const isSame = (one: string, other: string) =>
	one && other ? Temporal.Instant.from(one).equals(other) : one === other;

/** That the words are others by now than whoever writes has before them. */
export const changedSince = () => new Conflict('The words were changed since');

async function earlierWords(tx: Tx, track: string) {
	const row = await tx
		.selectFrom('take')
		.innerJoin('transcript', 'transcript.take_id', 'take.id')
		.select(['take.number', 'transcript.cues'])
		.where('take.track_id', '=', track)
		.orderBy('take.number', 'desc')
		.executeTakeFirst();
	return row ? { number: row.number, cues: z.array(cue).parse(row.cues) } : null;
}

/** Writes down what is said in a take; whatever a machine wrote, or was to write, is a person's from now on. Nothing comes back where that may not be written. */
export async function writeCues(tx: Tx, take: string, by: string, cues: Cue[], at: string) {
	for (const table of ['transcript_wish', 'machine_transcript'] as const)
		await tx.deleteFrom(table).where('take_id', '=', take).execute();
	const written = { cues: JSON.stringify(cues), words: wordsIn(cues), at };
	return tx
		.insertInto('transcript')
		.values({ take_id: take, by_id: by, ...written })
		.onConflict((conflict) => conflict.column('take_id').doUpdateSet(written))
		.returning('at')
		.executeTakeFirst();
}
