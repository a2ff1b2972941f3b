import { z } from 'zod';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { show, showAll } from '#platform/server/subjects.ts';
import { followed, rhythm, type Rhythm } from '../notices.ts';

/** Follows something with a rhythm of its own, or never. */
export const setFollow = door({
	id: 'follows.set',
	summary: 'Follow something',
	http: 'PUT /follows/{kind}/{id}',
	input: z.object({ ...followed, rhythm }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		if (input.kind !== 'person') await show(tx, input.kind, input.id);
		await follow(tx, { person: actor.id, ...input, at, keep: false });
		await record({ verb: 'followed', kind: input.kind, id: input.id, audience: actor.id });
		return {};
	}
});

export const listFollows = door({
	id: 'follows.list',
	summary: 'What I follow',
	http: 'GET /follows',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({ kind: z.string(), id: z.string(), title: z.string(), url: z.string(), rhythm })
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const rows = await tx
			.selectFrom('follow')
			.selectAll()
			.where('person_id', '=', actor.id)
			.orderBy('at', 'desc')
			.limit(200)
			.execute();
		const items = [];
		for (const [kind, own] of Map.groupBy(rows, (row) => row.kind)) {
			const shown = await showAll(
				tx,
				kind,
				own.map((row) => row.subject_id)
			);
			for (const row of own) {
				const subject = shown.get(row.subject_id);
				if (subject)
					items.push({
						kind,
						id: row.subject_id,
						title: subject.title,
						url: subject.url,
						rhythm: row.rhythm as Rhythm
					});
			}
		}
		return { items, next: null };
	}
});

type Following = {
	person: string;
	kind: string;
	id: string;
	rhythm: Rhythm;
	at: string;
	keep: boolean;
};

/** Writes a follow; with `keep`, what the person chose before stays. */
export async function follow(
	tx: Tx,
	{ person, kind, id, rhythm, at, keep }: Following
): Promise<void> {
	const row = { person_id: person, kind, subject_id: id, rhythm, at };
	await tx
		.insertInto('follow')
		.values(row)
		.onConflict((conflict) =>
			keep
				? conflict.doNothing()
				: conflict.columns(['person_id', 'kind', 'subject_id']).doUpdateSet({ rhythm, at })
		)
		.execute();
}
