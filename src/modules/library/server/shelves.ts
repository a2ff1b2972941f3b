import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { notYours } from '#platform/server/db/refusals.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, stewards } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { ownsPage, pageRow } from './rows.ts';

const name = z.string().trim().min(1, 'Name the shelf').max(120, 'Use at most 120 characters');

export const listShelves = door({
	id: 'shelves.list',
	summary: 'The shelves of the library',
	http: 'GET /shelves',
	input: z.object({}),
	output: z.object({
		items: z.array(z.object({ id: z.string(), name: z.string(), empty: z.boolean() })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ tx }) => {
		const items = await tx
			.selectFrom('shelf')
			.select(['id', 'name', sql<boolean>`shelf_is_empty(id)`.as('empty')])
			.orderBy('position')
			.orderBy('name')
			.execute();
		return { items, next: null };
	}
});

export const createShelf = door({
	id: 'shelves.create',
	summary: 'Put up a shelf',
	http: 'POST /shelves',
	input: z.object({ name }),
	output: z.object({ id: z.string() }),
	can: stewards,
	run: async ({ actor, input, tx, at, record }) => {
		await refuseTaken(tx, input.name);
		const id = newId();
		await tx
			.insertInto('shelf')
			.values((eb) => ({
				id,
				name: input.name,
				position: eb
					.selectFrom('shelf')
					.select((each) =>
						each(each.fn.coalesce(each.fn.max('position'), each.lit(0)), '+', 1).as('next')
					),
				by_id: actor.id,
				at
			}))
			.execute();
		await record({ verb: 'put up', kind: 'shelf', id, audience: EVERYONE });
		return { id };
	}
});

export const renameShelf = door({
	id: 'shelves.rename',
	summary: 'Name a shelf anew',
	http: 'PUT /shelves/{shelf}/name',
	input: z.object({ shelf: z.uuid(), name }),
	output: z.object({}),
	can: stewards,
	run: async ({ input, tx, record }) => {
		await refuseUnknownShelf(tx, input.shelf);
		await refuseTaken(tx, input.name, input.shelf);
		await tx
			.updateTable('shelf')
			.set({ name: input.name })
			.where('id', '=', input.shelf)
			.returning('id')
			.executeTakeFirstOrThrow(notYours);
		await record({ verb: 'renamed', kind: 'shelf', id: input.shelf, audience: EVERYONE });
		return {};
	}
});

/** Puts shelves into the order given; those that are not named come after them. */
export const orderShelves = door({
	id: 'shelves.order',
	summary: 'Put the shelves in order',
	http: 'PUT /shelves/order',
	input: z.object({ shelves: z.array(z.uuid()).min(1, 'Name a shelf').max(500) }),
	output: z.object({}),
	can: stewards,
	run: async ({ input, tx, record }) => {
		const moved = await tx
			.updateTable('shelf')
			.set({
				position: sql`coalesce(array_position(${input.shelves}::uuid[], id), 1000 + position)`
			})
			.returning('id')
			.execute();
		if (moved.length === 0) throw notYours();
		await record({ verb: 'ordered', kind: 'shelf', id: input.shelves[0]!, audience: EVERYONE });
		return {};
	}
});

/** Takes down a shelf on which nothing stands. */
export const takeDownShelf = door({
	id: 'shelves.takeDown',
	summary: 'Take down an empty shelf',
	http: 'DELETE /shelves/{shelf}',
	input: z.object({ shelf: z.uuid() }),
	output: z.object({}),
	can: stewards,
	run: async ({ input, tx, record }) => {
		await refuseUnknownShelf(tx, input.shelf);
		const { rows } = await sql<{
			empty: boolean;
		}>`select shelf_is_empty(${input.shelf}::uuid) as empty`.execute(tx);
		if (!rows[0]?.empty)
			throw new Conflict('Pages stand on this shelf; their owners can move them first');
		await tx
			.deleteFrom('shelf')
			.where('id', '=', input.shelf)
			.returning('id')
			.executeTakeFirstOrThrow(notYours);
		await record({ verb: 'took down', kind: 'shelf', id: input.shelf, audience: EVERYONE });
		return {};
	}
});

/** Puts a page on a shelf, or on none. */
export const shelvePage = door({
	id: 'library.shelve',
	summary: 'Put a page of mine on a shelf',
	http: 'PUT /pages/{page}/shelf',
	input: z.object({ page: z.uuid(), shelf: z.uuid().nullable() }),
	output: z.object({}),
	can: ownsPage,
	run: async ({ input, tx, record }) => {
		const { audience_id: audience } = await pageRow(tx, input.page);
		await refuseUnknownShelf(tx, input.shelf);
		await tx
			.updateTable('page')
			.set({ shelf_id: input.shelf })
			.where('id', '=', input.page)
			.returning('id')
			.executeTakeFirstOrThrow(notYours);
		await record({ verb: 'shelved', kind: 'page', id: input.page, audience });
		return {};
	}
});

/** Throws NotFound for a shelf that is not there; none at all is fine. */
export async function refuseUnknownShelf(tx: Tx, shelf: string | null | undefined): Promise<void> {
	if (!shelf) return;
	const row = await tx.selectFrom('shelf').select('id').where('id', '=', shelf).executeTakeFirst();
	if (!row) throw new NotFound('There is no such shelf');
}

async function refuseTaken(tx: Tx, name: string, but?: string): Promise<void> {
	// Two stewards who choose the same name at once wait for one another here.
	await sql`select pg_advisory_xact_lock(hashtext('shelf names'))`.execute(tx);
	const row = await tx.selectFrom('shelf').select('id').where('name', '=', name).executeTakeFirst();
	if (row && row.id !== but)
		throw new Invalid([{ field: 'name', message: 'There is a shelf of that name already' }]);
}
