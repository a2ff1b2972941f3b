import { z } from 'zod';
import { writtenAudiences } from '#platform/server/audiences.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { readDraft } from '#modules/documents/server/drafts.ts';
import { toMarkdown } from '#modules/documents/server/markdown.ts';
import { excerpt, render } from '#modules/documents/server/render.ts';
import { latestVersions, titlesOf } from '#modules/documents/server/versions.ts';
import { inSight } from '#modules/documents/server/where.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { isAuthor, submissionRow, trainingRow } from './rows.ts';

/** The submissions of a training, oldest first. */
export const listSubmissions = door({
	id: 'submissions.list',
	summary: 'What people shared on a training',
	http: 'GET /trainings/{training}/submissions',
	input: z.object({ training: z.uuid(), cursor: z.uuid().optional() }),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				title: z.string(),
				author: z.object({ id: z.string(), name: z.string(), face: z.string().nullable() }),
				html: z.string(),
				markdown: z.string(),
				blocks: z.array(
					z.object({ id: z.string(), kind: z.string(), html: z.string(), text: z.string() }).loose()
				),
				version: z.number(),
				at: z.string(),
				/** When it was last changed after it was shared. */
				edited: z.string().nullable(),
				late: z.boolean(),
				audience: z.string(),
				may: z.object({ edit: z.boolean(), withdraw: z.boolean(), widen: z.boolean() })
			})
		),
		next: z.string().nullable()
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		await trainingRow(tx, input.training);
		const size = 50;
		let query = tx
			.selectFrom('submission')
			.innerJoin('sharing', 'sharing.submission_id', 'submission.id')
			.select(['submission.id', 'author_id', 'sharing.at', 'late', 'sharing.audience_id'])
			.where('training_id', '=', input.training)
			.where(inSight('submission.id'))
			.orderBy('submission.id')
			.limit(size + 1);
		if (input.cursor) query = query.where('submission.id', '>', input.cursor);
		const rows = (await query.execute()).slice(0, size + 1);
		const shown = rows.slice(0, size);
		const versions = await latestVersions(
			tx,
			shown.map(({ id }) => id)
		);
		const people = await peopleById(
			tx,
			shown.map((row) => row.author_id)
		);
		const audiences = await writtenAudiences(
			tx,
			shown.map((row) => row.audience_id),
			actor.id
		);
		const items = shown.flatMap((row) => {
			const version = versions.get(row.id);
			const author = people.get(row.author_id);
			if (!version || !author) return [];
			const mine = row.author_id === actor.id;
			return [
				{
					id: row.id,
					title: version.title,
					author: { id: author.id, name: author.name, face: author.face },
					html: version.html,
					markdown: version.markdown,
					blocks: version.blocks,
					version: version.number,
					at: row.at,
					edited: version.number > 1 ? version.at : null,
					late: row.late,
					audience: audiences.get(row.audience_id) ?? 'me',
					may: { edit: mine, withdraw: mine, widen: mine }
				}
			];
		});
		return { items, next: rows.length > size ? shown.at(-1)!.id : null };
	}
});

/** A submission as a list names it: without a title it is known by its first words. */
export function inList<Author>(submission: {
	id: string;
	title: string;
	blocks: { text: string }[];
	author: Author;
	audience: string;
}) {
	const { id, title, author, audience } = submission;
	const text = submission.blocks.map((block) => block.text).join(' ');
	return { id, name: title || excerpt(text, 90), author, audience };
}

/** A submission of one's own as it stands in its draft, to go on writing. */
export const getDraft = door({
	id: 'submissions.getDraft',
	summary: 'The draft of a submission of mine',
	http: 'GET /submissions/{submission}/draft',
	input: z.object({ submission: z.uuid() }),
	output: z.object({
		id: z.string(),
		training: z.string(),
		trainingTitle: z.string(),
		title: z.string(),
		markdown: z.string(),
		html: z.string(),
		shared: z.boolean()
	}),
	can: ({ tx, input, actor }) => isAuthor(tx, input.submission, actor),
	run: async ({ input, tx }) => {
		const row = await submissionRow(tx, input.submission);
		const draft = await readDraft(tx, input.submission);
		const titles = await titlesOf(tx, [row.id, row.training_id]);
		return {
			id: row.id,
			training: row.training_id,
			trainingTitle: titles.get(row.training_id) ?? '',
			title: titles.get(row.id) ?? '',
			markdown: toMarkdown(draft.content),
			html: render(draft.content).html,
			shared: row.audience_id !== null
		};
	}
});
