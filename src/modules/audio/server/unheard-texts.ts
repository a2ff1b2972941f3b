import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { sinceNew } from './listening.ts';
import { spokenTexts } from './spoken-texts.ts';

/** Texts of which others read something aloud lately, or anew, that I did not hear to its end; the newest first. */
export const listUnheardTexts = door({
	id: 'spoken.unheard',
	summary: 'Texts that are read aloud and new for me to listen to',
	http: 'GET /spoken/unheard',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				title: z.string(),
				url: z.string(),
				/** How many parts of it are new. */
				parts: z.number()
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx, at }) => {
		const since = sinceNew(Temporal.Instant.from(at));
		const { rows } = await sql<{ id: string }>`
			select s.document_id as id from take k join spoken_block s on s.track_id = k.track_id join track t on t.id = k.track_id
			where k.at > ${since} and t.voice_id <> ${actor.id}
				and not exists (
					select from listening l where l.person_id = ${actor.id} and l.track_id = t.id and l.take >= k.number
						and l.heard_at is not null
				)
			group by s.document_id order by max(k.at) desc, s.document_id limit 60`.execute(tx);
		const texts = await spokenTexts(
			tx,
			rows.map(({ id }) => id)
		);
		const others = texts.map(({ takes, ...text }) => ({
			...text,
			takes: takes.filter(({ voice }) => voice !== actor.id).map(({ id }) => id)
		}));
		const heard = await heardOf(
			tx,
			others.flatMap(({ takes }) => takes),
			actor.id
		);
		const items = others.flatMap(({ document: id, title, takes }) => {
			const parts = takes.filter((take) => !heard.has(take)).length;
			return parts > 0 ? [{ id, title, url: `/spoken/${id}`, parts }] : [];
		});
		return { items: items.slice(0, 20), next: null };
	}
});

/** Which of these takes somebody heard to the end. */
async function heardOf(tx: Tx, takes: string[], person: string): Promise<Set<string>> {
	const { rows } = await sql<{ id: string }>`
		select k.id from take k join listening l on l.track_id = k.track_id and l.take = k.number
		where k.id = any (${takes}::uuid[]) and l.person_id = ${person} and l.heard_at is not null`.execute(
		tx
	);
	return new Set(rows.map(({ id }) => id));
}
