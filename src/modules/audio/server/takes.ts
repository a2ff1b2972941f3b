import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import { fileAddress } from '#platform/files.ts';
import { heardBy } from '#platform/server/audiences.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { line } from '#modules/people/people.ts';
import { endSuggestions, latestTake, mayRecord, trackRow } from './rows.ts';

const which = { track: z.uuid() };

/** How a track came to be as it is heard, the latest take first. The earlier ones are offered to its voice alone: who says something anew may have a reason to. */
export const listTakes = door({
	id: 'tracks.takes',
	summary: 'The takes of a track, the latest first',
	http: 'GET /tracks/{track}/takes',
	input: z.object(which),
	output: z.object({
		items: z.array(
			z.object({
				number: z.number(),
				seconds: z.number(),
				type: z.string(),
				at: z.string(),
				/** What was new in it. */
				words: z.string(),
				/** Under what id it can be brought back, and where it is heard. */
				sound: z.object({ take: z.string(), src: z.string() }).nullable(),
				/** The recording as it was sent, where what is heard was made of it; for its voice alone. */
				original: z.object({ name: z.string(), bytes: z.number(), src: z.string() }).nullable()
			})
		),
		next: z.null(),
		may: z.object({ bringBack: z.boolean() })
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const { voice_id: voice } = await trackRow(tx, input.track);
		const { rows } = await sql<{
			id: string;
			number: number;
			seconds: number;
			type: string;
			at: string;
			words: string;
			file: string;
			original: { id: string; name: string; bytes: number } | null;
		}>`select id, number, seconds, sound_of(file_id) ->> 'type' as type, at, words, file_id as file, (
				select json_build_object('id', f.id, 'name', f.name, 'bytes', f.bytes)
				from original o join file f on f.id = o.original_id where o.file_id = take.file_id
			) as original
			from take where track_id = ${input.track} order by number desc limit 200`.execute(tx);
		const items = rows.map(({ id, file, original, ...take }, place) => ({
			...take,
			original: original && {
				name: original.name,
				bytes: original.bytes,
				src: fileAddress(original.id)
			},
			at: Temporal.Instant.from(take.at).toString(),
			sound: place === 0 || voice === actor.id ? { take: id, src: fileAddress(file) } : null
		}));
		const bringBack = await mayRecord({ tx, actor, input });
		return { items, next: null, may: { bringBack } };
	}
});

/** Lets an earlier take be heard again, as one more take with the words and chapters that were written down of it; the ones between stay. */
export const bringBackTake = door({
	id: 'tracks.bringBack',
	summary: 'Let an earlier take of a track of mine be heard again',
	http: 'PUT /tracks/{track}/take',
	input: z.object({
		...which,
		take: z.uuid(),
		/** What those are told who heard the take before. */
		words: line(300).default('')
	}),
	output: z.object({ number: z.number() }),
	can: mayRecord,
	run: async ({ actor, input, tx, at, record }) => {
		const { audience_id } = await trackRow(tx, input.track);
		await tx.selectFrom('track').select('id').where('id', '=', input.track).forUpdate().execute();
		const latest = await latestTake(tx, input.track);
		const earlier = await tx
			.selectFrom('take')
			.innerJoin('recording', 'recording.id', 'take.id')
			.select(['file_id', 'seconds', 'bytes'])
			.where('take.id', '=', input.take)
			.where('take.track_id', '=', input.track)
			.executeTakeFirst();
		if (!earlier) throw new NotFound('There is no such take');
		const { bytes, ...sound } = earlier;
		if (latest.file_id === sound.file_id) throw new Conflict('This is the take that is heard');
		await endSuggestions(tx, input.track);
		const number = latest.number + 1;
		const again = { id: newId(), track_id: input.track, words: input.words, at };
		await tx
			.insertInto('recording')
			.values({ ...again, person_id: actor.id, name: '', bytes })
			.execute();
		await tx
			.insertInto('take')
			.values({ ...again, ...sound, number })
			.execute();
		for (const copied of [
			sql`insert into spoken_words (recording_id, words) select ${again.id}, words from spoken_words where recording_id = ${input.take}`,
			sql`insert into transcript (take_id, by_id, cues, words, at)
				select ${again.id}, ${actor.id}, cues, words, ${at} from transcript where take_id = ${input.take}`,
			sql`insert into take_chapter (take_id, begins, title) select ${again.id}, begins, title from take_chapter where take_id = ${input.take}`,
			sql`insert into machine_transcript (take_id, at) select ${again.id}, at from machine_transcript where take_id = ${input.take}`
		])
			await copied.execute(tx);
		const audience = await heardBy(tx, audience_id, actor.id);
		const data = { take: number };
		await record({ verb: 'recorded again', kind: 'track', id: input.track, audience, data });
		return { number };
	}
});
