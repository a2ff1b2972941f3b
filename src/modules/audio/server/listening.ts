import { sql } from 'kysely';
import { z } from 'zod';
import { Invalid, NotFound } from '#platform/errors.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { shownTrack } from '../audio.ts';
import { showTracks, trackRow } from './rows.ts';

/** Remembers where I am in a track, for every device of mine; nobody else learns of it. */
export const setPosition = door({
	id: 'listening.position',
	summary: 'Remember where I am in a track',
	http: 'PUT /tracks/{track}/position',
	input: z.object({
		track: z.uuid(),
		take: z.number().int().min(1),
		/** From the beginning of that take. */
		seconds: z.number().min(0).max(100_000),
		/** Whether all of it was heard. */
		heard: z.boolean().default(false),
		/** How many seconds ago that was: a device without a network tells it later. */
		ago: z.number().min(0).max(100_000_000).default(0)
	}),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		const { take, seconds, heard } = input;
		const then = Temporal.Instant.from(at)
			.subtract({ milliseconds: Math.round(input.ago * 1000) })
			.toString();
		await trackRow(tx, input.track);
		const known = await tx
			.selectFrom('take')
			.select('id')
			.where('track_id', '=', input.track)
			.where('number', '=', take)
			.executeTakeFirst();
		if (!known) throw new Invalid([{ field: 'take', message: 'There is no such take of it' }]);
		await tx
			.insertInto('listening')
			.values({
				...{ person_id: actor.id, track_id: input.track, take, seconds, at: then },
				heard_at: heard ? then : null
			})
			.onConflict((conflict) =>
				conflict
					.columns(['person_id', 'track_id'])
					.doUpdateSet((eb) => ({
						...{ take, seconds, at: then },
						// What was heard of an earlier take was not heard of this one.
						heard_at: heard
							? then
							: eb
									.case()
									.when('listening.take', '=', take)
									.then(eb.ref('listening.heard_at'))
									.else(null)
									.end()
					}))
					// Another device has gone on since, unless the clock was set back.
					.where((eb) => eb.or([eb('listening.at', '<=', then), eb('listening.at', '>', at)]))
					.where('listening.take', '<=', take)
			)
			.execute();
		if (heard)
			await tx
				.updateTable('listening')
				.set({ heard_at: then })
				.where('person_id', '=', actor.id)
				.where('track_id', '=', input.track)
				.where('take', '=', take)
				.where('heard_at', 'is', null)
				.execute();
		return {};
	}
});

/** Remembers how fast I listen to a voice, on every device of mine; nobody else learns of it. */
export const setSpeed = door({
	id: 'listening.speed',
	summary: 'Remember how fast I listen to a voice',
	http: 'PUT /voices/{voice}/speed',
	input: z.object({ voice: z.uuid(), speed: z.number().min(0.5).max(3) }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input: { voice, speed }, tx, at }) => {
		if (!(await peopleById(tx, [voice])).has(voice))
			throw new NotFound('There is nobody here by that name');
		await tx
			.insertInto('listening_speed')
			.values({ person_id: actor.id, voice_id: voice, speed, at })
			.onConflict((conflict) =>
				conflict.columns(['person_id', 'voice_id']).doUpdateSet({ speed, at })
			)
			.execute();
		return {};
	}
});

/** For so many days what others say is new. */
const daysNew = 60;
/** The instant since which what others said is new at another. */
export const sinceNew = (at: Temporal.Instant): string =>
	at.subtract({ hours: 24 * daysNew }).toString();

/** What others said lately, or said anew, that I did not hear to its end; the newest first. */
export const listUnheard = door({
	id: 'tracks.unheard',
	summary: 'What is new for me to listen to',
	http: 'GET /tracks/unheard',
	input: z.object({}),
	output: z.object({ items: z.array(shownTrack), next: z.null() }),
	can: anyMember,
	run: async ({ actor, tx, at }) => {
		const since = sinceNew(Temporal.Instant.from(at));
		const { rows } = await sql<{ id: string }>`
			select t.id from take k join track t on t.id = k.track_id
			where k.at > ${since} and t.voice_id <> ${actor.id} and read_from(t.id) is null
				and not exists (select from take later where later.track_id = t.id and later.number > k.number)
				and not exists (
					select from listening l
					where l.person_id = ${actor.id} and l.track_id = t.id and l.take = k.number and l.heard_at is not null
				)
			order by k.at desc, k.id desc limit 30`.execute(tx);
		const ids = rows.map(({ id }) => id);
		return { items: await showTracks(tx, ids, actor.id), next: null };
	}
});
