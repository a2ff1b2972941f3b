import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, Forbidden } from '#platform/errors.ts';
import { heardBy } from '#platform/server/audiences.ts';
import { instant } from '#platform/server/clock.ts';
import { as, type Tx } from '#platform/server/db/database.ts';
import { door } from '#platform/server/door.ts';
import { record } from '#platform/server/events.ts';
import { enqueue, patientUntil, perform } from '#platform/server/jobs.ts';
import { limit } from '#platform/server/limits.ts';
import { log } from '#platform/server/log.ts';
import { MachineFailed } from '#platform/server/machine.ts';
import { writeDown, writesDown } from '#platform/server/speech/to-text.ts';
import { readBytes } from '#platform/server/storage/bytes.ts';
import { soundEnding } from '#platform/server/storage/sounds.ts';
import { lines } from '#modules/people/people.ts';
import { transcriptAtMost, type Cue } from '../audio.ts';
import { textOf } from '../cues.ts';
import { cuesOfMachine, wordsIn } from './captions.ts';
import { isVoiceOf, latestTake, trackRow } from './rows.ts';

/** Of which take, and who asked for it: the job sees what they see. */
type Wished = { take: string; voice: string };
type Sound = { file: string; seconds: number; type: string };

/** Has the machine that the operator named write down what is said in the newest take; nothing is lost by asking twice. */
export const askTranscript = door({
	id: 'transcripts.ask',
	summary: 'Let a machine write down what is said in a track of mine',
	http: 'POST /tracks/{track}/transcript/machine',
	input: z.object({ track: z.uuid() }),
	output: z.object({}),
	before: ({ actor }) => limit(`machine words of ${actor.id}`, 30, 60),
	can: isVoiceOf,
	run: async ({ actor, input, tx, at, record }) => {
		if (!writesDown()) throw new Conflict('No machine here writes down what is said');
		const { id: take } = await latestTake(tx, input.track);
		if (await isWritten(tx, take)) throw new Conflict('It is written down already');
		await sql`delete from transcript_wish w where take_id = ${take} and (
			at < ${patientUntil(at)} or exists (select from transcript_failure f where f.take_id = w.take_id))`.execute(
			tx
		);
		const wish = await tx
			.insertInto('transcript_wish')
			.values({ take_id: take, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!wish) return {};
		await enqueue(tx, 'machine-words', { take, voice: actor.id } satisfies Wished);
		const event = { kind: 'track', id: input.track, audience: actor.id };
		await record({ verb: 'asked to transcribe', ...event });
		return {};
	}
});

/** What became of a wish, as its voice sees it at an instant. */
export function shownWish(
	{ wished, failed }: { wished: string | null; failed: string | null },
	at: string
) {
	if (!wished || !writesDown()) return null;
	const late = Temporal.Instant.compare(wished, patientUntil(at)) < 0;
	return { at: wished, failed: failed !== null || late };
}

/** A wish that is gone by then was granted, or its voice wrote the words: so it bears a second time. */
perform<Wished>('machine-words', async (wished) => {
	try {
		const sound = await as(wished.voice, (tx) => soundOf(tx, wished.take));
		if (!sound) return;
		const cues = await hear(sound);
		await as(wished.voice, (tx) => keep(tx, wished, cues));
	} catch (error) {
		// Whoever left waits for nothing.
		if (error instanceof Forbidden) return;
		if (!(error instanceof MachineFailed)) throw error;
		log.warn({ take: wished.take, why: error.message }, 'a recording was not written down');
		await as(wished.voice, (tx) =>
			sql`insert into transcript_failure (take_id, at)
				select take_id, ${instant()} from transcript_wish where take_id = ${wished.take}
				on conflict do nothing`.execute(tx)
		);
	}
});

async function soundOf(tx: Tx, take: string): Promise<Sound | undefined> {
	const row = await tx
		.selectFrom('transcript_wish as wish')
		.innerJoin('take', 'take.id', 'wish.take_id')
		.innerJoin('file', 'file.id', 'take.file_id')
		.leftJoin('transcript_failure as failure', 'failure.take_id', 'wish.take_id')
		.select(['take.track_id', 'take.file_id as file', 'take.seconds', 'file.type'])
		.where('wish.take_id', '=', take)
		.where('failure.at', 'is', null)
		.executeTakeFirst();
	if (!row) return undefined;
	if ((await latestTake(tx, row.track_id)).id === take) return row;
	await tx.deleteFrom('transcript_wish').where('take_id', '=', take).execute();
	return undefined;
}

/** The words of a sound, as the machine writes them. Throws MachineFailed. */
async function hear({ file, seconds, type }: Sound): Promise<Cue[]> {
	const folder = await mkdtemp(join(tmpdir(), 'junto-sound-'));
	try {
		const path = join(folder, `sound.${soundEnding(type)}`);
		await pipeline(readBytes(file, 'whole'), createWriteStream(path));
		const text = await writeDown(path);
		const cues = await cuesOfMachine(text, seconds);
		if (cues.length === 0) throw new MachineFailed('There are no words in what it wrote');
		// Its voice can mend only what they could have written.
		if (!lines(transcriptAtMost).safeParse(textOf(cues)).success)
			throw new MachineFailed('It wrote too much, or no plain text');
		return cues;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function keep(tx: Tx, { take, voice }: Wished, cues: Cue[]): Promise<void> {
	const wish = await tx
		.deleteFrom('transcript_wish')
		.where('take_id', '=', take)
		.returning('at')
		.executeTakeFirst();
	const row = await tx
		.selectFrom('take')
		.select('track_id as track')
		.where('id', '=', take)
		.executeTakeFirst();
	if (!wish || !row || (await latestTake(tx, row.track)).id !== take) return;
	const at = instant();
	const written = await tx
		.insertInto('transcript')
		.values({
			...{ take_id: take, by_id: voice, at },
			...{ cues: JSON.stringify(cues), words: wordsIn(cues) }
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning('at')
		.executeTakeFirst();
	if (!written) return;
	await tx.insertInto('machine_transcript').values({ take_id: take, at }).execute();
	const audience = await heardBy(tx, (await trackRow(tx, row.track)).audience_id, voice);
	await record(tx, voice, at, { verb: 'transcribed', kind: 'track', id: row.track, audience });
}

async function isWritten(tx: Tx, take: string): Promise<boolean> {
	const row = await tx
		.selectFrom('transcript')
		.select('at')
		.where('take_id', '=', take)
		.executeTakeFirst();
	return row !== undefined;
}
