import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, Forbidden, Invalid } from '#platform/errors.ts';
import { EVERYONE, audienceFrom, audienceInput, heardBy } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import type { Happening } from '#platform/server/events.ts';
import { newBlockId } from '#platform/server/ids.ts';
import { readDraft, writeDraft } from '#modules/documents/server/drafts.ts';
import { fromMarkdown } from '#modules/documents/server/markdown.ts';
import {
	changeAudience,
	createDocument,
	latestVersions,
	publishVersion,
	restoreDocument,
	withdrawDocument
} from '#modules/documents/server/versions.ts';
import { inSight } from '#modules/documents/server/where.ts';
import { isLate } from '#platform/time/windows.ts';
import { submissionMarkdown } from '../series.ts';
import { ownWindow } from './pace.ts';
import { isAuthor, submissionRow, trainingRow } from './rows.ts';

const submissionTitle = z.string().trim().max(300, 'Use at most 300 characters');

/** Shares what works for somebody, in one step. */
export const addSubmission = door({
	id: 'submissions.add',
	summary: 'Share what works for me',
	http: 'POST /trainings/{training}/submissions',
	input: z.object({
		training: z.uuid(),
		title: submissionTitle.default(''),
		markdown: submissionMarkdown,
		audience: audienceInput.optional()
	}),
	output: z.object({ id: z.string(), late: z.boolean() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const id = await startDraft(tx, input.training, input.title, actor, at);
		await writeDraft(tx, {
			document: id,
			content: fromMarkdown(input.markdown, newBlockId),
			by: actor.id,
			at
		});
		return share(tx, { id, ...input, actor, at, record });
	}
});

/** Begins a private draft of a submission, or finds the one begun before. */
export const draftSubmission = door({
	id: 'submissions.draft',
	summary: 'Begin to write what works for me, in private',
	http: 'POST /trainings/{training}/drafts',
	input: z.object({
		training: z.uuid(),
		title: submissionTitle.default(''),
		/** Words to go on with; they come after what the draft says already. */
		markdown: z.string().max(200_000, 'Use at most 200,000 characters').default('')
	}),
	output: z.object({ id: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const begun = await tx
			.selectFrom('submission')
			.leftJoin('sharing', 'sharing.submission_id', 'submission.id')
			.select('submission.id')
			.where('training_id', '=', input.training)
			.where('author_id', '=', actor.id)
			.where('sharing.at', 'is', null)
			.where(inSight('submission.id'))
			.executeTakeFirst();
		const id = begun?.id ?? (await startDraft(tx, input.training, input.title, actor, at));
		if (input.markdown.trim() !== '') {
			const before = await readDraft(tx, id);
			const added = fromMarkdown(input.markdown, newBlockId);
			const content = {
				...added,
				content: [...before.content.content, ...added.content]
			};
			await writeDraft(tx, { document: id, content, by: actor.id, at });
		}
		if (!begun) await record({ verb: 'began', kind: 'submission', id, audience: actor.id });
		return { id };
	}
});

/** Saves a draft or a change to what was shared; readers see it once it is shared again. */
export const saveSubmission = door({
	id: 'submissions.save',
	summary: 'Save the draft of a submission of mine',
	http: 'PUT /submissions/{submission}/draft',
	input: z.object({ submission: z.uuid(), markdown: z.string().max(200_000) }),
	output: z.object({}),
	can: ({ tx, input, actor }) => isAuthor(tx, input.submission, actor),
	run: async ({ actor, input, tx, at, record }) => {
		const content = fromMarkdown(input.markdown, newBlockId);
		await writeDraft(tx, { document: input.submission, content, by: actor.id, at });
		await record({ verb: 'saved', kind: 'submission', id: input.submission, audience: actor.id });
		return {};
	}
});

/** Shares a draft, or publishes what was changed since. */
export const shareSubmission = door({
	id: 'submissions.share',
	summary: 'Share a submission that I drafted',
	http: 'POST /submissions/{submission}/sharing',
	input: z.object({
		submission: z.uuid(),
		title: submissionTitle.optional(),
		audience: audienceInput.optional()
	}),
	output: z.object({ id: z.string(), late: z.boolean() }),
	can: ({ tx, input, actor }) => isAuthor(tx, input.submission, actor),
	run: async ({ actor, input, tx, at, record }) => {
		const { training_id: training } = await submissionRow(tx, input.submission);
		return share(tx, {
			id: input.submission,
			training,
			title: input.title,
			audience: input.audience,
			actor,
			at,
			record
		});
	}
});

/** Takes a submission out of everybody's sight; `submissions.restore` undoes it. */
export const withdrawSubmission = door({
	id: 'submissions.withdraw',
	summary: 'Withdraw a submission of mine',
	http: 'DELETE /submissions/{submission}',
	input: z.object({ submission: z.uuid() }),
	output: z.object({}),
	can: ({ tx, input, actor }) => isAuthor(tx, input.submission, actor),
	run: async ({ actor, input, tx, at, record }) => {
		const row = await submissionRow(tx, input.submission);
		if (!(await withdrawDocument(tx, input.submission, actor.id, at))) return {};
		await count(tx, row.id, -1);
		await record({
			verb: 'withdrew',
			kind: 'submission',
			id: input.submission,
			audience: await heardBy(tx, row.audience_id, actor.id)
		});
		return {};
	}
});

export const restoreSubmission = door({
	id: 'submissions.restore',
	summary: 'Bring back a submission that I withdrew',
	http: 'POST /submissions/{submission}/restoration',
	input: z.object({ submission: z.uuid() }),
	output: z.object({}),
	can: ({ tx, input, actor }) => isAuthor(tx, input.submission, actor),
	run: async ({ actor, input, tx, record }) => {
		const row = await submissionRow(tx, input.submission);
		if (!(await restoreDocument(tx, input.submission))) return {};
		await count(tx, row.id, 1);
		await record({
			verb: 'restored',
			kind: 'submission',
			id: input.submission,
			audience: row.audience_id ?? actor.id,
			data: { training: row.training_id }
		});
		return {};
	}
});

/** Lets more people see a submission; only its author does, and never back. */
export const widenSubmission = door({
	id: 'submissions.widen',
	summary: 'Let more people see a submission of mine',
	http: 'PUT /submissions/{submission}/audience',
	input: z.object({ submission: z.uuid() }),
	output: z.object({}),
	can: ({ tx, input, actor }) => isAuthor(tx, input.submission, actor),
	run: async ({ input, tx, record }) => {
		const row = await submissionRow(tx, input.submission);
		if (!row.audience_id) throw new Conflict('Share it first');
		const { audience_id: audience } = await trainingRow(tx, row.training_id);
		if (audience === row.audience_id) return {};
		await count(tx, row.id, -1);
		await changeAudience(tx, input.submission, audience);
		await tx
			.updateTable('sharing')
			.set({ audience_id: audience })
			.where('submission_id', '=', input.submission)
			.execute();
		await count(tx, row.id, 1);
		await record({ verb: 'widened', kind: 'submission', id: input.submission, audience });
		return {};
	}
});

/** With whom each of these is shared, by id; what the reader may not see is left out. */
export async function audiencesOfSubmissions(tx: Tx, ids: string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await tx
		.selectFrom('sharing')
		.select(['submission_id', 'audience_id'])
		.where('submission_id', 'in', ids)
		.execute();
	return new Map(rows.map((row) => [row.submission_id, row.audience_id]));
}

async function startDraft(
	tx: Tx,
	training: string,
	title: string,
	actor: Actor,
	at: string
): Promise<string> {
	await trainingRow(tx, training);
	const id = await createDocument(tx, {
		kind: 'submission',
		title,
		audience: actor.id,
		writers: [],
		by: actor.id,
		at
	});
	await tx
		.insertInto('submission')
		.values({ id, training_id: training, author_id: actor.id, at })
		.execute();
	return id;
}

type Sharing = {
	id: string;
	training: string;
	title?: string;
	audience?: string;
	actor: Actor;
	at: string;
	record: (happening: Happening) => Promise<void>;
};

async function share(tx: Tx, { id, training, actor, at, record, ...given }: Sharing) {
	const row = await trainingRow(tx, training);
	const known = await submissionRow(tx, id);
	const audience =
		known.audience_id ?? (await chosenAudience(tx, row.audience_id, given.audience, actor));
	const draft = await readDraft(tx, id);
	if (draft.content.content.length === 0)
		throw new Invalid([
			{ field: 'markdown', message: 'Write what works for you; one line is enough' }
		]);
	const before = (await latestVersions(tx, [id])).get(id);
	await publishVersion(tx, {
		document: id,
		title: given.title ?? before?.title ?? '',
		content: draft.content,
		credit: draft.credit,
		material: !before,
		note: '',
		by: actor.id,
		audience,
		at
	});
	const late =
		known.late ?? isLate(await ownWindow(tx, row, actor.id), Temporal.Instant.from(at), actor.zone);
	const data = {
		training,
		within: [
			{ kind: 'training', id: training },
			{ kind: 'series', id: row.series_id }
		]
	};
	if (known.at) {
		await record({ verb: 'edited', kind: 'submission', id, audience, data });
		return { id, late };
	}
	await tx
		.insertInto('sharing')
		.values({ submission_id: id, audience_id: audience, late, at })
		.execute();
	await count(tx, id, 1);
	await record({ verb: 'shared', kind: 'submission', id, audience, data });
	return { id, late };
}

/** The training's own audience unless a narrower one is named; whoever has no way to the training is not offered its submissions. */
async function chosenAudience(
	tx: Tx,
	training: string,
	written: string | undefined,
	actor: Actor
): Promise<string> {
	if (written === undefined) return training;
	const audience = await audienceFrom(tx, written, actor.id);
	if (audience === EVERYONE && training !== EVERYONE)
		throw new Forbidden('The training is for fewer people than that');
	return audience;
}

/** Moves the training's count by a submission of one's own, for the audience that it is shared with. */
async function count(tx: Tx, submission: string, by: 1 | -1): Promise<void> {
	await sql`select count_own_submission(${submission}, ${by})`.execute(tx);
}
