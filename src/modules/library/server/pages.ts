import { z } from 'zod';
import { Invalid, NotFound } from '#platform/errors.ts';
import {
	EVERYONE,
	audienceFrom,
	audienceInput,
	peopleIn,
	writtenAudiences
} from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newBlockId } from '#platform/server/ids.ts';
import type { Content, Node } from '#modules/documents/document.ts';
import type { Credited } from '#modules/documents/server/credit.ts';
import { readDraft, replaceDraft, writeDraft } from '#modules/documents/server/drafts.ts';
import { fromMarkdown } from '#modules/documents/server/markdown.ts';
import {
	changeAudience,
	createDocument,
	latestVersions,
	mayWrite,
	publishVersion,
	readVersion
} from '#modules/documents/server/versions.ts';
import { inSight, publishedDocument } from '#modules/documents/server/where.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { submissionRow } from '#modules/series/server/submissions.ts';
import { trainingRow } from '#modules/series/server/rows.ts';

/** Moves a training with chosen submissions into the library: one page, every block with its authors. A submission that fewer people may see waits for its author's yes. */
export const publishFromTraining = door({
	id: 'library.publishFromTraining',
	summary: 'Move a training and chosen submissions to the library',
	http: 'POST /trainings/{training}/page',
	input: z.object({
		training: z.uuid(),
		submissions: z.array(z.uuid()).max(200).default([]),
		audience: audienceInput.optional(),
		shelf: z.uuid().optional()
	}),
	output: z.object({ page: z.string(), waiting: z.array(z.string()) }),
	can: async ({ tx, input }) => {
		await trainingRow(tx, input.training);
		return mayWrite(tx, input.training);
	},
	run: async ({ actor, input, tx, at, record }) => {
		const { training } = input;
		const source = await publishedDocument(tx, training);
		const audience = input.audience
			? await audienceFrom(tx, input.audience, actor.id)
			: source.audience;
		const page = await createDocument(tx, {
			kind: 'page',
			title: source.title,
			audience,
			writers: [],
			by: actor.id,
			at
		});
		await tx
			.insertInto('page')
			.values({
				id: page,
				owner_id: actor.id,
				shelf_id: input.shelf ?? null,
				training_id: training,
				audience_id: audience,
				at
			})
			.execute();
		const { content, credit } = await readVersion(tx, training);
		let draft = { content, credit };
		const waiting: string[] = [];
		for (const submission of input.submissions) {
			const row = await submissionRow(tx, submission);
			if (row.training_id !== training)
				throw new Invalid([
					{ field: 'submissions', message: 'Choose submissions of this training' }
				]);
			await tx
				.insertInto('page_source')
				.values({
					page_id: page,
					submission_id: submission,
					author_id: row.author_id,
					asked_at: at
				})
				.onConflict((conflict) => conflict.doNothing())
				.execute();
			if (await mayAppear(tx, row, audience)) draft = await merged(tx, draft, submission);
			else waiting.push(submission);
		}
		await replaceDraft(tx, page, draft, at);
		await publish(tx, page, source.title, audience, actor.id, at, '');
		await record({
			verb: 'moved to library',
			kind: 'page',
			id: page,
			audience,
			data: {
				about: { kind: 'training', id: training },
				within: [{ kind: 'training', id: training }]
			}
		});
		for (const submission of waiting) {
			const row = await submissionRow(tx, submission);
			await record({
				verb: 'asked consent',
				kind: 'submission',
				id: submission,
				audience: row.audience_id ?? row.author_id,
				data: { page, tell: [row.author_id] }
			});
		}
		return { page, waiting };
	}
});

/** The author's answer: with a yes their submission joins the page, and its audience sees it there. */
export const answerConsent = door({
	id: 'library.answerConsent',
	summary: 'Say whether my submission may join a page',
	http: 'PUT /pages/{page}/submissions/{submission}/consent',
	input: z.object({ page: z.uuid(), submission: z.uuid(), agreed: z.boolean() }),
	output: z.object({}),
	can: async ({ tx, input, actor }) =>
		(await submissionRow(tx, input.submission)).author_id === actor.id,
	run: async ({ input, tx, at, record }) => {
		const source = await tx
			.selectFrom('page_source')
			.selectAll()
			.where('page_id', '=', input.page)
			.where('submission_id', '=', input.submission)
			.executeTakeFirst();
		if (!source) throw new NotFound('Nobody asked for this');
		const answered = await tx
			.insertInto('page_source_answer')
			.values({ page_id: input.page, submission_id: input.submission, agreed: input.agreed, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!answered) return {};
		const page = await pageRow(tx, input.page);
		await record({
			verb: input.agreed ? 'agreed' : 'declined',
			kind: 'page',
			id: input.page,
			audience: page.audience_id,
			data: { submission: input.submission, tell: [page.owner_id] }
		});
		return {};
	}
});

/** Adds the submissions whose authors agreed since, as a new version. */
export const addAgreed = door({
	id: 'library.addAgreed',
	summary: 'Add the submissions whose authors agreed to a page',
	http: 'POST /pages/{page}/agreed',
	input: z.object({ page: z.uuid() }),
	output: z.object({ added: z.number() }),
	can: ({ tx, input }) => mayWrite(tx, input.page),
	run: async ({ actor, input, tx, at, record }) => {
		const page = await pageRow(tx, input.page);
		const { title } = await publishedDocument(tx, input.page);
		const agreed = await tx
			.selectFrom('page_source_answer')
			.select('submission_id')
			.where('page_id', '=', input.page)
			.where('agreed', '=', true)
			.execute();
		let draft = await readDraft(tx, input.page);
		const held = new Set(draft.content.content.map((node) => node.attrs?.from));
		let added = 0;
		for (const { submission_id: submission } of agreed) {
			if (held.has(submission)) continue;
			draft = await merged(tx, draft, submission);
			added += 1;
		}
		if (added === 0) return { added };
		await replaceDraft(tx, input.page, draft, at);
		await publish(
			tx,
			input.page,
			title,
			page.audience_id,
			actor.id,
			at,
			'Added what its authors agreed to'
		);
		await record({ verb: 'edited', kind: 'page', id: input.page, audience: page.audience_id });
		return { added };
	}
});

/** Writes a page that grew from no training. */
export const createPage = door({
	id: 'library.create',
	summary: 'Write a library page',
	http: 'POST /pages',
	input: z.object({
		title: z.string().trim().min(1, 'Give it a title').max(300),
		markdown: z.string().max(400_000).default(''),
		audience: audienceInput.default('everyone'),
		shelf: z.uuid().optional()
	}),
	output: z.object({ page: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const audience = await audienceFrom(tx, input.audience, actor.id);
		const page = await createDocument(tx, {
			kind: 'page',
			title: input.title,
			audience,
			writers: [],
			by: actor.id,
			at
		});
		await tx
			.insertInto('page')
			.values({
				id: page,
				owner_id: actor.id,
				shelf_id: input.shelf ?? null,
				audience_id: audience,
				at
			})
			.execute();
		await writeDraft(tx, {
			document: page,
			content: fromMarkdown(input.markdown, newBlockId),
			by: actor.id,
			at
		});
		await publish(tx, page, input.title, audience, actor.id, at, '');
		await record({ verb: 'published', kind: 'page', id: page, audience });
		return { page };
	}
});

/** Publishes a new version of a page. */
export const editPage = door({
	id: 'library.edit',
	summary: 'Change a library page',
	http: 'POST /pages/{page}/versions',
	input: z.object({
		page: z.uuid(),
		title: z.string().trim().min(1, 'Give it a title').max(300).optional(),
		markdown: z.string().max(400_000),
		note: z.string().max(500).default('')
	}),
	output: z.object({ version: z.number() }),
	can: async ({ tx, input }) => {
		await pageRow(tx, input.page);
		return mayWrite(tx, input.page);
	},
	run: async ({ actor, input, tx, at, record }) => {
		const page = await pageRow(tx, input.page);
		const { title } = await publishedDocument(tx, input.page);
		await writeDraft(tx, {
			document: input.page,
			content: fromMarkdown(input.markdown, newBlockId),
			by: actor.id,
			at
		});
		const version = await publish(
			tx,
			input.page,
			input.title ?? title,
			page.audience_id,
			actor.id,
			at,
			input.note
		);
		await record({ verb: 'edited', kind: 'page', id: input.page, audience: page.audience_id });
		return { version };
	}
});

/** Lets more people see a page; its owner alone does. */
export const widenPage = door({
	id: 'library.widen',
	summary: 'Let everyone see a page of mine',
	http: 'PUT /pages/{page}/audience',
	input: z.object({ page: z.uuid(), audience: audienceInput }),
	output: z.object({}),
	can: async ({ tx, input, actor }) => (await pageRow(tx, input.page)).owner_id === actor.id,
	run: async ({ actor, input, tx, record }) => {
		const audience = await audienceFrom(tx, input.audience, actor.id);
		await changeAudience(tx, input.page, audience);
		await tx
			.updateTable('page')
			.set({ audience_id: audience })
			.where('id', '=', input.page)
			.execute();
		await record({ verb: 'widened', kind: 'page', id: input.page, audience });
		return {};
	}
});

const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });

/** A page as its reader meets it. */
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
		colophon: z.array(who),
		owner: who,
		training: z.object({ id: z.string(), title: z.string() }).nullable(),
		sources: z.array(z.object({ submission: z.string(), author: who, waiting: z.boolean() })),
		audience: z.string(),
		shelf: z.object({ id: z.string(), name: z.string() }).nullable(),
		may: z.object({ edit: z.boolean(), widen: z.boolean(), answer: z.array(z.string()) })
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const row = await pageRow(tx, input.page);
		const { content, ...version } = await readVersion(tx, input.page);
		const sources = await tx
			.selectFrom('page_source')
			.leftJoin('page_source_answer as answer', (join) =>
				join
					.onRef('answer.page_id', '=', 'page_source.page_id')
					.onRef('answer.submission_id', '=', 'page_source.submission_id')
			)
			.select(['page_source.submission_id', 'author_id', 'agreed'])
			.where('page_source.page_id', '=', input.page)
			.execute();
		const from = new Map(
			content.content.map((node) => [
				String(node.attrs?.id),
				node.attrs?.from as string | undefined
			])
		);
		const held = new Set(from.values());
		const authors = [...new Set(version.blocks.flatMap((block) => block.authors))];
		const people = await peopleById(tx, [
			...authors,
			row.owner_id,
			...sources.map((source) => source.author_id)
		]);
		const named = (id: string) => ({
			id,
			name: people.get(id)?.name ?? '',
			face: people.get(id)?.face ?? null
		});
		const audiences = await writtenAudiences(tx, [row.audience_id], actor.id);
		const shelf = row.shelf_id
			? await tx
					.selectFrom('shelf')
					.select(['id', 'name'])
					.where('id', '=', row.shelf_id)
					.executeTakeFirst()
			: undefined;
		const training = row.training_id
			? (await latestVersions(tx, [row.training_id])).get(row.training_id)
			: undefined;
		const edit = await mayWrite(tx, input.page);
		return {
			id: row.id,
			title: version.title,
			version: version.number,
			publishedAt: version.at,
			markdown: version.markdown,
			html: version.html,
			words: version.words,
			blocks: version.blocks.map((block) => ({ ...block, from: from.get(block.id) ?? null })),
			colophon: authors.map(named),
			owner: named(row.owner_id),
			training: training ? { id: training.document, title: training.title } : null,
			sources: sources.map((source) => ({
				submission: source.submission_id,
				author: named(source.author_id),
				waiting: !held.has(source.submission_id) && source.agreed !== false
			})),
			audience: audiences.get(row.audience_id) ?? 'everyone',
			shelf: shelf ?? null,
			may: {
				edit,
				widen: row.owner_id === actor.id && row.audience_id !== EVERYONE,
				answer: sources
					.filter(
						(source) =>
							source.author_id === actor.id &&
							source.agreed === null &&
							!held.has(source.submission_id)
					)
					.map((source) => source.submission_id)
			}
		};
	}
});

/** The pages that the reader may see, the newest first. */
export const listPages = door({
	id: 'library.list',
	summary: 'The library',
	http: 'GET /pages',
	input: z.object({
		shelf: z.uuid().optional(),
		training: z.uuid().optional(),
		cursor: z.string().max(100).optional()
	}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				title: z.string(),
				authors: z.array(who),
				shelf: z.string().nullable(),
				words: z.number(),
				at: z.string(),
				opening: z.string()
			})
		),
		next: z.string().nullable()
	}),
	can: anyMember,
	run: async ({ input, tx }) => {
		const size = 60;
		let query = tx
			.selectFrom('page')
			.select(['id', 'shelf_id', 'at'])
			.where(inSight('id'))
			.orderBy('id', 'desc')
			.limit(size + 1);
		if (input.shelf) query = query.where('shelf_id', '=', input.shelf);
		if (input.training) query = query.where('training_id', '=', input.training);
		if (input.cursor) query = query.where('id', '<', input.cursor);
		const rows = await query.execute();
		const shown = rows.slice(0, size);
		const versions = await latestVersions(
			tx,
			shown.map((row) => row.id)
		);
		const people = await peopleById(
			tx,
			[...versions.values()].flatMap((version) => version.blocks.flatMap((block) => block.authors))
		);
		const items = shown.flatMap((row) => {
			const version = versions.get(row.id);
			if (!version) return [];
			const authors = [...new Set(version.blocks.flatMap((block) => block.authors))];
			return [
				{
					id: row.id,
					title: version.title,
					authors: authors.map((id) => ({
						id,
						name: people.get(id)?.name ?? '',
						face: people.get(id)?.face ?? null
					})),
					shelf: row.shelf_id,
					words: version.words,
					at: version.at,
					opening: version.blocks.find((block) => block.kind === 'paragraph')?.text ?? ''
				}
			];
		});
		return { items, next: rows.length > size ? shown.at(-1)!.id : null };
	}
});

/** A page as stored. Throws NotFound. */
export async function pageRow(tx: Tx, id: string) {
	const row = await tx.selectFrom('page').selectAll().where('id', '=', id).executeTakeFirst();
	if (!row) throw new NotFound('There is no such page');
	return row;
}

type Draft = { content: Content; credit: Credited[] };

/** What everybody of the page may see anyway joins at once; the rest is its author's to give. */
async function mayAppear(
	tx: Tx,
	submission: { audience_id: string | null },
	audience: string
): Promise<boolean> {
	if (submission.audience_id === audience || submission.audience_id === EVERYONE) return true;
	if (!submission.audience_id || audience === EVERYONE) return false;
	const seen = new Set(await peopleIn(tx, submission.audience_id));
	return (await peopleIn(tx, audience)).every((person) => seen.has(person));
}

/** Adds a submission's blocks under its title, each with its authors and where it came from. */
async function merged(tx: Tx, draft: Draft, submission: string): Promise<Draft> {
	const version = await readVersion(tx, submission);
	const ids = new Map(
		version.content.content.map((node) => [String(node.attrs?.id), newBlockId()])
	);
	const moved = version.content.content.map((node): Node => ({
		...node,
		attrs: { ...node.attrs, id: ids.get(String(node.attrs?.id)), from: submission }
	}));
	const credit = version.credit.map(({ id, runs }) => ({ id: ids.get(id) ?? id, runs }));
	const heading: Node[] = [];
	if (version.title) {
		const id = newBlockId();
		heading.push({
			type: 'heading',
			attrs: { level: 3, id, from: submission },
			content: [{ type: 'text', text: version.title }]
		});
		credit.unshift({ id, runs: [{ by: version.by, text: version.title }] });
	}
	return {
		content: { type: 'doc', content: [...draft.content.content, ...heading, ...moved] },
		credit: [...draft.credit, ...credit]
	};
}

async function publish(
	tx: Tx,
	page: string,
	title: string,
	audience: string,
	by: string,
	at: string,
	note: string
): Promise<number> {
	const draft = await readDraft(tx, page);
	return publishVersion(tx, {
		document: page,
		title,
		...draft,
		material: false,
		note,
		by,
		audience,
		at
	});
}
