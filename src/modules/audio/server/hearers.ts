import { sql } from 'kysely';
import { z } from 'zod';
import { EVERYONE, peopleIn } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { show } from '#platform/server/subjects.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { hearers, type Hearers } from '../audio.ts';
import { isVoiceOf, trackRow } from './rows.ts';

/** Who will hear a track, or hears it: known to its voice before the first word. */
export const hearersOfTrack = door({
	id: 'tracks.hearers',
	summary: 'Who hears a track of mine',
	http: 'GET /tracks/{track}/hearers',
	input: z.object({ track: z.uuid() }),
	output: hearers,
	can: isVoiceOf,
	run: async ({ actor, input, tx, at }) => ({
		...(await hearersIn(tx, (await trackRow(tx, input.track)).audience_id, actor.id)),
		linked: await linkedUntil(tx, input.track, at)
	})
});

/** A thing, and who hears what is said about it: known before the first word. */
export const hearersAbout = door({
	id: 'tracks.hearersAbout',
	summary: 'Who hears what I say about something',
	http: 'GET /hearers/{kind}/{id}',
	input: z.object({ kind: z.string().max(40), id: z.uuid() }),
	output: z.object({ title: z.string(), url: z.string(), hearers }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const { title, url, audience } = await show(tx, input.kind, input.id);
		return { title, url, hearers: await hearersIn(tx, audience, actor.id) };
	}
});

/** The last day of the links of mine by which a track of mine is heard, by itself or in a playlist. */
async function linkedUntil(tx: Tx, track: string, at: string): Promise<string | null> {
	const { rows } = await sql<{ last: string | null }>`
		select max(link.closes)::text as last from share_link link, tracks_shared_by(link) shared
		where link.ends_at > ${at} and shared.track = ${track}`.execute(tx);
	return rows[0]?.last ?? null;
}

async function hearersIn(tx: Tx, audience: string, actor: string): Promise<Hearers> {
	const linked = null;
	if (audience === EVERYONE) return { everyone: true, people: [], more: 0, linked };
	const known = await peopleById(tx, await peopleIn(tx, audience));
	const people = [...known]
		.filter(([id]) => id !== actor)
		.map(([id, { name, face }]) => ({ id, name, face }))
		.sort((a, b) => a.name.localeCompare(b.name));
	const more = Math.max(0, people.length - 12);
	return { everyone: false, people: people.slice(0, 12), more, linked };
}
