import { sql } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { listVersions, readVersion } from './versions.ts';
import { inSight } from './where.ts';

const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });

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
				at: z.string()
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
		const items = rows.map((row) => {
			const { name = '', face = null } = people.get(row.by) ?? {};
			return { ...row, by: { id: row.by, name, face } };
		});
		return { items, next: null };
	}
});

/** One version of a text, as it was. */
export const documentVersion = door({
	id: 'documents.version',
	summary: 'One version of a text',
	http: 'GET /documents/{document}/versions/{number}',
	input: z.object({ document: z.uuid(), number: z.coerce.number().int().min(1).max(1_000_000) }),
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

/** What was withdrawn keeps its history to its writers. Throws NotFound. */
async function refuseUnseen(tx: Tx, document: string): Promise<void> {
	const row = await tx
		.selectFrom('document')
		.select('id')
		.where('id', '=', document)
		.where((eb) => eb.or([inSight('id'), sql<boolean>`i_write(id)`]))
		.executeTakeFirst();
	if (!row) throw new NotFound('There is nothing here');
}
