import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { door, stewards, type Actor } from '#platform/server/door.ts';
import type { Happening } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { bringBackSubject, setSubjectAside } from '#platform/server/subjects.ts';
import { openReports } from './rows.ts';

const report = z.uuid();

/** Leaves what was reported as it is, and tells whoever reported it. */
export const leaveReported = door({
	id: 'reports.leave',
	summary: 'Leave what was reported as it is',
	http: 'PUT /reports/{report}/closure',
	input: z.object({ report, words: z.string().trim().max(1000).default('') }),
	output: z.object({}),
	system: 'looking after reports',
	can: stewards,
	run: async ({ actor, input: { report: id, words }, tx, at, record }) => {
		const row = await reportRow(tx, id, actor);
		await tellReporters(record, await close(tx, row.subject_id, { words, actor, at }));
		return {};
	}
});

/** Takes what was reported out of everybody's sight, and tells its authors why; whoever reported it hears that it was done. */
export const setReportedAside = door({
	id: 'reports.setAside',
	summary: 'Set aside what was reported',
	http: 'PUT /reports/{report}/setting-aside',
	input: z.object({
		report,
		words: z.string().trim().min(1, 'Tell its author why').max(1000)
	}),
	output: z.object({ aside: z.string() }),
	system: 'looking after reports',
	can: stewards,
	run: async ({ actor, input: { report: id, words }, tx, at, record }) => {
		const row = await reportRow(tx, id, actor);
		const { kind, subject_id: subject, audience_id: audience, title, quote, authors } = row;
		const aside = newId();
		const hidden = await setSubjectAside(tx, kind, subject, { by: actor.id, at });
		await tx
			.insertInto('setting_aside')
			.values({
				id: aside,
				kind,
				subject_id: subject,
				title,
				quote,
				words,
				by_id: actor.id,
				withdrawn_at: hidden ? null : at,
				at
			})
			.execute();
		if (authors.length > 0)
			await tx
				.insertInto('setting_aside_author')
				.values(authors.map((person_id) => ({ aside_id: aside, person_id })))
				.execute();
		const closed = await close(tx, subject, { aside, words: '', actor, at });
		await record({ verb: 'set aside', kind, id: subject, audience });
		await tellAuthors(record, authors, { verb: 'set aside', id: aside });
		await tellReporters(record, closed);
		return { aside };
	}
});

/** Brings back what was set aside, to where it stood. */
export const bringReportedBack = door({
	id: 'reports.bringBack',
	summary: 'Bring back what was set aside',
	http: 'DELETE /reports/{report}/setting-aside',
	input: z.object({ report }),
	output: z.object({}),
	system: 'looking after reports',
	can: stewards,
	run: async ({ actor, input: { report: id }, tx, at, record }) => {
		const row = await reportRow(tx, id, actor);
		const { kind, subject_id: subject, audience_id: audience, authors } = row;
		const aside = await tx
			.selectFrom('setting_aside')
			.select(['id', 'withdrawn_at'])
			.where('subject_id', '=', subject)
			.where('id', 'not in', tx.selectFrom('bringing_back').select('aside_id'))
			.executeTakeFirst();
		if (!aside) throw new Conflict('It is not set aside');
		await tx
			.insertInto('bringing_back')
			.values({ aside_id: aside.id, by_id: actor.id, at })
			.execute();
		if (!aside.withdrawn_at) await bringBackSubject(tx, kind, subject);
		await record({ verb: 'brought back', kind, id: subject, audience });
		await tellAuthors(record, authors, { verb: 'brought back', id: aside.id });
		return {};
	}
});

/** A report that this steward may look after, with who wrote what it is about: not they. Throws NotFound. */
async function reportRow(tx: Tx, id: string, actor: Actor) {
	const row = await tx
		.selectFrom('report')
		.select(['kind', 'subject_id', 'audience_id', 'title', 'quote'])
		.where('id', '=', id)
		.forUpdate()
		.executeTakeFirst();
	const authors = await authorsOf(tx, id);
	if (!row || authors.includes(actor.id)) throw new NotFound('There is no such report');
	return { ...row, authors };
}

async function authorsOf(tx: Tx, id: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('report_author')
		.select('person_id')
		.where('report_id', '=', id)
		.execute();
	return rows.map((row) => row.person_id);
}

type Recording = (happening: Happening) => Promise<void>;
type Closed = { report: string; by: string }[];

async function tellReporters(record: Recording, closed: Closed): Promise<void> {
	for (const { report: id, by } of closed)
		await record({ verb: 'looked at', kind: 'report', id, audience: by, data: { tell: [by] } });
}

/** Each by themselves: who else wrote it is nobody's to read here. */
async function tellAuthors(
	record: Recording,
	authors: string[],
	aside: { verb: string; id: string }
): Promise<void> {
	for (const author of authors)
		await record({ ...aside, kind: 'setting_aside', audience: author, data: { tell: [author] } });
}

type Closing = { aside?: string; words: string; actor: Actor; at: string };

/** Closes every report of something that nobody has looked at; says which, and who made each. Throws Conflict when there is none. */
async function close(tx: Tx, subject: string, { aside, words, actor, at }: Closing) {
	const open = await openReports(tx, subject);
	if (open.length === 0) throw new Conflict('Somebody has looked at this already');
	const rows = open.map((report_id) => ({
		report_id,
		aside_id: aside ?? null,
		words,
		by_id: actor.id,
		at
	}));
	await tx.insertInto('report_closure').values(rows).execute();
	return tx
		.selectFrom('report')
		.select(['id as report', 'person_id as by'])
		.where('id', 'in', open)
		.execute();
}
