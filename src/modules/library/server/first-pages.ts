import { sql } from 'kysely';
import { z } from 'zod';
import { door, anyMember, stewards } from '#platform/server/door.ts';
import { inSight } from '#modules/documents/server/where.ts';
import { asListed, listed } from './pages.ts';
import { pageRow } from './rows.ts';

const most = 3;

/** Three pages to begin with: those that a steward gives to whoever is new, then those that most people took something from. */
export const firstPages = door({
	id: 'library.first',
	summary: 'Three pages to begin with',
	http: 'GET /first-pages',
	input: z.object({}),
	output: z.object({ items: z.array(listed), next: z.null() }),
	can: anyMember,
	run: async ({ tx }) => {
		const { rows } = await sql<{ id: string; owner_id: string; shelf_id: string | null }>`
			select p.id, p.owner_id, p.shelf_id from page p
				join page_publication o on o.page_id = p.id
				left join first_page f on f.page_id = p.id
				left join lateral (
					select sum(amount) as amount from tally t where t.subject_id = p.id and t.block_id = ''
						and t.what in ('thanks', 'adoption', 'same')
				) used on true
			where ${inSight('p.id')}
			order by f.at nulls last, used.amount desc nulls last, o.at desc, p.id
			limit ${most}`.execute(tx);
		return { items: await asListed(tx, rows), next: null };
	}
});

/** Gives a page to whoever is new; the first three given come first. */
export const giveFirst = door({
	id: 'library.giveFirst',
	summary: 'Give a page to whoever is new',
	http: 'PUT /pages/{page}/first-week',
	input: z.object({ page: z.uuid() }),
	output: z.object({}),
	can: stewards,
	run: async ({ actor, input: { page }, tx, at, record }) => {
		const { audience_id: audience } = await pageRow(tx, page);
		const given = await tx
			.insertInto('first_page')
			.values({ page_id: page, by_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (given) await record({ verb: 'gave to newcomers', kind: 'page', id: page, audience });
		return {};
	}
});

/** Takes a page from among those for whoever is new. */
export const takeFirst = door({
	id: 'library.takeFirst',
	summary: 'Take a page from among those for whoever is new',
	http: 'DELETE /pages/{page}/first-week',
	input: z.object({ page: z.uuid() }),
	output: z.object({}),
	can: stewards,
	run: async ({ input: { page }, tx, record }) => {
		const { audience_id: audience } = await pageRow(tx, page);
		const taken = await tx
			.deleteFrom('first_page')
			.where('page_id', '=', page)
			.returning('at')
			.executeTakeFirst();
		if (taken) await record({ verb: 'took from newcomers', kind: 'page', id: page, audience });
		return {};
	}
});
