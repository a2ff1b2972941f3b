import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { showAll } from '#platform/server/subjects.ts';
import { peopleById } from '#modules/people/server/persons.ts';
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
		if (!(await namesOf(tx, input.kind, [input.id])).has(input.id))
			throw new NotFound('There is nothing here');
		await follow(tx, { person: actor.id, ...input, at, keep: false });
		await record({ verb: 'followed', kind: input.kind, id: input.id, audience: actor.id });
		return {};
	}
});

/** With which rhythm I follow something; null when I do not. */
export const getFollow = door({
	id: 'follows.get',
	summary: 'Whether I follow something',
	http: 'GET /follows/{kind}/{id}',
	input: z.object(followed),
	output: z.object({ rhythm: rhythm.nullable() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const row = await tx
			.selectFrom('follow')
			.select('rhythm')
			.where('person_id', '=', actor.id)
			.where('kind', '=', input.kind)
			.where('subject_id', '=', input.id)
			.executeTakeFirst();
		return { rhythm: (row?.rhythm as Rhythm | undefined) ?? null };
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
			.orderBy('subject_id')
			.limit(200)
			.execute();
		const named = new Map<string, { title: string; url: string }>();
		for (const [kind, own] of Map.groupBy(rows, (row) => row.kind))
			for (const [id, name] of await namesOf(
				tx,
				kind,
				own.map((row) => row.subject_id)
			))
				named.set(id, name);
		const items = rows.flatMap((row) => {
			const name = named.get(row.subject_id);
			return name
				? [{ kind: row.kind, id: row.subject_id, ...name, rhythm: row.rhythm as Rhythm }]
				: [];
		});
		return { items, next: null };
	}
});

/** What may be followed and is in the reader's sight, by id: things and people. */
async function namesOf(
	tx: Tx,
	kind: string,
	ids: string[]
): Promise<Map<string, { title: string; url: string }>> {
	if (kind !== 'person') return showAll(tx, kind, ids);
	const people = await peopleById(tx, ids);
	return new Map([...people].map(([id, { name }]) => [id, { title: name, url: `/people/${id}` }]));
}

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
