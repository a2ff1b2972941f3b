import { z } from 'zod';
import { Conflict, Invalid } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { door } from '#platform/server/door.ts';
import { newBlockId } from '#platform/server/ids.ts';
import { proposesMaterial } from '#modules/documents/server/changes.ts';
import { readDraft, writeDraft } from '#modules/documents/server/drafts.ts';
import { fromMarkdown, toMarkdown } from '#modules/documents/server/markdown.ts';
import { render } from '#modules/documents/server/render.ts';
import { restoreVersion } from '#modules/documents/server/restoring.ts';
import {
	changeAudience,
	latestVersions,
	publishVersion,
	readVersion,
	titlesOf
} from '#modules/documents/server/versions.ts';
import type { Content } from '#modules/documents/document.ts';
import { seriesTitle, trainingMarkdown } from '../series.ts';
import { ownsSeries, seriesOf, trainingRow, trainingsOf, writesTraining } from './rows.ts';

/** Opens a series to its audience; drafts that were never published become their first version. */
export const publishSeries = door({
	id: 'series.publish',
	summary: 'Open a series to its audience',
	http: 'POST /series/{series}/publication',
	input: z.object({ series: z.uuid() }),
	output: z.object({}),
	can: ownsSeries,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await seriesOf(tx, input.series);
		const out = await tx
			.insertInto('series_publication')
			.values({ series_id: input.series, by_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!out) throw new Conflict('This series is out already');
		const trainings = await trainingsOf(tx, input.series);
		const published = await latestVersions(
			tx,
			trainings.map(({ id }) => id)
		);
		for (const { id } of trainings) {
			if (!published.has(id))
				await publishDraft(tx, { training: id, by: actor.id, at, audience: row.audience_id });
			await changeAudience(tx, id, row.audience_id);
		}
		await tx
			.updateTable('training')
			.set({ audience_id: row.audience_id })
			.where('series_id', '=', input.series)
			.execute();
		await record({
			verb: 'published',
			kind: 'series',
			id: input.series,
			audience: row.audience_id
		});
		for (const { id } of trainings)
			await record({
				verb: 'opened',
				kind: 'training',
				id,
				audience: row.audience_id,
				data: { within: [{ kind: 'series', id: input.series }] }
			});
		return {};
	}
});

/** Publishes a version of a training: the given text, or its draft as it stands. */
export const publishTraining = door({
	id: 'trainings.publish',
	summary: 'Publish a version of a training',
	http: 'POST /trainings/{training}/versions',
	input: z.object({
		training: z.uuid(),
		title: seriesTitle.optional(),
		markdown: trainingMarkdown.optional(),
		material: z.boolean().optional(),
		note: z.string().max(500, 'Use at most 500 characters').default('')
	}),
	output: z.object({ version: z.number() }),
	can: writesTraining,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await trainingRow(tx, input.training);
		if (input.markdown !== undefined)
			await writeDraft(tx, {
				document: input.training,
				content: fromMarkdown(input.markdown, newBlockId),
				by: actor.id,
				at
			});
		const version = await publishDraft(tx, {
			...input,
			by: actor.id,
			at,
			audience: row.audience_id
		});
		if (version === null)
			throw new Invalid([{ field: 'markdown', message: 'Write something first' }]);
		await record({
			verb: 'published',
			kind: 'training',
			id: input.training,
			audience: row.audience_id,
			data: { version, note: input.note, within: [{ kind: 'series', id: row.series_id }] }
		});
		return { version };
	}
});

/** Makes an older version of a training the newest again, as a version of its own. */
export const restoreTraining = door({
	id: 'trainings.restoreVersion',
	summary: 'Make an older version of a training the newest',
	http: 'POST /trainings/{training}/versions/{number}/restoration',
	input: z.object({ training: z.uuid(), number: z.coerce.number().int().min(1) }),
	output: z.object({ version: z.number() }),
	can: writesTraining,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await trainingRow(tx, input.training);
		const taken = await takenUp(tx, input.training);
		const version = await restoreVersion(tx, {
			document: row.id,
			number: input.number,
			material: (now, then) => proposesMaterial(now, then, taken),
			by: actor.id,
			audience: row.audience_id,
			at
		});
		await record({
			verb: 'published',
			kind: 'training',
			id: row.id,
			audience: row.audience_id,
			data: { version, restored: input.number, within: [{ kind: 'series', id: row.series_id }] }
		});
		return { version };
	}
});

/** Saves the draft of a training; its readers see it once it is published. */
export const saveTraining = door({
	id: 'trainings.save',
	summary: 'Save the draft of a training',
	http: 'PUT /trainings/{training}/draft',
	input: z.object({ training: z.uuid(), markdown: trainingMarkdown }),
	output: z.object({}),
	can: writesTraining,
	run: async ({ actor, input, tx, at, record }) => {
		const content = fromMarkdown(input.markdown, newBlockId);
		await writeDraft(tx, { document: input.training, content, by: actor.id, at });
		await record({ verb: 'saved', kind: 'training', id: input.training, audience: actor.id });
		return {};
	}
});

/** The draft of a training as Markdown, and whether publishing it would look like a material change. */
export const getTrainingDraft = door({
	id: 'trainings.getDraft',
	summary: 'The draft of a training',
	http: 'GET /trainings/{training}/draft',
	input: z.object({ training: z.uuid() }),
	output: z.object({ markdown: z.string(), html: z.string(), material: z.boolean() }),
	can: writesTraining,
	run: async ({ input, tx }) => {
		const { content } = await readDraft(tx, input.training);
		return {
			markdown: toMarkdown(content),
			html: render(content).html,
			material: await looksMaterial(tx, input.training, content)
		};
	}
});

type Publishing = {
	training: string;
	title?: string;
	material?: boolean;
	note?: string;
	by: string;
	at: string;
	audience: string;
};

/** Publishes the draft; null while nothing is written. */
async function publishDraft(tx: Tx, given: Publishing): Promise<number | null> {
	const draft = await readDraft(tx, given.training);
	if (draft.content.content.length === 0) return null;
	const before = (await latestVersions(tx, [given.training])).get(given.training);
	const title = (await titlesOf(tx, [given.training])).get(given.training) ?? '';
	const material =
		!before || (given.material ?? (await looksMaterial(tx, given.training, draft.content)));
	return publishVersion(tx, {
		document: given.training,
		title: given.title ?? title,
		content: draft.content,
		credit: draft.credit,
		material,
		note: given.note ?? '',
		by: given.by,
		audience: given.audience,
		at: given.at
	});
}

async function looksMaterial(tx: Tx, training: string, content: Content): Promise<boolean> {
	if (!(await latestVersions(tx, [training])).has(training)) return true;
	const before = await readVersion(tx, training);
	return proposesMaterial(before.content, content, await takenUp(tx, training));
}

/** The blocks of a training that somebody tries or does already, by the kept counts. */
async function takenUp(tx: Tx, training: string): Promise<Set<string>> {
	const rows = await tx
		.selectFrom('tally')
		.select('block_id')
		.where('subject_id', '=', training)
		.where('what', 'in', ['adoption', 'same'])
		.where('amount', '>', 0)
		.execute();
	return new Set(rows.map((row) => row.block_id));
}
