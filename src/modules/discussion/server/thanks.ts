import { sql } from 'kysely';
import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { tally } from '#platform/server/events.ts';
import { seenOf, show } from '#platform/server/subjects.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { about, type About } from '../discussion.ts';

/** Thanks whoever made it, by name; saying it twice is no error. */
export const giveThanks = door({
	id: 'thanks.give',
	summary: 'Thank for something',
	http: 'POST /thanks',
	input: z.object({ about }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { kind, id, block = '' } = input.about;
		const { audience, authors } = await show(tx, kind, id);
		const given = await tx
			.insertInto('thanks')
			.values({
				person_id: actor.id,
				kind,
				subject_id: id,
				block_id: block,
				audience_id: audience,
				at
			})
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!given) return {};
		await count(tx, input.about, audience, 1);
		await record({ verb: 'thanked', kind, id, audience, data: { about: input.about, authors } });
		return {};
	}
});

export const takeBackThanks = door({
	id: 'thanks.takeBack',
	summary: 'Take back a thank-you',
	http: 'POST /thanks/taken-back',
	input: z.object({ about }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const { kind, id, block = '' } = input.about;
		await show(tx, kind, id);
		const gone = await tx
			.deleteFrom('thanks')
			.where('person_id', '=', actor.id)
			.where('kind', '=', kind)
			.where('subject_id', '=', id)
			.where('block_id', '=', block)
			.returning('audience_id')
			.executeTakeFirst();
		if (!gone) return {};
		await count(tx, input.about, gone.audience_id, -1);
		await record({ verb: 'took back thanks', kind, id, audience: actor.id });
		return {};
	}
});

/** Who thanked for some things that the reader may see, by name, in the order in which they did. */
export const listThanks = door({
	id: 'thanks.list',
	summary: 'Who thanked for something',
	http: 'GET /thanks',
	input: z.object({ ids: z.string().max(4000) }),
	output: z.object({
		items: z.array(
			z.object({
				subject: z.string(),
				block: z.string(),
				person: z.object({ id: z.string(), name: z.string() }),
				mine: z.boolean()
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const ids = z.array(z.uuid()).max(100).safeParse(input.ids.split(',').filter(Boolean));
		if (!ids.success)
			throw new Invalid([{ field: 'ids', message: 'Write up to 100 ids with commas between' }]);
		const rows = await given(tx, ids.data, 100);
		const seen = await seenOf(tx, rows);
		const people = await peopleById(
			tx,
			rows.map((row) => row.person_id)
		);
		const items = rows.flatMap(({ subject_id: subject, block_id: block, person_id: id }) => {
			const person = seen.has(subject) && people.get(id);
			if (!person) return [];
			return [{ subject, block, person: { id, name: person.name }, mine: id === actor.id }];
		});
		return { items, next: null };
	}
});

/** Thanks on comments, by comment: whether the reader gave some, the first few names, and how many more. */
export async function thanksOn(
	tx: Tx,
	actor: Actor,
	comments: string[]
): Promise<Map<string, { thanked: boolean; thanks: string[]; moreThanks: number }>> {
	const rows = await given(tx, comments, 5);
	const people = await peopleById(
		tx,
		rows.map((row) => row.person_id)
	);
	const bySubject = Map.groupBy(rows, (row) => row.subject_id);
	return new Map(
		[...bySubject].map(([subject, own]) => {
			const thanks = own.flatMap((row) => people.get(row.person_id)?.name ?? []);
			const thanked = own.some((row) => row.mine);
			return [subject, { thanked, thanks, moreThanks: own[0]!.given - thanks.length }];
		})
	);
}

type Given = {
	kind: string;
	subject_id: string;
	block_id: string;
	person_id: string;
	given: number;
	mine: boolean;
};

/** The first thanks for each thing, with how many there are and whether the reader's is among all of them. */
async function given(tx: Tx, subjects: string[], most: number): Promise<Given[]> {
	if (subjects.length === 0) return [];
	const { rows } = await sql<Given>`
		select * from (
			select kind, subject_id, block_id, person_id, at,
				(count(*) over thing)::integer as given, bool_or(person_id = me()) over thing as mine,
				row_number() over (partition by subject_id order by at, person_id) as place
			from thanks where subject_id = any (${subjects}::uuid[]) window thing as (partition by subject_id)
		
			) as thanked where place <= ${most} or person_id = me() order by subject_id, place`.execute(tx);
	return rows;
}

async function count(tx: Tx, { kind, id, block }: About, audience: string, by: 1 | -1) {
	await tally(tx, { kind, id, what: 'thanks', audience }, by);
	if (block) await tally(tx, { kind, id, block, what: 'thanks', audience }, by);
}
