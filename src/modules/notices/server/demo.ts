import { z } from 'zod';
import { door } from '#platform/server/door.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { NotFound } from '#platform/errors.ts';
import { inDemo } from '#modules/people/server/demo.ts';
import { peopleById } from '#modules/people/server/persons.ts';

const envelope = {
	id: z.string(),
	to: z.string(),
	address: z.string(),
	kind: z.string(),
	subject: z.string(),
	at: z.string()
};

/** The letters of a demo, the newest first; nowhere else are they shown to anybody. */
export const listDemoLetters = door({
	id: 'demo.letters',
	summary: 'The letters of a demo',
	http: 'GET /demo/letters',
	input: z.object({ to: z.uuid().optional(), cursor: z.uuid().optional() }),
	output: z.object({ items: z.array(z.object(envelope)), next: z.string().nullable() }),
	can: inDemo,
	run: async ({ tx, input }) => {
		const size = 60;
		let query = letters(tx)
			.orderBy('id', 'desc')
			.limit(size + 1);
		if (input.to) query = query.where('person_id', '=', input.to);
		if (input.cursor) query = query.where('id', '<', input.cursor);
		const rows = await query.execute();
		const shown = rows.slice(0, size);
		const people = await peopleById(
			tx,
			shown.flatMap((row) => row.person_id ?? [])
		);
		const items = shown.map((row) => envelopeOf(row, people.get(row.person_id ?? '')?.name));
		return { items, next: rows.length > size ? shown.at(-1)!.id : null };
	}
});

/** One letter of a demo, whole. */
export const getDemoLetter = door({
	id: 'demo.letter',
	summary: 'One letter of a demo',
	http: 'GET /demo/letters/{letter}',
	input: z.object({ letter: z.uuid() }),
	output: z.object({ ...envelope, html: z.string(), text: z.string() }),
	can: inDemo,
	run: async ({ tx, input }) => {
		const row = await letters(tx)
			.select(['html', 'text'])
			.where('id', '=', input.letter)
			.executeTakeFirst();
		if (!row) throw new NotFound('There is no such letter');
		const people = await peopleById(tx, row.person_id ? [row.person_id] : []);
		const { html, text } = row;
		return {
			...envelopeOf(row, people.get(row.person_id ?? '')?.name),
			html: html ?? '',
			text: text ?? ''
		};
	}
});

function letters(tx: Tx) {
	return tx
		.selectFrom('letter')
		.select(['id', 'person_id', 'address', 'kind', 'subject', 'due_at'])
		.where('rendered_at', 'is not', null);
}

type Row = { id: string; address: string; kind: string; subject: string | null; due_at: string };

function envelopeOf({ id, address, kind, subject, due_at }: Row, name = address) {
	return { id, to: name, address, kind, subject: subject ?? '', at: due_at };
}
