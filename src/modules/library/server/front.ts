import { sql } from 'kysely';
import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { inSight } from '#modules/documents/server/where.ts';
import { asListed, listed } from './pages.ts';

const onShelf = 6;
const newest = 5;

/** The library as one enters it: the newest pages, and the first of each shelf and of those on none. */
export const libraryFront = door({
	id: 'library.front',
	summary: 'The library at a glance',
	http: 'GET /library',
	input: z.object({}),
	output: z.object({
		total: z.number(),
		newest: z.array(listed),
		shelves: z.array(
			z.object({ id: z.string(), name: z.string(), total: z.number(), pages: z.array(listed) })
		),
		unshelved: z.object({ total: z.number(), pages: z.array(listed) })
	}),
	can: anyMember,
	run: async ({ tx }) => {
		const shelves = await tx
			.selectFrom('shelf')
			.select(['id', 'name'])
			.orderBy('position')
			.orderBy('name')
			.execute();
		const { rows } = await sql<{
			id: string;
			owner_id: string;
			shelf_id: string | null;
			total: number;
			all: number;
			place: number;
			age: number;
		}>`
			select * from (
				select p.id, p.owner_id, p.shelf_id,
					count(*) over (partition by p.shelf_id)::int as total, count(*) over ()::int as all,
					row_number() over (partition by p.shelf_id order by o.at desc, p.id desc) as place,
					row_number() over (order by o.at desc, p.id desc) as age
				from page p join page_publication o on o.page_id = p.id
				where ${inSight('p.id')}
			) listed where place <= ${onShelf} or age <= ${newest} order by age`.execute(tx);
		const shown = new Map((await asListed(tx, rows)).map((page) => [page.id, page]));
		const pick = (chosen: typeof rows) => chosen.flatMap(({ id }) => shown.get(id) ?? []);
		const standing = (shelf: string | null) => {
			const own = rows.filter((row) => row.shelf_id === shelf);
			return {
				total: own[0]?.total ?? 0,
				pages: pick(own.filter(({ place }) => place <= onShelf))
			};
		};
		return {
			total: rows[0]?.all ?? 0,
			newest: pick(rows.slice(0, newest)),
			shelves: shelves.map((shelf) => ({ ...shelf, ...standing(shelf.id) })),
			unshelved: standing(null)
		};
	}
});
