import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import {
	audienceFrom,
	audienceInput,
	writtenAudiences,
	heardBy
} from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { newBlockId } from '#platform/server/ids.ts';
import { draftsOf, readDraft, writeDraft } from '#modules/documents/server/drafts.ts';
import { fromMarkdown, toMarkdown } from '#modules/documents/server/markdown.ts';
import { render } from '#modules/documents/server/render.ts';
import { restoreVersion } from '#modules/documents/server/restoring.ts';
import {
	createDocument,
	publishVersion,
	restoreDocument,
	titlesOf,
	withdrawDocument
} from '#modules/documents/server/versions.ts';
import { ownsPage, pageRow, writesPage } from './rows.ts';
import { refuseUnknownShelf } from './shelves.ts';

const title = z.string().trim().min(1, 'Give it a title').max(300, 'Use at most 300 characters');
const markdown = z.string().max(400_000, 'Use at most 400,000 characters');
const started = {
	title,
	audience: audienceInput.default('everyone'),
	shelf: z.uuid().optional()
};

/** Writes a page that grew from no training, and publishes it. */
export const createPage = door({
	id: 'library.create',
	summary: 'Write a library page',
	http: 'POST /pages',
	input: z.object({ ...started, markdown: markdown.min(1, 'Write something first') }),
	output: z.object({ page: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { page, audience } = await start(tx, actor, input, at);
		await write(tx, page, input.markdown, actor, at);
		await publish(tx, { page, title: input.title, audience, by: actor.id, at, note: '' });
		await tx
			.insertInto('page_publication')
			.values({ page_id: page, by_id: actor.id, at })
			.execute();
		await record({ verb: 'published', kind: 'page', id: page, audience });
		return { page };
	}
});

/** Begins a page in private: who will read it is chosen now, and they do once it is published. */
export const beginPage = door({
	id: 'library.begin',
	summary: 'Begin to write a page, in private',
	http: 'POST /pages/drafts',
	input: z.object(started),
	output: z.object({ page: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { page } = await start(tx, actor, input, at);
		await record({ verb: 'began', kind: 'page', id: page, audience: actor.id });
		return { page };
	}
});

/** Saves the draft of a page; its readers see it once it is published. */
export const savePage = door({
	id: 'library.save',
	summary: 'Save the draft of a page of mine',
	http: 'PUT /pages/{page}/draft',
	input: z.object({ page: z.uuid(), markdown }),
	output: z.object({}),
	can: writesPage,
	run: async ({ actor, input, tx, at, record }) => {
		await write(tx, input.page, input.markdown, actor, at);
		await record({ verb: 'saved', kind: 'page', id: input.page, audience: actor.id });
		return {};
	}
});

/** Publishes a version of a page: the given text, or its draft as it stands. */
export const editPage = door({
	id: 'library.edit',
	summary: 'Publish a page, or a change to it',
	http: 'POST /pages/{page}/versions',
	input: z.object({
		page: z.uuid(),
		title: title.optional(),
		markdown: markdown.optional(),
		note: z.string().max(500, 'Use at most 500 characters').default('')
	}),
	output: z.object({ version: z.number() }),
	can: writesPage,
	run: async ({ actor, input, tx, at, record }) => {
		const { page, note } = input;
		const { audience_id: audience } = await pageRow(tx, page);
		if (input.markdown !== undefined) await write(tx, page, input.markdown, actor, at);
		const title = input.title ?? (await titlesOf(tx, [page])).get(page) ?? '';
		const version = await publish(tx, { page, title, audience, by: actor.id, at, note });
		const first = await tx
			.insertInto('page_publication')
			.values({ page_id: page, by_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		const verb = first ? 'published' : 'edited';
		await record({ verb, kind: 'page', id: page, audience, data: { version, note } });
		return { version };
	}
});

/** Makes an older version of a page the newest again, as a version of its own. */
export const restorePageVersion = door({
	id: 'library.restoreVersion',
	summary: 'Make an older version of a page the newest',
	http: 'POST /pages/{page}/versions/{number}/restoration',
	input: z.object({ page: z.uuid(), number: z.coerce.number().int().min(1) }),
	output: z.object({ version: z.number() }),
	can: writesPage,
	run: async ({ actor, input, tx, at, record }) => {
		const { page, number } = input;
		const { audience_id: audience } = await pageRow(tx, page);
		const version = await restoreVersion(tx, {
			document: page,
			number,
			material: () => false,
			by: actor.id,
			audience,
			at
		});
		const data = { version, restored: number };
		await record({ verb: 'edited', kind: 'page', id: page, audience, data });
		return { version };
	}
});

/** The draft of a page, for whoever writes it. */
export const getPageDraft = door({
	id: 'library.getDraft',
	summary: 'The draft of a page of mine',
	http: 'GET /pages/{page}/draft',
	input: z.object({ page: z.uuid() }),
	output: z.object({
		page: z.string(),
		title: z.string(),
		markdown: z.string(),
		html: z.string(),
		audience: z.string(),
		published: z.boolean()
	}),
	can: writesPage,
	run: async ({ actor, input, tx }) => {
		const row = await pageRow(tx, input.page);
		const { content } = await readDraft(tx, input.page);
		const audiences = await writtenAudiences(tx, [row.audience_id], actor.id);
		return {
			page: row.id,
			title: (await titlesOf(tx, [row.id])).get(row.id) ?? '',
			markdown: toMarkdown(content),
			html: render(content).html,
			audience: audiences.get(row.audience_id) ?? 'everyone',
			published: row.published_at !== null
		};
	}
});

/** Pages that I write and others do not read as they stand. */
export const pageDrafts = door({
	id: 'library.drafts',
	summary: 'The pages that I am writing',
	http: 'GET /pages/drafts',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				title: z.string(),
				opening: z.string(),
				/** True when readers see an earlier state of it. */
				published: z.boolean(),
				url: z.string(),
				at: z.string()
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const drafts = await draftsOf(tx, actor.id, 'page');
		const items = drafts.map((draft) => ({ ...draft, url: `/library/${draft.id}/edit` }));
		return { items, next: null };
	}
});

/** Takes a page out of everybody's sight; `library.restore` undoes it. */
export const withdrawPage = door({
	id: 'library.withdraw',
	summary: 'Withdraw a page of mine',
	http: 'DELETE /pages/{page}',
	input: z.object({ page: z.uuid() }),
	output: z.object({}),
	can: ownsPage,
	run: async ({ actor, input, tx, at, record }) => {
		const { audience_id: audience } = await pageRow(tx, input.page);
		if (!(await withdrawDocument(tx, input.page, actor.id, at))) return {};
		const heard = await heardBy(tx, audience, actor.id);
		await record({ verb: 'withdrew', kind: 'page', id: input.page, audience: heard });
		return {};
	}
});

export const restorePage = door({
	id: 'library.restore',
	summary: 'Bring back a page that I withdrew',
	http: 'POST /pages/{page}/restoration',
	input: z.object({ page: z.uuid() }),
	output: z.object({}),
	can: ownsPage,
	run: async ({ input, tx, record }) => {
		const { audience_id: audience } = await pageRow(tx, input.page);
		if (!(await restoreDocument(tx, input.page))) return {};
		await record({ verb: 'restored', kind: 'page', id: input.page, audience });
		return {};
	}
});

type Started = { title: string; audience: string; shelf?: string };

/** A page that nobody but its maker sees yet. */
async function start(tx: Tx, actor: Actor, { title, shelf, ...given }: Started, at: string) {
	await refuseUnknownShelf(tx, shelf);
	const audience = await audienceFrom(tx, given.audience, actor.id);
	const page = await createDocument(tx, {
		kind: 'page',
		title,
		audience: actor.id,
		writers: [],
		by: actor.id,
		at
	});
	await tx
		.insertInto('page')
		.values({ id: page, owner_id: actor.id, shelf_id: shelf ?? null, audience_id: audience, at })
		.execute();
	return { page, audience };
}

async function write(tx: Tx, page: string, markdown: string, actor: Actor, at: string) {
	const content = fromMarkdown(markdown, newBlockId);
	await writeDraft(tx, { document: page, content, by: actor.id, at });
}

async function publish(
	tx: Tx,
	given: { page: string; title: string; audience: string; by: string; at: string; note: string }
): Promise<number> {
	const { page, ...publication } = given;
	const draft = await readDraft(tx, page);
	if (draft.content.content.length === 0)
		throw new Invalid([{ field: 'markdown', message: 'Write something first' }]);
	return publishVersion(tx, { document: page, ...draft, material: false, ...publication });
}
