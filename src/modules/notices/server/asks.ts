import { sql } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { showAll } from '#platform/server/subjects.ts';
import { nextDigest } from '#platform/time/moments.ts';
import { rhythmOf } from '#modules/people/server/rhythm.ts';

export type Asking = {
	kind: string;
	subject: string;
	level: 'offered' | 'expected' | 'required';
	minutes: number;
	/** For each person, since windows begin and end in their own zones. */
	people: { id: string; opensAt: string; untilAt: string | null }[];
};

/** Asks people for some of their time; asking the same again moves it. */
export async function ask(
	tx: Tx,
	{ kind, subject, level, minutes, people }: Asking
): Promise<void> {
	for (let i = 0; i < people.length; i += 1000)
		await tx
			.insertInto('ask')
			.values(
				people.slice(i, i + 1000).map(({ id, opensAt, untilAt }) => ({
					id: newId(),
					person_id: id,
					kind,
					subject_id: subject,
					level,
					minutes,
					opens_at: opensAt,
					until_at: untilAt
				}))
			)
			.onConflict((conflict) =>
				conflict.columns(['person_id', 'kind', 'subject_id']).doUpdateSet((eb) => ({
					opens_at: eb.ref('excluded.opens_at'),
					until_at: eb.ref('excluded.until_at'),
					minutes: eb.ref('excluded.minutes')
				}))
			)
			.execute();
}

/** Marks an ask as answered. */
export async function finishAsk(
	tx: Tx,
	person: string,
	kind: string,
	subject: string,
	at: string
): Promise<void> {
	await sql`insert into ask_done (ask_id, person_id, at)
		select id, person_id, ${at} from ask where person_id = ${person} and kind = ${kind} and subject_id = ${subject}
		on conflict do nothing`.execute(tx);
}

/** Opens an ask again that was answered by mistake. */
export async function reopenAsk(
	tx: Tx,
	person: string,
	kind: string,
	subject: string
): Promise<void> {
	await sql`delete from ask_done where ask_id in (
		select id from ask where person_id = ${person} and kind = ${kind} and subject_id = ${subject})`.execute(
		tx
	);
}

/** Takes away what nobody has answered yet about these, whoever was asked. */
export async function dropOpenAsks(tx: Tx, kind: string, subjects: string[]): Promise<void> {
	const which = sql`select id from ask where kind = ${kind} and subject_id = any (${subjects}::uuid[])
		and not exists (select from ask_done d where d.ask_id = ask.id)`;
	await sql`delete from snooze where ask_id in (${which})`.execute(tx);
	await sql`delete from ask where id in (${which})`.execute(tx);
}

/** Takes an ask away as if it had never been; asking again makes a new one, which is told of anew. */
export async function dropAsk(
	tx: Tx,
	person: string,
	kind: string,
	subject: string
): Promise<void> {
	const which = sql`select id from ask where person_id = ${person} and kind = ${kind} and subject_id = ${subject}`;
	await sql`delete from ask_done where ask_id in (${which})`.execute(tx);
	await sql`delete from snooze where ask_id in (${which})`.execute(tx);
	await tx
		.deleteFrom('ask')
		.where('person_id', '=', person)
		.where('kind', '=', kind)
		.where('subject_id', '=', subject)
		.execute();
}

/** What wants my time now: offered, not done, not over, not put off; what is over first comes first. */
export const myAsks = door({
	id: 'asks.mine',
	summary: 'What asks something of me now',
	http: 'GET /asks',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				kind: z.string(),
				subject: z.string(),
				title: z.string(),
				/** Of something I said I would try: my own words, and those that I took up. */
				text: z.string(),
				quotes: z.string(),
				url: z.string(),
				level: z.string(),
				minutes: z.number(),
				untilAt: z.string().nullable(),
				/** When I took it up, or when it was published. */
				at: z.string()
			})
		),
		minutes: z.number(),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx, at }) => {
		const items = await openAsks(tx, actor.id, at);
		return { items, minutes: items.reduce((sum, item) => sum + item.minutes, 0), next: null };
	}
});

/** Puts an ask off until an instant of one's own; without one, until one's next digest hour from tomorrow on. */
export const snoozeAsk = door({
	id: 'asks.snooze',
	summary: 'Put something off to a time of mine',
	http: 'PUT /asks/{ask}/snooze',
	input: z.object({
		ask: z.uuid(),
		until: z.iso.datetime({ offset: true, message: 'Choose a day and a time' }).optional()
	}),
	output: z.object({ until: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await tx
			.selectFrom('ask')
			.select('id')
			.where('id', '=', input.ask)
			.executeTakeFirst();
		if (!row) throw new NotFound('There is no such ask');
		const until = input.until ?? (await nextMorning(tx, actor, at));
		await tx
			.insertInto('snooze')
			.values({ ask_id: row.id, person_id: actor.id, until_at: until })
			.onConflict((conflict) => conflict.column('ask_id').doUpdateSet({ until_at: until }))
			.execute();
		await record({ verb: 'put off', kind: 'ask', id: row.id, audience: actor.id });
		return { until };
	}
});

/** How full the weeks between two dates are for some people, each by the days of their own zone: how many have something, never who. */
export async function load(tx: Tx, people: string[], from: string, to: string) {
	const { rows } = await sql<{ week: string; people: number; minutes: number; full: number }>`
		select week::text, people, minutes, full_weeks as full from weeks_of(${people}::uuid[], ${from}, ${to})`.execute(
		tx
	);
	return rows;
}

/** Open asks as their person may see them now. */
export async function openAsks(tx: Tx, person: string, at: string) {
	const rows = await tx
		.selectFrom('ask')
		.leftJoin('ask_done as done', 'done.ask_id', 'ask.id')
		.leftJoin('snooze', 'snooze.ask_id', 'ask.id')
		.selectAll('ask')
		.where('ask.person_id', '=', person)
		.where('offered_at', '<=', at)
		.where('opens_at', '<=', at)
		.where('done.at', 'is', null)
		.where((eb) => eb.or([eb('ask.until_at', 'is', null), eb('ask.until_at', '>', at)]))
		.where((eb) => eb.or([eb('snooze.until_at', 'is', null), eb('snooze.until_at', '<=', at)]))
		.orderBy('ask.until_at')
		.orderBy('ask.id')
		.limit(50)
		.execute();
	const items = [];
	for (const [kind, own] of Map.groupBy(rows, (row) => row.kind)) {
		const shown = await showAll(
			tx,
			kind,
			own.map((row) => row.subject_id)
		);
		for (const row of own) {
			const subject = shown.get(row.subject_id);
			if (subject)
				items.push({
					id: row.id,
					kind,
					subject: row.subject_id,
					title: subject.title,
					text: kind === 'adoption' ? (subject.text ?? '') : '',
					quotes: subject.quotes ?? '',
					at: subject.at,
					url: subject.url,
					level: row.level,
					minutes: row.minutes,
					untilAt: row.until_at
				});
		}
	}
	return items;
}

async function nextMorning(tx: Tx, actor: Actor, at: string): Promise<string> {
	const today = Temporal.Instant.from(at).toZonedDateTimeISO(actor.zone);
	const tomorrow = today.toPlainDate().add({ days: 1 }).toZonedDateTime(actor.zone).toInstant();
	return nextDigest(tomorrow.subtract({ seconds: 1 }), await rhythmOf(tx, actor.id)).toString();
}
