import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { anyMember, door, stewards } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { pageRow } from './pages.ts';

const name = z.string().trim().min(1, 'Name the shelf').max(120);

export const listShelves = door({
	id: 'shelves.list',
	summary: 'The shelves of the library',
	http: 'GET /shelves',
	input: z.object({}),
	output: z.object({
		items: z.array(z.object({ id: z.string(), name: z.string() })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ tx }) => {
		const items = await tx
			.selectFrom('shelf')
			.select(['id', 'name'])
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
		const id = newId();
		const count = await tx
			.selectFrom('shelf')
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.executeTakeFirstOrThrow();
		await tx
			.insertInto('shelf')
			.values({ id, name: input.name, position: count.count, by_id: actor.id, at })
			.execute();
		await record({ verb: 'put up', kind: 'shelf', id, audience: EVERYONE });
		return { id };
	}
});

/** Puts a page on a shelf, or on none. */
export const shelvePage = door({
	id: 'library.shelve',
	summary: 'Put a page of mine on a shelf',
	http: 'PUT /pages/{page}/shelf',
	input: z.object({ page: z.uuid(), shelf: z.uuid().nullable() }),
	output: z.object({}),
	can: async ({ tx, input, actor }) => (await pageRow(tx, input.page)).owner_id === actor.id,
	run: async ({ input, tx, record }) => {
		const page = await pageRow(tx, input.page);
		if (input.shelf) {
			const shelf = await tx
				.selectFrom('shelf')
				.select('id')
				.where('id', '=', input.shelf)
				.executeTakeFirst();
			if (!shelf) throw new NotFound('There is no such shelf');
		}
		await tx
			.updateTable('page')
			.set({ shelf_id: input.shelf })
			.where('id', '=', input.page)
			.execute();
		await record({ verb: 'shelved', kind: 'page', id: input.page, audience: page.audience_id });
		return {};
	}
});
