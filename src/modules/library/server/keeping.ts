import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import { audienceFrom, audienceInput } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { door, type Actor } from '#platform/server/door.ts';
import { replaceDraft } from '#modules/documents/server/drafts.ts';
import type { Draft } from '#modules/documents/server/folding.ts';
import {
	createDocument,
	mayWrite,
	publishVersion,
	readVersion
} from '#modules/documents/server/versions.ts';
import { publishedDocument } from '#modules/documents/server/where.ts';
import { submissionRow, trainingRow } from '#modules/series/server/rows.ts';
import { betweenTwo, changePage, joined, mayAppear, noteJoined, pieceOf } from './merging.ts';
import { pageRow, writesPage } from './rows.ts';
import { refuseUnknownShelf } from './shelves.ts';

const submissions = z.array(z.uuid()).max(200, 'Choose at most 200 at a time');

/** Moves a training with chosen submissions into the library: one page, every block with its authors. A submission that fewer people may see waits for its author's yes. */
export const publishFromTraining = door({
	id: 'library.publishFromTraining',
	summary: 'Move a training and chosen submissions to the library',
	http: 'POST /trainings/{training}/page',
	input: z.object({
		training: z.uuid(),
		submissions: submissions.default([]),
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
		await refuseUnknownShelf(tx, input.shelf);
		const source = await publishedDocument(tx, training);
		const { content, credit } = await readVersion(tx, training);
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
		const row = { id: page, owner_id: actor.id, training_id: training, audience_id: audience, at };
		await tx
			.insertInto('page')
			.values({ ...row, shelf_id: input.shelf ?? null })
			.execute();
		const { pieces, waiting } = await gather(tx, actor, row, input.submissions, at);
		const whole = joined({ content, credit }, ...pieces.values());
		await replaceDraft(tx, page, whole, at);
		await publishVersion(tx, {
			document: page,
			title: source.title,
			...whole,
			material: false,
			note: '',
			by: actor.id,
			audience,
			at
		});
		await tx
			.insertInto('page_publication')
			.values({ page_id: page, by_id: actor.id, at })
			.execute();
		await noteJoined(tx, page, [...pieces.keys()], actor.id, at);
		const about = { kind: 'training', id: training };
		await record({
			verb: 'moved to library',
			kind: 'page',
			id: page,
			audience,
			data: { about, within: [about] }
		});
		for (const { submission, author } of waiting)
			await record(
				await betweenTwo(tx, actor, author, { verb: 'asked consent', page, submission })
			);
		return { page, waiting: waiting.map(({ submission }) => submission) };
	}
});

/** Adds what people shared later on the training that a page grew from. What fewer people may see waits for its author's yes. */
export const addToPage = door({
	id: 'library.add',
	summary: 'Add submissions to a page',
	http: 'POST /pages/{page}/submissions',
	input: z.object({ page: z.uuid(), submissions: submissions.min(1, 'Choose what to add') }),
	output: z.object({ added: z.number(), waiting: z.array(z.string()) }),
	can: writesPage,
	run: async ({ actor, input, tx, at, record }) => {
		const { page } = input;
		const row = await pageRow(tx, page);
		const { pieces, waiting } = await gather(tx, actor, row, input.submissions, at);
		if (pieces.size > 0) {
			await changePage(tx, {
				page,
				change: (draft) => joined(draft, ...pieces.values()),
				note: '',
				audience: row.audience_id,
				by: actor.id,
				at
			});
			await noteJoined(tx, page, [...pieces.keys()], actor.id, at);
			await record({ verb: 'edited', kind: 'page', id: page, audience: row.audience_id });
		}
		for (const { submission, author } of waiting)
			await record(
				await betweenTwo(tx, actor, author, { verb: 'asked consent', page, submission })
			);
		return { added: pieces.size, waiting: waiting.map(({ submission }) => submission) };
	}
});

/** Adds what its authors have given since, in the words that they gave. */
export const addAgreed = door({
	id: 'library.addAgreed',
	summary: 'Add the submissions whose authors agreed to a page',
	http: 'POST /pages/{page}/agreed',
	input: z.object({ page: z.uuid() }),
	output: z.object({ added: z.number() }),
	can: writesPage,
	run: async ({ actor, input, tx, at, record }) => {
		const { page } = input;
		const row = await pageRow(tx, page);
		const given = await tx
			.selectFrom('page_source as source')
			.innerJoin('page_source_answer as answer', (join) =>
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
			.select(['source.submission_id', 'author_id', 'title', 'content', 'credit'])
			.where('source.page_id', '=', page)
			.where('agreed', '=', true)
			.where('joining.at', 'is', null)
			.orderBy('answer.at')
			.execute();
		if (given.length === 0) return { added: 0 };
		const pieces = given.map(({ submission_id, author_id, title, content, credit }) =>
			pieceOf(submission_id, { title: title ?? '', by: author_id, content, credit } as Piece)
		);
		await changePage(tx, {
			page,
			change: (draft) => joined(draft, ...pieces),
			note: '',
			audience: row.audience_id,
			by: actor.id,
			at
		});
		await noteJoined(
			tx,
			page,
			given.map((each) => each.submission_id),
			actor.id,
			at
		);
		await record({ verb: 'edited', kind: 'page', id: page, audience: row.audience_id });
		return { added: given.length };
	}
});

type Piece = Draft & { title: string; by: string };

/** Notes what a page takes up; returns what may join it at once, and what waits for its author. Whatever it took up before is passed over. */
async function gather(
	tx: Tx,
	actor: Actor,
	page: { id: string; training_id: string | null; audience_id: string },
	chosen: string[],
	at: string
) {
	const pieces = new Map<string, Draft>();
	const waiting: { submission: string; author: string }[] = [];
	for (const submission of new Set(chosen)) {
		const row = await submissionRow(tx, submission);
		if (row.training_id !== page.training_id || !row.audience_id)
			throw new Invalid([
				{ field: 'submissions', message: 'Choose what was shared on this training' }
			]);
		const noted = await tx
			.insertInto('page_source')
			.values({
				page_id: page.id,
				submission_id: submission,
				author_id: row.author_id,
				audience_id: page.audience_id,
				asked_at: at
			})
			.onConflict((conflict) => conflict.doNothing())
			.returning('asked_at')
			.executeTakeFirst();
		if (!noted) continue;
		if (mayAppear(row, page.audience_id))
			pieces.set(submission, pieceOf(submission, await readVersion(tx, submission)));
		else waiting.push({ submission, author: row.author_id });
	}
	return { pieces, waiting };
}
