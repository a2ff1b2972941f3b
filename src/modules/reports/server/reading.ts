import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { showEach } from '#platform/server/subjects.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { reportShown, type Report } from '../reports.ts';

const size = 50;

/** What I reported; for stewards, whatever was reported that is not theirs: what nobody has looked at first. */
export const listReports = door({
	id: 'reports.list',
	summary: 'What was reported, as far as I may know of it',
	http: 'GET /reports',
	input: z.object({ open: z.stringbool().or(z.boolean()).optional() }),
	output: z.object({ items: z.array(reportShown), next: z.null() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		let query = rows(tx);
		if (input.open) query = query.where('closure.at', 'is', null);
		const found = await query
			.orderBy('closure.at', (order) => order.desc().nullsFirst())
			.orderBy('report.id', 'desc')
			.limit(size)
			.execute();
		return { items: await shown(tx, actor, found), next: null };
	}
});

/** One report, and what others said of the same thing that nobody has looked at either. */
export const getReport = door({
	id: 'reports.get',
	summary: 'One report, and what came of it',
	http: 'GET /reports/{report}',
	input: z.object({ report: z.uuid() }),
	output: z.object({ report: reportShown, others: z.array(reportShown) }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const row = await rows(tx).where('report.id', '=', input.report).executeTakeFirst();
		if (!row) throw new NotFound('There is no such report');
		const others = await rows(tx)
			.where('subject_id', '=', row.subject_id)
			.where('report.id', '<>', row.id)
			.where('closure.at', 'is', null)
			.orderBy('report.id')
			.limit(size)
			.execute();
		const [report, ...rest] = await shown(tx, actor, [row, ...others]);
		return { report: report!, others: rest };
	}
});

/** What a steward set aside, for its authors and for stewards; by whom it was reported is not among it. */
export const getSetAside = door({
	id: 'reports.aside',
	summary: 'Why something was set aside',
	http: 'GET /set-aside/{aside}',
	input: z.object({ aside: z.uuid() }),
	output: z.object({
		title: z.string(),
		quote: z.string(),
		words: z.string(),
		by: z.object({ id: z.string(), name: z.string() }),
		at: z.string(),
		broughtBack: z.string().nullable()
	}),
	can: anyMember,
	run: async ({ input, tx }) => {
		const row = await tx
			.selectFrom('setting_aside as aside')
			.leftJoin('bringing_back as back', 'back.aside_id', 'aside.id')
			.select(['title', 'quote', 'words', 'aside.by_id', 'aside.at', 'back.at as back'])
			.where('aside.id', '=', input.aside)
			.executeTakeFirst();
		if (!row) throw new NotFound('There is nothing here');
		const { title, quote, words, at, back } = row;
		const name = (await peopleById(tx, [row.by_id])).get(row.by_id)?.name ?? '';
		return { title, quote, words, at, by: { id: row.by_id, name }, broughtBack: back };
	}
});

function rows(tx: Tx) {
	return tx
		.selectFrom('report')
		.leftJoin('report_closure as closure', 'closure.report_id', 'report.id')
		.leftJoin('bringing_back as back', 'back.aside_id', 'closure.aside_id')
		.selectAll('report')
		.select([
			'closure.at as closed_at',
			'closure.by_id as closed_by',
			'closure.words as closing_words',
			'closure.aside_id',
			'back.at as back_at'
		]);
}

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

async function shown(tx: Tx, actor: Actor, found: Row[]): Promise<Report[]> {
	const people = await peopleById(
		tx,
		found.flatMap((row) => [row.person_id, ...(row.closed_by ? [row.closed_by] : [])])
	);
	const who = (id: string) => ({ id, name: people.get(id)?.name ?? '' });
	const things = found.map(({ kind, subject_id: id }) => ({ kind, id }));
	const subjects = await showEach(tx, things);
	return found.map((row) => {
		const outcome = !row.aside_id ? 'left' : row.back_at ? 'brought back' : 'set aside';
		return {
			id: row.id,
			kind: row.kind,
			subject: row.subject_id,
			title: row.title,
			quote: row.quote,
			url: subjects.get(row.subject_id)?.url ?? null,
			by: who(row.person_id),
			words: row.words,
			at: row.at,
			closed: row.closed_at
				? {
						by: who(row.closed_by!),
						words: row.closing_words ?? '',
						at: row.closed_at,
						outcome
					}
				: null,
			may: {
				decide: actor.steward && !row.closed_at,
				bringBack: actor.steward && row.closed_at !== null && outcome === 'set aside'
			}
		};
	});
}
