import { z } from 'zod';
import { Conflict, Invalid } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { limit } from '#platform/server/limits.ts';
import { maySetAside, show } from '#platform/server/subjects.ts';
import { stewardsHere } from '#modules/people/server/stewards.ts';
import { openReports } from './rows.ts';

const about = z.object({ kind: z.string().max(40), id: z.uuid() });
const quoteAtMost = 4000;

/** What would be reported, as the stewards would be shown it. Throws NotFound, and Invalid for what cannot be reported. */
export const reportable = door({
	id: 'reports.propose',
	summary: 'What a report of something would show the stewards',
	http: 'GET /reports/proposal/{kind}/{id}',
	input: about,
	output: z.object({ title: z.string(), quote: z.string(), url: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const { title, url, text = '' } = await reportableThing(tx, actor, input);
		return { title, url, quote: text.slice(0, quoteAtMost) };
	}
});

/** Tells the stewards that something is not right, with what it says now. Whoever wrote it learns neither of the report nor of the reporter. */
export const makeReport = door({
	id: 'reports.make',
	summary: 'Report a contribution to the stewards',
	http: 'POST /reports',
	input: about.extend({
		words: z.string().trim().min(1, 'Say what is not right').max(1000)
	}),
	output: z.object({ id: z.string() }),
	before: ({ actor }) => limit(`reports of ${actor.id}`, 20, 60),
	can: anyMember,
	run: async ({ actor, input: { kind, id: subject, words }, tx, at, record }) => {
		const shown = await reportableThing(tx, actor, { kind, id: subject });
		const [already] = await openReports(tx, subject, { by: actor.id });
		if (already) return { id: already };
		const stewards = (await stewardsHere(tx)).filter((one) => !shown.authors.includes(one));
		if (stewards.length === 0)
			throw new Conflict('The only steward wrote this. Speak with somebody whom you trust');
		const id = newId();
		await tx
			.insertInto('report')
			.values({
				id,
				person_id: actor.id,
				kind,
				subject_id: subject,
				audience_id: shown.audience,
				title: shown.title.slice(0, 200),
				quote: (shown.text ?? '').slice(0, quoteAtMost),
				words,
				at
			})
			.execute();
		await tx
			.insertInto('report_author')
			.values(shown.authors.map((person_id) => ({ report_id: id, person_id })))
			.execute();
		await record({ verb: 'reported', kind: 'report', id, audience: actor.id });
		return { id };
	}
});

async function reportableThing(tx: Tx, actor: Actor, { kind, id }: z.output<typeof about>) {
	const shown = await show(tx, kind, id);
	if (!maySetAside(kind))
		throw new Invalid([{ field: 'kind', message: 'This cannot be reported' }]);
	if (shown.authors.includes(actor.id))
		throw new Invalid([{ field: 'id', message: 'This is yours: you can withdraw it' }]);
	return shown;
}
