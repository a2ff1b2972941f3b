import { z } from 'zod';
import type { Tx } from '#platform/server/db/database.ts';
import { door } from '#platform/server/door.ts';
import { newBlockId } from '#platform/server/ids.ts';
import { readDraft, writeDraft } from '#modules/documents/server/drafts.ts';
import { fromMarkdown, toMarkdown } from '#modules/documents/server/markdown.ts';
import { render } from '#modules/documents/server/render.ts';
import { createDocument, mayWrite } from '#modules/documents/server/versions.ts';
import { trainingMarkdown } from '../series.ts';
import { seriesOf } from './rows.ts';

/** Where the owners and trainers of a series plan it among themselves; nobody else reads it, and it is never published. */
export const getPlan = door({
	id: 'series.getPlan',
	summary: 'What the team of a series plans among themselves',
	http: 'GET /series/{series}/plan',
	input: z.object({ series: z.uuid() }),
	output: z.object({ document: z.string(), markdown: z.string(), html: z.string() }),
	can: ({ tx, input }) => plans(tx, input.series),
	run: async ({ input, tx }) => {
		const { plan_id: document } = await seriesOf(tx, input.series);
		const { content } = await readDraft(tx, document);
		return { document, markdown: toMarkdown(content), html: render(content).html };
	}
});

/** Writes the team's plan, in one piece. */
export const savePlan = door({
	id: 'series.savePlan',
	summary: 'Write what the team of a series plans among themselves',
	http: 'PUT /series/{series}/plan',
	input: z.object({ series: z.uuid(), markdown: trainingMarkdown }),
	output: z.object({}),
	can: ({ tx, input }) => plans(tx, input.series),
	run: async ({ actor, input, tx, at, record }) => {
		const row = await seriesOf(tx, input.series);
		const content = fromMarkdown(input.markdown, newBlockId);
		await writeDraft(tx, { document: row.plan_id, content, by: actor.id, at });
		await record({ verb: 'wrote plan', kind: 'series', id: input.series, audience: row.team_id });
		return {};
	}
});

/** An empty plan for a new series; returns its document. */
export function beginPlan(
	tx: Tx,
	given: { title: string; audience: string; team: string[]; by: string; at: string }
): Promise<string> {
	const { team, ...rest } = given;
	return createDocument(tx, { kind: 'note', writers: team, ...rest });
}

async function plans(tx: Tx, series: string): Promise<boolean> {
	return mayWrite(tx, (await seriesOf(tx, series)).plan_id);
}
