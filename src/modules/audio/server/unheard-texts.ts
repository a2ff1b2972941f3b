import { sql } from 'kysely';
import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { showEach } from '#platform/server/subjects.ts';
import { latestVersions } from '#modules/documents/server/versions.ts';
import { daysNew } from './listening.ts';
import { voicesOf } from './spoken.ts';

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
		const since = Temporal.Instant.from(at)
			.subtract({ hours: 24 * daysNew })
			.toString();
		const { rows } = await sql<{ id: string }>`
			select s.document_id as id from take k join spoken_block s on s.track_id = k.track_id join track t on t.id = k.track_id
			where k.at > ${since} and t.voice_id <> ${actor.id}
				and not exists (
					select from listening l where l.person_id = ${actor.id} and l.track_id = t.id and l.take >= k.number
						and l.heard_at is not null
				)
			group by s.document_id order by max(k.at) desc, s.document_id limit 60`.execute(tx);
		const ids = rows.map(({ id }) => id);
		const voices = ids.length > 0 ? await voicesOf(tx, ids) : [];
		if (voices.length === 0) return { items: [], next: null };
		const versions = await latestVersions(tx, ids);
		const heard = await tx
			.selectFrom('listening')
			.innerJoin('take', (join) =>
				join
					.onRef('take.track_id', '=', 'listening.track_id')
					.onRef('take.number', '=', 'listening.take')
			)
			.select('take.id')
			.where('person_id', '=', actor.id)
			.where('heard_at', 'is not', null)
			.where(
				'take.id',
				'in',
				voices.map(({ take }) => take)
			)
			.execute();
		const known = new Set(heard.map(({ id }) => id));
		const shown = await showEach(
			tx,
			ids.flatMap((id) => ['training', 'page'].map((kind) => ({ kind, id })))
		);
		const items = ids.flatMap((id) => {
			const { title } = shown.get(id) ?? {};
			const blocks = new Set(versions.get(id)?.blocks.map((block) => block.id));
			const parts = voices.filter(
				(one) =>
					one.document === id &&
					blocks.has(one.block) &&
					one.voice !== actor.id &&
					!known.has(one.take)
			).length;
			return title && parts > 0 ? [{ id, title, url: `/spoken/${id}`, parts }] : [];
		});
		return { items: items.slice(0, 20), next: null };
	}
});
