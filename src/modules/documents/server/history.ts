import { sql } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { comparedBlock } from '../compared.ts';
import { compare } from './changes.ts';
import { listVersions, mayWrite, readVersion } from './versions.ts';
import { inSight } from './where.ts';

const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });

const number = z.coerce.number().int().min(1).max(1_000_000);

/** Every version of a training, a submission or a page that I may read, with what it changed; the newest first. */
export const documentVersions = door({
	id: 'documents.versions',
	summary: 'The versions of a text',
	http: 'GET /documents/{document}/versions',
	input: z.object({ document: z.uuid() }),
	output: z.object({
		items: z.array(
			z.object({
				number: z.number(),
				title: z.string(),
				note: z.string(),
				material: z.boolean(),
				by: who,
				at: z.string(),
				may: z.object({ restore: z.boolean() })
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ input, tx }) => {
		await refuseUnseen(tx, input.document);
		const rows = await listVersions(tx, input.document);
		const people = await peopleById(
			tx,
			rows.map((row) => row.by)
		);
		const writes = await mayWrite(tx, input.document);
		const items = rows.map(({ audience, ...row }, i) => {
			const { name = '', face = null } = people.get(row.by) ?? {};
			const restore = writes && i > 0 && audience === rows[0]!.audience;
			return { ...row, by: { id: row.by, name, face }, may: { restore } };
		});
		return { items, next: null };
	}
});

/** One version of a text, as it was. */
export const documentVersion = door({
	id: 'documents.version',
	summary: 'One version of a text',
	http: 'GET /documents/{document}/versions/{number}',
	input: z.object({ document: z.uuid(), number }),
	output: z.object({
		number: z.number(),
		title: z.string(),
		html: z.string(),
		markdown: z.string(),
		note: z.string(),
		at: z.string()
	}),
	can: anyMember,
	run: async ({ input, tx }) => {
		await refuseUnseen(tx, input.document);
		const version = await readVersion(tx, input.document, input.number);
		const { number, title, html, markdown, note, at } = version;
		return { number, title, html, markdown, note, at };
	}
});

/** Two versions of a text side by side, block by block: what is new, gone, changed or elsewhere, and whose the newer words are. */
export const compareVersions = door({
	id: 'documents.compare',
	summary: 'What changed between two versions of a text',
	http: 'GET /documents/{document}/comparison',
	input: z.object({ document: z.uuid(), from: number, to: number }),
	output: z.object({
		from: z.number(),
		to: z.number(),
		title: z.object({ before: z.string(), after: z.string() }),
		blocks: z.array(comparedBlock.extend({ authors: z.array(who) }))
	}),
	can: anyMember,
	run: async ({ input, tx }) => {
		await refuseUnseen(tx, input.document);
		const before = await readVersion(tx, input.document, input.from);
		const after = await readVersion(tx, input.document, input.to);
		const authors = new Map(after.blocks.map((block) => [block.id, block.authors]));
		const people = await peopleById(tx, [...authors.values()].flat());
		return {
			from: before.number,
			to: after.number,
			title: { before: before.title, after: after.title },
			blocks: compare(before.content, after.content).map((block) => ({
				...block,
				authors: (authors.get(block.id) ?? []).flatMap((id) => {
					const person = people.get(id);
					return person ? [{ id, name: person.name, face: person.face }] : [];
				})
			}))
		};
	}
});

/** What was withdrawn keeps its history to its writers. Throws NotFound. */
export async function refuseUnseen(tx: Tx, document: string): Promise<void> {
	const row = await tx
		.selectFrom('document')
		.select('id')
		.where('id', '=', document)
		.where((eb) => eb.or([inSight('id'), sql<boolean>`i_write(id)`]))
		.executeTakeFirst();
	if (!row) throw new NotFound('There is nothing here');
}
