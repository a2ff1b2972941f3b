import { sql } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { mayWrite } from '#modules/documents/server/versions.ts';
import { inSight } from '#modules/documents/server/where.ts';

export const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });

/** A page as stored, with its shelf, and whether it is out and not withdrawn. Throws NotFound. */
export async function pageRow(tx: Tx, id: string) {
	const row = await tx
		.selectFrom('page')
		.leftJoin('shelf', 'shelf.id', 'page.shelf_id')
		.leftJoin('page_publication as publication', 'publication.page_id', 'page.id')
		.leftJoin('first_page', 'first_page.page_id', 'page.id')
		.selectAll('page')
		.select([
			'shelf.name as shelf_name',
			'publication.at as published_at',
			'first_page.at as first_at',
			sql<boolean>`not (${inSight('page.id')})`.as('withdrawn')
		])
		.where('page.id', '=', id)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such page');
	return row;
}

/** The right to write a page; NotFound for whoever may not even read it. */
export async function writesPage({
	tx,
	input
}: {
	tx: Tx;
	input: { page: string };
}): Promise<boolean> {
	await pageRow(tx, input.page);
	return mayWrite(tx, input.page);
}

/** The right of a page's owner. */
export async function ownsPage({
	tx,
	input,
	actor
}: {
	tx: Tx;
	input: { page: string };
	actor: { id: string };
}): Promise<boolean> {
	return (await pageRow(tx, input.page)).owner_id === actor.id;
}

/** What a page has asked for, each with where it stands: `joined`, `agreed` (and not put in yet), `declined` or `waiting`. */
export async function sourcesOf(tx: Tx, page: string) {
	const rows = await tx
		.selectFrom('page_source as source')
		.leftJoin('page_source_answer as answer', (join) =>
			join
				.onRef('answer.page_id', '=', 'source.page_id')
				.onRef('answer.submission_id', '=', 'source.submission_id')
				.onRef('answer.audience_id', '=', 'source.audience_id')
		)
		.leftJoin('page_source_joining as joining', (join) =>
			join
				.onRef('joining.page_id', '=', 'source.page_id')
				.onRef('joining.submission_id', '=', 'source.submission_id')
		)
		.select([
			'source.submission_id as submission',
			'source.author_id as author',
			'agreed',
			'joining.at as joined'
		])
		.where('source.page_id', '=', page)
		.orderBy('source.asked_at')
		.orderBy('source.submission_id')
		.execute();
	return rows.map(({ submission, author, agreed, joined }) => ({
		submission,
		author,
		state: joined
			? ('joined' as const)
			: agreed === null
				? ('waiting' as const)
				: agreed
					? ('agreed' as const)
					: ('declined' as const)
	}));
}

/** The submissions of a training that stand in pages, by page; of both, those that the reader may see. */
export async function joinedTo(tx: Tx, training: string): Promise<Map<string, string[]>> {
	const rows = await tx
		.selectFrom('page_source_joining as joining')
		.innerJoin('page', 'page.id', 'joining.page_id')
		.select(['joining.page_id as page', 'joining.submission_id as submission'])
		.where('training_id', '=', training)
		.execute();
	const pages = Map.groupBy(rows, ({ page }) => page);
	return new Map([...pages].map(([page, own]) => [page, own.map((row) => row.submission)]));
}
