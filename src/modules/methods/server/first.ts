import { sql } from 'kysely';
import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { showAll } from '#platform/server/subjects.ts';
import { latestVersions } from '#modules/documents/server/versions.ts';
import { inSight } from '#modules/documents/server/where.ts';
import { peopleById } from '#modules/people/server/persons.ts';

/** How many passages are looked at for one that still stands and is not one's own. */
const candidates = 12;

/** One small thing to try: of the passages I may read, that which stood up best with whoever tried it; not mine, and not one I am trying. */
export const firstMethod = door({
	id: 'methods.first',
	summary: 'One small thing to try',
	http: 'GET /methods/first',
	input: z.object({}),
	output: z.object({
		method: z
			.object({
				document: z.string(),
				block: z.string(),
				words: z.string(),
				url: z.string(),
				authors: z.array(
					z.object({ id: z.string(), name: z.string(), face: z.string().nullable() })
				)
			})
			.nullable()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const { rows } = await sql<{ kind: string; document: string; block: string }>`
			select t.kind, t.subject_id as document, t.block_id as block from tally t
			where t.block_id <> '' and t.what in ('kept', 'changed', 'same', 'adoption') and ${inSight('t.subject_id')}
				and not exists (select from adoption a where a.person_id = ${actor.id} and a.document_id = t.subject_id)
			group by 1, 2, 3
			order by sum(case t.what when 'kept' then 4 when 'changed' then 2 else 1 end * t.amount) desc, 2, 3
			limit ${candidates}`.execute(tx);
		const versions = await latestVersions(tx, [...new Set(rows.map((row) => row.document))]);
		for (const { kind, document, block } of rows) {
			const passage = versions.get(document)?.blocks.find(({ id }) => id === block);
			if (!passage || passage.authors.includes(actor.id)) continue;
			const shown = (await showAll(tx, kind, [document])).get(document);
			if (!shown) continue;
			const people = await peopleById(tx, passage.authors);
			return {
				method: {
					document,
					block,
					words: passage.text,
					url: `${shown.url.split('#')[0]}?at=${block}#b-${block}`,
					authors: [...people.values()].map(({ id, name, face }) => ({ id, name, face }))
				}
			};
		}
		return { method: null };
	}
});
