import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict } from '#platform/errors.ts';
import { audienceFrom, heardBy, peopleIn } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { record, type Within } from '#platform/server/events.ts';
import { shownTrack } from '../audio.ts';
import { isVoiceOf, showTracks } from './rows.ts';
import { placeOf } from './said.ts';
import { heardAgain } from './widening.ts';

/** What the actor says in a text that more people read by now than hear it there. */
export const listNarrow = door({
	id: 'tracks.narrowIn',
	summary: 'What I say in a text that not all of its readers hear',
	http: 'GET /documents/{document}/said/narrowly',
	input: z.object({ document: z.uuid() }),
	output: z.object({
		items: z.array(shownTrack),
		next: z.null(),
		text: z.object({ title: z.string(), url: z.string() })
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const narrow = await narrowIn(tx, input.document);
		const mine = narrow.filter(({ voice }) => voice === actor.id).map(({ track }) => track);
		const { title, url } = await placeOf(tx, { document_id: input.document, comment_id: null });
		const items = await showTracks(tx, mine, actor.id);
		return { items, next: null, text: { title, url } };
	}
});

/** Lets all who read a text hear what the actor says in it; they alone do, one recording at a time, once they heard it again. */
export const letHear = door({
	id: 'tracks.letHear',
	summary: 'Let all who read a text hear what I say in it, after I heard it again',
	http: 'PUT /documents/{document}/said/{track}',
	input: z.object({ document: z.uuid(), track: z.uuid(), heardAgain }),
	output: z.object({}),
	can: isVoiceOf,
	run: async ({ actor, input: { document, track }, tx, record }) => {
		const { rows } = await sql<{ audience: string }>`
			select audience from let_hear(${track}, ${document})`.execute(tx);
		const [opened] = rows;
		if (!opened) throw new Conflict('All who read it hear it already');
		const audience = await heardBy(tx, opened.audience, actor.id);
		await record({ verb: 'widened', kind: 'track', id: track, audience });
		return {};
	}
});

/** Asks those whom fewer hear than read in a text that was widened whether the others may, too: one notice for each voice. */
export const askVoices: Within = async ({ verb, id, audience, actor, at }, tx) => {
	if (verb !== 'widened' || !actor) return;
	const narrow = await narrowIn(tx, id);
	if (narrow.length === 0) return;
	const readers = new Set(await peopleIn(tx, audience));
	const others = narrow.filter(({ voice }) => voice !== actor && readers.has(voice));
	for (const [voice, [first]] of Map.groupBy(others, (one) => one.voice))
		await record(tx, actor, at, {
			...{ verb: 'asked to let hear', kind: 'track', id: first!.track },
			audience: await audienceFrom(tx, `people:${voice}`, actor),
			data: { tell: [voice] }
		});
};

async function narrowIn(tx: Tx, document: string) {
	const { rows } = await sql<{ track: string; voice: string }>`
		select track, voice from said_narrowly(${document}) order by track`.execute(tx);
	return rows;
}
