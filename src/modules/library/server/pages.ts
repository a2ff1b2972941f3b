import { z } from 'zod';
import { EVERYONE, writtenAudiences } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { summariesOf } from '#modules/documents/server/summaries.ts';
import {
	editedSince,
	mayWrite,
	readVersion,
	titlesOf
} from '#modules/documents/server/versions.ts';
import { inSight } from '#modules/documents/server/where.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { joinedTo, pageRow, sourcesOf, who } from './rows.ts';

/** A page as its reader meets it. What it has asked for, and what became of that, is for its owner; an author hears of their own. */
export const getPage = door({
	id: 'library.get',
	summary: 'A library page',
	http: 'GET /pages/{page}',
	input: z.object({ page: z.uuid() }),
	output: z.object({
		id: z.string(),
		title: z.string(),
		version: z.number(),
		publishedAt: z.string(),
		/** When its text was changed after its readers could see it. */
		edited: z.string().nullable(),
		withdrawn: z.boolean(),
		/** Whether a steward gives it to whoever is new. */
		first: z.boolean(),
		markdown: z.string(),
		html: z.string(),
		words: z.number(),
		blocks: z.array(
			z
				.object({
					id: z.string(),
					kind: z.string(),
					html: z.string(),
					text: z.string(),
					authors: z.array(z.string()),
					from: z.string().nullable()
				})
				.loose()
		),
		people: z.record(z.string(), who),
		colophon: z.array(who),
		owner: who,
		training: z.object({ id: z.string(), title: z.string() }).nullable(),
		sources: z.array(
			z.object({
				submission: z.string(),
				author: who,
				state: z.enum(['joined', 'agreed', 'declined', 'waiting'])
			})
		),
		audience: z.string(),
		shelf: z.object({ id: z.string(), name: z.string() }).nullable(),
		may: z.object({
			edit: z.boolean(),
			own: z.boolean(),
			widen: z.boolean(),
			/** The submissions of mine that it waits for. */
			answer: z.array(z.string())
		})
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const row = await pageRow(tx, input.page);
		const { content, ...version } = await readVersion(tx, input.page);
		const edit = await mayWrite(tx, input.page);
		const sources = (await sourcesOf(tx, input.page)).filter(
			({ state, author }) => edit || state === 'joined' || author === actor.id
		);
		const from = new Map(
			content.content.map((node) => [
				String(node.attrs?.id),
				node.attrs?.from as string | undefined
			])
		);
		const authors = [...new Set(version.blocks.flatMap((block) => block.authors))];
		const known = await peopleById(tx, [
			...authors,
			row.owner_id,
			...sources.map((source) => source.author)
		]);
		const named = (id: string) => {
			const { name = '', face = null } = known.get(id) ?? {};
			return { id, name, face };
		};
		const audiences = await writtenAudiences(tx, [row.audience_id], actor.id);
		const training = row.training_id;
		const title = training && (await titlesOf(tx, [training])).get(training);
		const { number, at, title: own, markdown, html, words, blocks } = version;
		return {
			id: row.id,
			title: own,
			version: number,
			publishedAt: at,
			edited: editedSince(row.published_at, version),
			withdrawn: row.withdrawn,
			first: row.first_at !== null,
			markdown,
			html,
			words,
			blocks: blocks.map((block) => ({ ...block, from: from.get(block.id) ?? null })),
			people: Object.fromEntries([...known.keys()].map((id) => [id, named(id)])),
			colophon: authors.map(named),
			owner: named(row.owner_id),
			training: training && title ? { id: training, title } : null,
			sources: sources.map((source) => ({ ...source, author: named(source.author) })),
			audience: audiences.get(row.audience_id) ?? 'everyone',
			shelf: row.shelf_id ? { id: row.shelf_id, name: row.shelf_name ?? '' } : null,
			may: {
				edit,
				own: row.owner_id === actor.id,
				widen: row.owner_id === actor.id && row.audience_id !== EVERYONE,
				answer: sources
					.filter(({ state, author }) => author === actor.id && state === 'waiting')
					.map(({ submission }) => submission)
			}
		};
	}
});

export const listed = z.object({
	id: z.string(),
	title: z.string(),
	/** Its owner first where words of theirs stand in it. */
	authors: z.array(who),
	shelf: z.string().nullable(),
	words: z.number(),
	at: z.string(),
	opening: z.string(),
	/** The submissions that stand in it, where it is listed by its training. */
	submissions: z.array(z.string()).optional()
});
export type ListedPage = z.infer<typeof listed>;

/** The pages that the reader may see, the newest first; those of one shelf, of none (`shelf: none`), or of one training. */
export const listPages = door({
	id: 'library.list',
	summary: 'The library',
	http: 'GET /pages',
	input: z.object({
		shelf: z.union([z.uuid(), z.literal('none')]).optional(),
		training: z.uuid().optional(),
		most: z.coerce.number().int().min(1).max(100).default(50),
		cursor: z.string().max(100).optional()
	}),
	output: z.object({ items: z.array(listed), next: z.string().nullable() }),
	can: anyMember,
	run: async ({ input, tx }) => {
		let query = tx
			.selectFrom('page')
			.innerJoin('page_publication as publication', 'publication.page_id', 'page.id')
			.select(['page.id', 'owner_id', 'shelf_id', 'publication.at'])
			.where(inSight('page.id'))
			.orderBy('publication.at', 'desc')
			.orderBy('page.id', 'desc')
			.limit(input.most + 1);
		if (input.shelf === 'none') query = query.where('shelf_id', 'is', null);
		else if (input.shelf) query = query.where('shelf_id', '=', input.shelf);
		if (input.training) query = query.where('training_id', '=', input.training);
		const from = cursorOf(input.cursor);
		if (from)
			query = query.where((eb) =>
				eb(
					eb.refTuple('publication.at', 'page.id'),
					'<',
					eb.tuple(eb.cast<string>(eb.val(from.at), 'timestamptz'), eb.val(from.id))
				)
			);
		const rows = await query.execute();
		const shown = rows.slice(0, input.most);
		const last = shown.at(-1);
		const items = await asListed(tx, shown);
		const held = input.training ? await joinedTo(tx, input.training) : undefined;
		return {
			items: held
				? items.map((item) => ({ ...item, submissions: held.get(item.id) ?? [] }))
				: items,
			next: rows.length > input.most && last ? `${last.at}_${last.id}` : null
		};
	}
});

const pageAndUuid = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

function cursorOf(written: string | undefined): { at: string; id: string } | undefined {
	const parsed = pageAndUuid.safeParse(written?.split('_'));
	return parsed.success ? { at: parsed.data[0], id: parsed.data[1] } : undefined;
}

type Row = { id: string; owner_id: string; shelf_id: string | null };

/** Pages as lists show them, in the order given. */
export async function asListed(tx: Tx, rows: Row[]): Promise<ListedPage[]> {
	const summaries = await summariesOf(
		tx,
		rows.map(({ id }) => id)
	);
	const people = await peopleById(
		tx,
		[...summaries.values()].flatMap((summary) => summary.authors)
	);
	return rows.flatMap((row) => {
		const summary = summaries.get(row.id);
		if (!summary) return [];
		const { authors, ...shown } = summary;
		const named = authors
			.toSorted((a, b) => Number(b === row.owner_id) - Number(a === row.owner_id))
			.flatMap((id) => {
				const person = people.get(id);
				return person ? [{ id, name: person.name, face: person.face }] : [];
			});
		return [{ ...shown, authors: named, shelf: row.shelf_id }];
	});
}
