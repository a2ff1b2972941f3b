import { sql } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { showEach } from '#platform/server/subjects.ts';
import { mode, questionKind, type Mode, type QuestionKind } from '../surveys.ts';

export const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });

export const aboutShown = z.object({
	kind: z.string(),
	id: z.string(),
	title: z.string(),
	url: z.string()
});

export const questionShown = z.object({
	id: z.string(),
	kind: questionKind,
	text: z.string(),
	options: z.array(z.string())
});

/** A survey as stored, and when it was closed. Throws NotFound. */
export async function surveyRow(tx: Tx, id: string) {
	const row = await tx
		.selectFrom('survey')
		.leftJoin('survey_closing as closing', 'closing.survey_id', 'survey.id')
		.selectAll('survey')
		.select('closing.at as closed')
		.where('survey.id', '=', id)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such survey');
	return { ...row, mode: mode.parse(row.mode) satisfies Mode };
}

/** The questions of a survey, in their order. */
export async function questionsOf(tx: Tx, survey: string) {
	const rows = await tx
		.selectFrom('survey_question')
		.select(['id', 'kind', 'text', 'options'])
		.where('survey_id', '=', survey)
		.orderBy('position')
		.execute();
	return rows.map((row) => ({ ...row, kind: row.kind as QuestionKind }));
}

/** The right of whoever asked; NotFound for those who do not even see the survey. */
export async function askedIt({
	tx,
	input,
	actor
}: {
	tx: Tx;
	input: { survey: string };
	actor: { id: string };
}): Promise<boolean> {
	return (await surveyRow(tx, input.survey)).asker_id === actor.id;
}

/** Whether the transaction's person may ask a place anything: whoever owns a series, and stewards. */
export async function mayAsk(tx: Tx): Promise<boolean> {
	const { rows } = await sql<{ may: boolean }>`select may_ask_surveys() as may`.execute(tx);
	return rows[0]!.may;
}

type About = { kind: string | null; subject_id: string | null };

/** What surveys are about, of those that the reader may see, by the id of the thing. */
export async function aboutOf(tx: Tx, rows: About[]) {
	const things = rows.flatMap(({ kind, subject_id: id }) => (kind && id ? [{ kind, id }] : []));
	const found = new Map<string, z.infer<typeof aboutShown> & { audience: string }>();
	for (const { kind, id, title, url, audience } of (await showEach(tx, things)).values())
		found.set(id, { kind, id, title, url, audience });
	return found;
}
