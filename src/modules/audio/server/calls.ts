import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import { audienceFrom, audienceInput, audienceWith } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { limit } from '#platform/server/limits.ts';
import { line, lines, skillName } from '#modules/people/people.ts';
import { membersOf, peopleElsewhere } from '#modules/people/server/circles.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { endsFor, refuseLastDay } from '#modules/people/server/rhythm.ts';
import { teachersOf } from '#modules/people/server/skills.ts';
import { answersHeard, lastDay, question, who } from '../audio.ts';
import { append, callRow, ownsPlaylist } from './rows.ts';
import { answersTo } from './shown-call.ts';

const which = { playlist: z.uuid() };
const invitedAtMost = 100;
const fromPoolAtMost = 5;

/** Asks people a question that each answers aloud, with a track of their own in one playlist, until the end of a day. */
export const createCall = door({
	id: 'calls.create',
	summary: 'Ask people to answer a question aloud',
	http: 'POST /calls',
	input: z.object({
		question,
		/** Who hears the answers, beside those who are asked. */
		audience: audienceInput,
		people: z.array(z.uuid()).max(invitedAtMost, `Ask at most ${invitedAtMost} people`).default([]),
		/** Their people are asked, as they are now. */
		circles: z.array(z.uuid()).max(20).default([]),
		/** A few of those who teach it are asked, first whoever was asked longest ago. */
		skill: skillName.optional(),
		closes: lastDay,
		minutes: z.coerce.number().int().min(1).max(60).default(5),
		answers: answersHeard.default('at once')
	}),
	output: z.object({ playlist: z.string() }),
	before: ({ actor }) => limit(`questions of ${actor.id}`, 20, 60),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		refuseLastDay(input.closes, actor.zone, at);
		const invited = await invitedOf(tx, actor, input);
		const audience = await audienceFrom(tx, input.audience, actor.id, invited);
		const id = newId();
		const { question, closes, minutes, answers } = input;
		await tx
			.insertInto('playlist')
			.values({
				...{ id, owner_id: actor.id, title: titleOf(question), about: '' },
				...{ audience_id: audience, at }
			})
			.execute();
		const due = await endsFor(tx, [actor.id, ...invited], closes);
		await tx
			.insertInto('call')
			.values({ playlist_id: id, question, closes, due_at: due, minutes, answers, at })
			.execute();
		const rows = invited.map((person) => ({
			...{ playlist_id: id, person_id: person, by_id: actor.id, at }
		}));
		await tx.insertInto('call_invitation').values(rows).execute();
		await record({ verb: 'asked', kind: 'playlist', id, audience });
		return { playlist: id };
	}
});

/** Begins my answer: a track of mine that waits to be recorded. What I began before is gone on with. */
export const answerCall = door({
	id: 'calls.answer',
	summary: 'Begin my answer to a question; its recording is sent as a take of the track',
	http: 'POST /playlists/{playlist}/answers',
	input: z.object(which),
	output: z.object({ track: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const call = await callRow(tx, input.playlist);
		// Two taps at once are one answer.
		await sql`select pg_advisory_xact_lock(hashtext(${input.playlist + actor.id}))`.execute(tx);
		const begun = await tx
			.selectFrom('call_answer')
			.innerJoin('track', 'track.id', 'call_answer.track_id')
			.leftJoin('track_withdrawal as gone', 'gone.track_id', 'track.id')
			.select('track.id')
			.where('playlist_id', '=', input.playlist)
			.where('voice_id', '=', actor.id)
			.where('gone.at', 'is', null)
			.executeTakeFirst();
		await tx
			.deleteFrom('call_decline')
			.where('playlist_id', '=', input.playlist)
			.where('person_id', '=', actor.id)
			.execute();
		if (begun) return { track: begun.id };
		const id = newId();
		await tx
			.insertInto('track')
			.values({
				...{ id, voice_id: actor.id, title: titleOf(call.question) },
				...{ audience_id: call.audience_id, at }
			})
			.execute();
		await tx
			.insertInto('call_answer')
			.values({ playlist_id: input.playlist, track_id: id })
			.execute();
		await append(tx, input.playlist, id, actor.id, at);
		await record({ verb: 'began', kind: 'track', id, audience: actor.id });
		return { track: id };
	}
});

/** Says that I cannot answer, and if I wish why, and who may know instead; whoever asked learns of it, nobody else. An answer takes it back. */
export const declineCall = door({
	id: 'calls.decline',
	summary: 'Say that I cannot answer a question',
	http: 'PUT /playlists/{playlist}/decline',
	input: z.object({ ...which, words: line(500).default(''), instead: z.uuid().optional() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const call = await callRow(tx, input.playlist);
		const { playlist, words } = input;
		const answers = await answersTo(tx, playlist);
		if (answers.some((answer) => answer.voice_id === actor.id))
			throw new Conflict('Your answer is here already');
		const fresh = await tx
			.insertInto('call_decline')
			.values({ playlist_id: playlist, person_id: actor.id, words, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!fresh) return {};
		if (input.instead) await suggest(tx, { ...call, person: input.instead, by: actor.id, at });
		const audience = await audienceFrom(tx, `people:${call.owner_id}`, actor.id);
		await record({ verb: 'passed', kind: 'playlist', id: playlist, audience });
		return {};
	}
});

/** Asks one more person, who sees the question from now on. */
export const inviteToCall = door({
	id: 'calls.invite',
	summary: 'Ask one more person a question of mine',
	http: 'PUT /playlists/{playlist}/invitations/{person}',
	input: z.object({ ...which, person: z.uuid() }),
	output: z.object({}),
	can: ownsPlaylist,
	run: async ({ actor, input: { playlist, person }, tx, at, record }) => {
		const call = await callRow(tx, playlist);
		if (call.closed) throw new Conflict('It is closed already');
		await personHere(tx, person, actor.id);
		const fresh = await tx
			.insertInto('call_invitation')
			.values({ playlist_id: playlist, person_id: person, by_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!fresh) return {};
		const { audience_id: before } = call;
		const audience = await audienceWith(tx, before, [person], actor.id);
		await tx
			.updateTable('playlist')
			.set({ audience_id: audience })
			.where('id', '=', playlist)
			.execute();
		const data = { person };
		await record({ verb: 'invited', kind: 'playlist', id: playlist, audience, data });
		return {};
	}
});

/** Ends the time for answers before its day; then all of them are heard. */
export const closeCall = door({
	id: 'calls.close',
	summary: 'Close a question of mine',
	http: 'POST /playlists/{playlist}/closing',
	input: z.object(which),
	output: z.object({}),
	can: ownsPlaylist,
	run: async ({ input, tx, at, record }) => {
		const call = await callRow(tx, input.playlist);
		if (call.closed) throw new Conflict('It is closed already');
		await tx.insertInto('call_closing').values({ playlist_id: input.playlist, at }).execute();
		const { playlist: id } = input;
		await record({ verb: 'ended', kind: 'playlist', id, audience: call.audience_id });
		return {};
	}
});

/** Undoes that, as long as its day is not over; answers that wait for one's own wait again. */
export const reopenCall = door({
	id: 'calls.reopen',
	summary: 'Open a question of mine again before its day is over',
	http: 'DELETE /playlists/{playlist}/closing',
	input: z.object(which),
	output: z.object({}),
	can: ownsPlaylist,
	run: async ({ input: { playlist: id }, tx, at, record }) => {
		const call = await callRow(tx, id);
		if (!call.closed) return {};
		if (Temporal.Instant.compare(call.due_at, at) <= 0) throw new Conflict('Its day is over');
		const open = await tx
			.deleteFrom('call_closing')
			.where('playlist_id', '=', id)
			.returning('at')
			.executeTakeFirst();
		if (!open) throw notYours();
		await record({ verb: 'reopened', kind: 'playlist', id, audience: call.audience_id });
		return {};
	}
});

/** Marks an answer as promising, for everybody who hears it. */
export const markAnswer = door({
	id: 'calls.mark',
	summary: 'Mark an answer to a question of mine as promising',
	http: 'PUT /playlists/{playlist}/marks/{track}',
	input: z.object({ ...which, track: z.uuid() }),
	output: z.object({}),
	can: ownsPlaylist,
	run: async ({ actor, input, tx, at, record }) => {
		const { playlist, track } = input;
		const call = await callRow(tx, playlist);
		if (!(await answersTo(tx, playlist)).some((answer) => answer.track_id === track))
			throw new NotFound('There is no such answer');
		await tx
			.insertInto('call_mark')
			.values({ playlist_id: playlist, track_id: track, by_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		const data = { track };
		const { audience_id: audience } = call;
		await record({ verb: 'marked', kind: 'playlist', id: playlist, audience, data });
		return {};
	}
});

export const unmarkAnswer = door({
	id: 'calls.unmark',
	summary: 'Take back that an answer is promising',
	http: 'DELETE /playlists/{playlist}/marks/{track}',
	input: z.object({ ...which, track: z.uuid() }),
	output: z.object({}),
	can: ownsPlaylist,
	run: async ({ input, tx }) => {
		await tx
			.deleteFrom('call_mark')
			.where('playlist_id', '=', input.playlist)
			.where('track_id', '=', input.track)
			.execute();
		return {};
	}
});

/** Says what came of a question: those who answered hear of it. */
export const concludeCall = door({
	id: 'calls.conclude',
	summary: 'Say what came of a question of mine',
	http: 'PUT /playlists/{playlist}/outcome',
	input: z.object({ ...which, words: lines(4000).min(1, 'Say what came of it') }),
	output: z.object({}),
	can: ownsPlaylist,
	run: async ({ actor, input, tx, at, record }) => {
		const { playlist, words } = input;
		const { audience_id: audience } = await callRow(tx, playlist);
		const row = await tx
			.insertInto('call_outcome')
			.values({ playlist_id: playlist, words, by_id: actor.id, at })
			.onConflict((conflict) => conflict.column('playlist_id').doUpdateSet({ words, at }))
			.returning('at')
			.executeTakeFirst();
		if (!row) throw notYours();
		await record({ verb: 'concluded', kind: 'playlist', id: playlist, audience });
		return {};
	}
});

/** People who share no circle with me, some of each other circle: they may see what my own do not. */
export const listOthers = door({
	id: 'calls.others',
	summary: 'People from other circles than mine, to ask by difference',
	http: 'GET /calls/others',
	input: z.object({}),
	output: z.object({
		items: z.array(who.extend({ circles: z.array(z.string()) })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const others = await peopleElsewhere(tx, actor.id, 24);
		const known = await peopleById(tx, [...others.keys()], 'here');
		const items = [...others].flatMap(([id, circles]) => {
			const one = known.get(id);
			return one ? [{ id, name: one.name, face: one.face, circles }] : [];
		});
		return { items, next: null };
	}
});

/** In how many hours half of the questions of the last half year had a first answer, wherever enough were asked. */
export const usualAnswers = door({
	id: 'calls.usual',
	summary: 'How long a question asked aloud usually waits for its first answer here',
	http: 'GET /calls/usual',
	input: z.object({}),
	output: z.object({ hours: z.number().nullable() }),
	can: anyMember,
	run: async ({ tx, at }) => {
		const since = Temporal.Instant.from(at).subtract({ hours: 24 * 182 });
		const { rows } = await sql<{ seconds: number | null }>`
			select usual_answer_time(${since.toString()}) as seconds`.execute(tx);
		const seconds = rows[0]?.seconds ?? null;
		return { hours: seconds === null ? null : Math.ceil(seconds / 3600) };
	}
});

async function invitedOf(
	tx: Tx,
	actor: Actor,
	{ people, circles, skill }: { people: string[]; circles: string[]; skill?: string }
): Promise<string[]> {
	const pool = skill ? await fromPool(tx, actor, skill) : [];
	const asked = [...people, ...(await membersOf(tx, circles)), ...pool];
	const known = await peopleById(tx, asked, 'here');
	const invited = [...known.keys()].filter((id) => id !== actor.id);
	const refuse = (message: string) => new Invalid([{ field: 'people', message }]);
	if (invited.length === 0) throw refuse('Ask somebody beside yourself');
	if (invited.length > invitedAtMost) throw refuse(`Ask at most ${invitedAtMost} people`);
	return invited;
}

/** A few of those who teach a skill, so that one question does not reach them all. Throws Invalid where nobody else does. */
async function fromPool(tx: Tx, actor: Actor, skill: string): Promise<string[]> {
	const teachers = (await teachersOf(tx, skill)).filter((id) => id !== actor.id);
	if (teachers.length === 0)
		throw new Invalid([{ field: 'skill', message: 'Nobody else here says that they teach this' }]);
	const { rows } = await sql<{ id: string }>`
		select id from asked_longest_ago(${teachers}::uuid[]) as id limit ${fromPoolAtMost}`.execute(tx);
	return rows.map(({ id }) => id);
}

type Suggestion = { playlist_id: string; owner_id: string; person: string; by: string; at: string };

async function suggest(tx: Tx, { playlist_id, owner_id, person, by, at }: Suggestion) {
	await personHere(tx, person, by);
	if (person === owner_id)
		throw new Invalid([{ field: 'instead', message: 'They asked you themselves' }]);
	await tx
		.insertInto('call_suggestion')
		.values({ playlist_id, person_id: person, by_id: by, at })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

async function personHere(tx: Tx, person: string, other: string): Promise<void> {
	if (person !== other && (await peopleById(tx, [person], 'here')).has(person)) return;
	throw new Invalid([{ field: 'instead', message: 'Choose somebody else who is here' }]);
}

/** What a question is called in lists. */
function titleOf(question: string): string {
	return question.length <= 200 ? question : `${question.slice(0, 199).trimEnd()}…`;
}
