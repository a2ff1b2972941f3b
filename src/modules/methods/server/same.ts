import { sql } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { sameInput } from '../methods.ts';
import { countSame, oneAtATime } from './counting.ts';
import { passageOf } from './passage.ts';
import { sourcesOf } from './sources.ts';

/** "I already do this": one tap, which counts as taking part; a later one adds or changes the sentence. */
export const same = door({
	id: 'methods.same',
	summary: 'I already do this',
	http: 'POST /documents/{document}/same',
	input: sameInput,
	output: z.object({ id: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { authors, ...where } = await passageOf(tx, input.document, input.blocks);
		await oneAtATime(tx, actor.id);
		const before = await tx
			.selectFrom('same_here')
			.select('id')
			.where('person_id', '=', actor.id)
			.where('document_id', '=', input.document)
			.where(sql<boolean>`blocks = ${input.blocks}::text[]`)
			.executeTakeFirst();
		if (before) {
			await tx
				.updateTable('same_here')
				.set({ note: input.note })
				.where('id', '=', before.id)
				.execute();
			await record({ verb: 'changed', kind: 'same', id: before.id, audience: actor.id });
			return before;
		}
		const row = {
			id: newId(),
			person_id: actor.id,
			kind: where.kind,
			document_id: input.document,
			training_id: where.training,
			blocks: input.blocks,
			audience_id: where.audience
		};
		await tx
			.insertInto('same_here')
			.values({ ...row, note: input.note, at })
			.execute();
		await countSame(tx, row, 1);
		await record({
			verb: 'does already',
			kind: 'same',
			id: row.id,
			audience: where.audience,
			data: {
				training: where.training,
				about: { kind: where.kind, id: input.document, block: input.blocks[0] },
				authors
			}
		});
		return { id: row.id };
	}
});

export const takeBackSame = door({
	id: 'methods.takeBackSame',
	summary: 'Take back "I already do this"',
	http: 'DELETE /same/{same}',
	input: z.object({ same: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		await oneAtATime(tx, actor.id);
		const row = await tx
			.deleteFrom('same_here')
			.where('id', '=', input.same)
			.where('person_id', '=', actor.id)
			.returningAll()
			.executeTakeFirst();
		if (!row) throw new NotFound('There is nothing here');
		await countSame(tx, row, -1);
		await record({ verb: 'took back', kind: 'same', id: row.id, audience: actor.id });
		return {};
	}
});

/** What I said that I already do, the newest first. */
export const mySame = door({
	id: 'methods.mySame',
	summary: 'What I already do',
	http: 'GET /same',
	input: z.object({ cursor: z.uuid().optional() }),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				document: z.string(),
				blocks: z.array(z.string()),
				/** The passage as it stands now; empty when it is gone. */
				text: z.string(),
				note: z.string(),
				title: z.string(),
				url: z.string(),
				at: z.string()
			})
		),
		next: z.string().nullable()
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const size = 20;
		let query = tx
			.selectFrom('same_here')
			.selectAll()
			.where('person_id', '=', actor.id)
			.orderBy('id', 'desc')
			.limit(size + 1);
		if (input.cursor) query = query.where('id', '<', input.cursor);
		const rows = await query.execute();
		const shown = rows.slice(0, size);
		const sources = await sourcesOf(tx, shown);
		const items = shown.map(({ id, document_id: document, blocks, note, at }) => {
			const { title, url, textOf } = sources(document);
			return { id, document, blocks, text: textOf(blocks), note, title, url, at };
		});
		return { items, next: rows.length > size ? shown.at(-1)!.id : null };
	}
});
