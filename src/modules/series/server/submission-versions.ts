import { z } from 'zod';
import { Conflict } from '#platform/errors.ts';
import { door } from '#platform/server/door.ts';
import { restoreVersion } from '#modules/documents/server/restoring.ts';
import { isAuthor, submissionRow, trainingRow } from './rows.ts';

/** Makes an older version of a submission of one's own the newest again, as a version of its own. */
export const restoreSubmissionVersion = door({
	id: 'submissions.restoreVersion',
	summary: 'Make an older version of a submission of mine the newest',
	http: 'POST /submissions/{submission}/versions/{number}/restoration',
	input: z.object({ submission: z.uuid(), number: z.coerce.number().int().min(1) }),
	output: z.object({ version: z.number() }),
	can: ({ tx, input, actor }) => isAuthor(tx, input.submission, actor),
	run: async ({ actor, input, tx, at, record }) => {
		const { submission: id, number } = input;
		const { audience_id: audience, training_id: training } = await submissionRow(tx, id);
		if (!audience) throw new Conflict('Share it first');
		const version = await restoreVersion(tx, {
			document: id,
			number,
			material: () => false,
			by: actor.id,
			audience,
			at
		});
		const { series_id: series } = await trainingRow(tx, training);
		await record({
			verb: 'edited',
			kind: 'submission',
			id,
			audience,
			data: {
				version,
				restored: number,
				training,
				within: [
					{ kind: 'training', id: training },
					{ kind: 'series', id: series }
				]
			}
		});
		return { version };
	}
});
