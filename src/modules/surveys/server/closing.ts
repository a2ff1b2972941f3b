import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict } from '#platform/errors.ts';
import { peopleIn } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { door } from '#platform/server/door.ts';
import { record } from '#platform/server/events.ts';
import { endsFor } from '#modules/people/server/rhythm.ts';
import { askedIt, surveyRow } from './rows.ts';

/** Ends a survey before its day; it never opens again. */
export const closeSurvey = door({
	id: 'surveys.close',
	summary: 'Close a survey that I asked',
	http: 'POST /surveys/{survey}/closing',
	input: z.object({ survey: z.uuid() }),
	output: z.object({}),
	can: askedIt,
	run: async ({ input, tx, at, record }) => {
		const row = await surveyRow(tx, input.survey);
		if (row.closed) throw new Conflict('It is closed already');
		await sql`select close_survey(${row.id}, ${at})`.execute(tx);
		await record(closed(row));
		return {};
	}
});

/** Closes what has ended for the last of those who are asked, wherever they are by now; returns how many. */
export async function closeEnded(at: Temporal.Instant): Promise<number> {
	return asSystem('asking people', async (tx) => {
		const due = await tx
			.selectFrom('survey')
			.select(['id', 'asker_id', 'audience_id', 'closes'])
			.where('due_at', '<=', at.toString())
			.where(sql<boolean>`not survey_is_closed(id)`)
			.limit(100)
			.forUpdate()
			.skipLocked()
			.execute();
		for (const row of due) {
			const asked = await peopleIn(tx, row.audience_id);
			const ends = await endsFor(tx, asked, row.closes);
			// Somebody came, or moved, to where the day is longer.
			if (Temporal.Instant.compare(ends, at) > 0) await putOff(tx, row.id, ends);
			else {
				const closing = { survey_id: row.id, at: at.toString() };
				await tx.insertInto('survey_closing').values(closing).execute();
				await record(tx, null, at.toString(), closed(row));
			}
		}
		return due.length;
	});
}

/** Who answered is not among what everybody asked may read of it; `telling.ts` finds them for itself. */
function closed({ id, audience_id }: { id: string; audience_id: string }) {
	return { verb: 'closed', kind: 'survey', id, audience: audience_id };
}

async function putOff(tx: Tx, survey: string, ends: string): Promise<void> {
	await tx.updateTable('survey').set({ due_at: ends }).where('id', '=', survey).execute();
}
