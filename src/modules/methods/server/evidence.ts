import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { NotFound } from '#platform/errors.ts';
import { titlesOf } from '#modules/documents/server/versions.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { floor } from '../methods.ts';

const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });

/** What became of the passages of some documents: outcomes from five adopters on, who tries them and shows it, and variants. */
export const evidence = door({
	id: 'methods.evidence',
	summary: 'What became of the passages of some documents',
	http: 'GET /evidence',
	input: z.object({ documents: z.string().max(4000) }),
	output: z.object({
		blocks: z.array(
			z.object({
				document: z.string(),
				block: z.string(),
				tried: z.number(),
				kept: z.number(),
				changed: z.number(),
				same: z.number()
			})
		),
		trying: z.array(
			z.object({
				id: z.string(),
				document: z.string(),
				person: who,
				blocks: z.array(z.string()),
				words: z.string(),
				why: z.string(),
				how: z.string(),
				at: z.string()
			})
		),
		same: z.array(
			z.object({
				id: z.string(),
				document: z.string(),
				person: who,
				blocks: z.array(z.string()),
				note: z.string(),
				at: z.string(),
				mine: z.boolean()
			})
		),
		variants: z.array(
			z.object({ block: z.string(), person: who, words: z.string(), at: z.string() })
		),
		mine: z.array(z.object({ id: z.string(), blocks: z.array(z.string()), askOn: z.string() }))
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const asked = input.documents.split(',').filter((id) => z.uuid().safeParse(id).success);
		const documents = [...(await titlesOf(tx, asked)).keys()];
		if (documents.length === 0) throw new NotFound('There is nothing here');
		const tallies = await tx
			.selectFrom('tally')
			.select((eb) => ['subject_id', 'block_id', 'what', eb.fn.sum<number>('amount').as('amount')])
			.where('subject_id', 'in', documents)
			.where('block_id', '<>', '')
			.where('what', 'in', ['adoption', 'same', 'kept', 'changed'])
			.groupBy(['subject_id', 'block_id', 'what'])
			.orderBy('subject_id')
			.orderBy('block_id')
			.execute();
		const adoptions = await tx
			.selectFrom('adoption')
			.leftJoin('adoption_end as ending', 'ending.adoption_id', 'adoption.id')
			.selectAll('adoption')
			.where('document_id', 'in', documents)
			.where('ending.at', 'is', null)
			.orderBy('adoption.id')
			.limit(200)
			.execute();
		const sames = await tx
			.selectFrom('same_here')
			.selectAll()
			.where('document_id', 'in', documents)
			.orderBy('id')
			.limit(200)
			.execute();
		const variants = await tx
			.selectFrom('variant')
			.selectAll()
			.where('document_id', 'in', documents)
			.orderBy('at')
			.limit(100)
			.execute();
		const people = await peopleById(
			tx,
			[...adoptions, ...sames]
				.map((row) => row.person_id)
				.concat(variants.map((row) => row.author_id))
		);
		const named = (id: string) => {
			const { name = '', face = null } = people.get(id) ?? {};
			return { id, name, face };
		};
		const byBlock = Map.groupBy(tallies, (row) => `${row.subject_id} ${row.block_id}`);
		const amount = (rows: typeof tallies, what: string) =>
			Number(rows.find((row) => row.what === what)?.amount ?? 0);
		return {
			blocks: [...byBlock.values()].flatMap((rows) => {
				const tried = amount(rows, 'adoption');
				const enough = tried >= floor;
				const same = amount(rows, 'same');
				if (!enough && same === 0) return [];
				return [
					{
						document: rows[0]!.subject_id,
						block: rows[0]!.block_id,
						tried: enough ? tried : 0,
						kept: enough ? amount(rows, 'kept') : 0,
						changed: enough ? amount(rows, 'changed') : 0,
						same
					}
				];
			}),
			trying: adoptions
				.filter((row) => row.shown)
				.map(({ id, document_id, person_id, blocks, words, why, how, at }) => ({
					id,
					document: document_id,
					person: named(person_id),
					blocks,
					words,
					why,
					how,
					at
				})),
			same: sames.map(({ id, document_id, person_id, blocks, note, at }) => ({
				id,
				document: document_id,
				person: named(person_id),
				blocks,
				note,
				at,
				mine: person_id === actor.id
			})),
			variants: variants.map(({ block_id, author_id, words, at }) => ({
				block: block_id,
				person: named(author_id),
				words,
				at
			})),
			mine: adoptions
				.filter((row) => row.person_id === actor.id)
				.map(({ id, blocks, ask_on }) => ({ id, blocks, askOn: ask_on }))
		};
	}
});
