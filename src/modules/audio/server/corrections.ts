import { z } from 'zod';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import { audienceFrom, peopleIn } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import { anyMember, door } from '#platform/server/door.ts';
import type { Event } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { limit } from '#platform/server/limits.ts';
import { blockersOf } from '#modules/notices/server/blocking.ts';
import { tellPeople } from '#modules/notices/server/telling.ts';
import { lines } from '#modules/people/people.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { zonesOf } from '#modules/people/server/rhythm.ts';
import { cue, transcriptAtMost, who, type Cue } from '../audio.ts';
import { textOf } from '../cues.ts';
import { isVoiceOf, latestTake, trackRow } from './rows.ts';
import { changedSince, writeCues } from './transcripts.ts';

const which = { track: z.uuid() };
const one = { ...which, correction: z.uuid() };

/** Of a form that was sent as well as of one that was not, and without the empty lines that would end a cue. */
const plain = (text: string) => text.replace(/\r\n?/g, '\n').replace(/\n\s*\n/g, '\n');

/** Suggests words for one cue of what is heard, to its voice alone; a second time, in the place of the first. Throws Conflict where the cue has other words by now. */
export const suggestWords = door({
	id: 'transcripts.suggest',
	summary: 'Suggest better words for a part of what is written down of a track',
	http: 'POST /tracks/{track}/transcript/corrections',
	input: z.object({
		...which,
		/** Which part it is, counted from 0, and its words as they are now. */
		place: z.number().int().min(0).max(transcriptAtMost),
		was: z.string().max(transcriptAtMost),
		words: lines(10_000).min(1, 'Write the words as they are said').transform(plain)
	}),
	output: z.object({ id: z.string() }),
	before: ({ actor }) => limit(`corrections of ${actor.id}`, 60, 60),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { voice_id: voice } = await trackRow(tx, input.track);
		if (voice === actor.id) throw new Conflict('These words are yours. Correct them yourself');
		const { id: take } = await latestTake(tx, input.track);
		const cues = await cuesOf(tx, take);
		if (!cues) throw new NotFound('Nothing of it is written down');
		const { place, words } = input;
		const was = input.was.replace(/\r\n?/g, '\n');
		if (cues[place]?.text !== was) throw changedSince();
		if (words === was)
			throw new Invalid([{ field: 'words', message: 'Change what is wrong in them' }]);
		const audience = await between(tx, voice, actor.id);
		if (!audience) throw new Conflict('Whoever says this is not here any more');
		const mine = { take_id: take, by_id: actor.id, place };
		await tx
			.deleteFrom('transcript_correction')
			.where((eb) => eb.and(mine))
			.execute();
		const made = await tx
			.insertInto('transcript_correction')
			.values({ ...mine, id: newId(), was, words, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('id')
			.executeTakeFirst();
		if (!made) throw notYours();
		await record({ verb: 'suggested words', kind: 'transcript', id: take, audience });
		return made;
	}
});

/** What is suggested for the take that is heard: to its voice all of it, to others what they suggest themselves. */
export const listSuggestions = door({
	id: 'transcripts.suggestions',
	summary: 'Better words that are suggested for a track of mine, or by me',
	http: 'GET /tracks/{track}/transcript/corrections',
	input: z.object(which),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				/** Which part it is about now; null where that has other words since. */
				place: z.number().nullable(),
				was: z.string(),
				words: z.string(),
				at: z.string(),
				by: who
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ input, tx }) => {
		await trackRow(tx, input.track);
		const rows = await tx
			.selectFrom('transcript_correction as correction')
			.innerJoin('take', 'take.id', 'correction.take_id')
			.selectAll('correction')
			.where('take.track_id', '=', input.track)
			.where(({ not, exists, selectFrom }) =>
				not(
					exists(
						selectFrom('take as later')
							.whereRef('later.track_id', '=', 'take.track_id')
							.whereRef('later.number', '>', 'take.number')
					)
				)
			)
			.orderBy('correction.place')
			.orderBy('correction.id')
			.limit(500)
			.execute();
		const cues = rows[0] ? ((await cuesOf(tx, rows[0].take_id)) ?? []) : [];
		const people = await peopleById(
			tx,
			rows.map(({ by_id }) => by_id)
		);
		const items = rows.flatMap(({ id, was, words, at, by_id, ...row }) => {
			const { name, face } = people.get(by_id) ?? {};
			const place = placeOf(cues, { was, place: row.place });
			return name ? [{ id, place, was, words, at, by: { id: by_id, name, face: face! } }] : [];
		});
		return { items, next: null };
	}
});

/** Puts suggested words into the cue that they are for; from then on all of its words are the voice's own. Throws Conflict where it has other words since. */
export const acceptWords = door({
	id: 'transcripts.accept',
	summary: 'Use better words that somebody suggests for a track of mine',
	http: 'PUT /tracks/{track}/transcript/corrections/{correction}/acceptance',
	input: z.object(one),
	output: z.object({ at: z.string() }),
	can: isVoiceOf,
	run: async ({ actor, input, tx, at, record }) => {
		const take = await latestTake(tx, input.track);
		const { was, words, by_id: author, ...row } = await correctionRow(tx, input);
		const cues = row.take_id === take.id ? await cuesOf(tx, take.id, 'to write') : undefined;
		const place = placeOf(cues ?? [], { was, place: row.place });
		if (!cues || place === null) throw changedSince();
		const better = cues.with(place, { ...cues[place]!, text: words });
		if (!lines(transcriptAtMost).safeParse(textOf(better)).success)
			throw new Conflict('There would be too many words');
		const written = await writeCues(tx, take.id, actor.id, better, at);
		if (!written) throw notYours();
		await end(tx, input.correction);
		const audience = await between(tx, author, actor.id);
		await record({
			...{ verb: 'used words', kind: 'track', id: input.track },
			...{ audience: audience ?? actor.id, data: { tell: [author] } }
		});
		// As it is read again, by which one knows these words.
		return written;
	}
});

/** Ends what was suggested: its author takes it back, whether or not they still hear the track, or the voice leaves the words as they are, which nobody is told. */
export const dismissWords = door({
	id: 'transcripts.dismiss',
	summary: 'Take back words that I suggested, or leave those unused that others did',
	http: 'DELETE /tracks/{track}/transcript/corrections/{correction}',
	input: z.object(one),
	output: z.object({}),
	can: async ({ actor, input, tx }) => {
		const { by_id: author } = await correctionRow(tx, input);
		return author === actor.id || (await isVoiceOf({ actor, input, tx }));
	},
	run: async ({ actor, input, tx, record }) => {
		const { take_id: id } = await correctionRow(tx, input);
		await end(tx, input.correction);
		await record({ verb: 'ended suggestion', kind: 'transcript', id, audience: actor.id });
		return {};
	}
});

/** Tells a voice that somebody suggests better words, once on a day of theirs whoever does. Bears a second time. */
export async function tellOfSuggestions(event: Event): Promise<void> {
	const { kind, verb, id, at } = event;
	if (kind !== 'transcript' || verb !== 'suggested words') return;
	await asSystem('telling people', async (tx) => {
		const take = await tx
			.selectFrom('take')
			.innerJoin('track', 'track.id', 'take.track_id')
			.select('voice_id')
			.where('take.id', '=', id)
			.executeTakeFirst();
		if (!take) return;
		const { voice_id: voice } = take;
		const hears = async (by: string | null) => !(await blockersOf(tx, by)).has(voice);
		if (!(await hears(event.actor))) return;
		const zone = (await zonesOf(tx, [voice])).get(voice) ?? 'UTC';
		const day = Temporal.Instant.from(at).toZonedDateTimeISO(zone).startOfDay();
		const before = await tx
			.selectFrom('event')
			.select('actor_id')
			.distinct()
			.where((eb) => eb.and({ kind, subject_id: id, verb }))
			.where('at', '>=', day.toInstant().toString())
			.where('id', '<', event.event)
			.execute();
		for (const { actor_id } of before) if (await hears(actor_id)) return;
		await tellPeople(tx, event, [voice]);
	});
}

/** Of that track; where its author does not see that any more, they see their own words still. */
async function correctionRow(tx: Tx, { track, correction }: { track: string; correction: string }) {
	const row = await tx
		.selectFrom('transcript_correction as correction')
		.leftJoin('take', 'take.id', 'correction.take_id')
		.selectAll('correction')
		.where('correction.id', '=', correction)
		.where((eb) => eb.or([eb('take.track_id', '=', track), eb('take.id', 'is', null)]))
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such suggestion');
	return row;
}

/** Its words, which nobody else changes meanwhile where they are read `to write`. */
async function cuesOf(tx: Tx, take: string, why?: 'to write'): Promise<Cue[] | undefined> {
	const query = tx.selectFrom('transcript').select('cues').where('take_id', '=', take);
	const row = await (why ? query.forUpdate() : query).executeTakeFirst();
	return row && z.array(cue).parse(row.cues);
}

/** The cue that has these words still, the nearest to where it was; others may have come before it. */
function placeOf(cues: Cue[], { was, place }: { was: string; place: number }): number | null {
	const places = cues.flatMap(({ text }, at) => (text === was ? [at] : []));
	return places.toSorted((a, b) => Math.abs(a - place) - Math.abs(b - place))[0] ?? null;
}

/** The audience of somebody and me; none where they have left. */
async function between(tx: Tx, other: string, me: string): Promise<string | undefined> {
	if ((await peopleIn(tx, other)).length === 0) return undefined;
	return audienceFrom(tx, `people:${other}`, me);
}

async function end(tx: Tx, id: string): Promise<void> {
	await tx.deleteFrom('transcript_correction').where('id', '=', id).execute();
}
