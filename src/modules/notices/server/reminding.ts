import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { showEach, type SubjectKind } from '#platform/server/subjects.ts';
import { opensAt } from '#platform/time/windows.ts';
import { zonesOf } from '#modules/people/server/rhythm.ts';
import { ask, finishAsk, reopenAsk } from './asks.ts';

const which = { reminder: z.uuid() };

/** Ends a reminder whose day has come. */
export const finishReminder = door({
	id: 'reminders.finish',
	summary: 'Done with what I was reminded of',
	http: 'POST /reminders/{reminder}/end',
	input: z.object(which),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input: { reminder }, tx, at, record }) => {
		if (!(await wasAsked(tx, actor, reminder))) throw new Conflict('Its day has not come yet');
		await finishAsk(tx, actor.id, 'reminder', reminder, at);
		await record({ verb: 'ended', kind: 'reminder', id: reminder, audience: actor.id });
		return {};
	}
});

/** Undoes `reminders.finish`. */
export const reopenReminder = door({
	id: 'reminders.reopen',
	summary: 'Not done with it after all',
	http: 'DELETE /reminders/{reminder}/end',
	input: z.object(which),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input: { reminder }, tx, record }) => {
		await wasAsked(tx, actor, reminder);
		await reopenAsk(tx, actor.id, 'reminder', reminder);
		await record({ verb: 'reopened', kind: 'reminder', id: reminder, audience: actor.id });
		return {};
	}
});

/** Asks everybody whose day has begun where they are, once for each reminder; returns how many. */
export async function remind(at: Temporal.Instant): Promise<number> {
	return asSystem('asking people', async (tx) => {
		// Somewhere it is a day later already.
		const latest = at.toZonedDateTimeISO('UTC').toPlainDate().add({ days: 1 }).toString();
		const { rows } = await sql<{ id: string; person_id: string; day: string }>`
			select r.id, r.person_id, coalesce(r.day, o.day)::text as day
			from reminder r left join occasion o on o.id = r.occasion_id
			where coalesce(r.day, o.day) <= ${latest}
				and r.person_id in (select people_in(${EVERYONE}))
				and not exists (select from occasion_withdrawal w where w.occasion_id = r.occasion_id)
				and not exists (select from ask a
					where a.person_id = r.person_id and a.kind = 'reminder' and a.subject_id = r.id)
			for update of r`.execute(tx);
		const zones = await zonesOf(
			tx,
			rows.map((row) => row.person_id)
		);
		const due = rows.flatMap(({ id, person_id, day }) => {
			const opens = opensAt({ opens: day, closes: day }, zones.get(person_id) ?? 'UTC');
			return Temporal.Instant.compare(opens, at) <= 0 ? [{ id, person: person_id, opens }] : [];
		});
		for (const { id, person, opens } of due)
			await ask(tx, {
				kind: 'reminder',
				subject: id,
				level: 'offered',
				minutes: 2,
				people: [{ id: person, opensAt: opens.toString(), untilAt: null }]
			});
		return due.length;
	});
}

/** What somebody wanted to be reminded of, with their own words. These stand as a quote and not as its text, so that search does not find the thing a second time. */
export const reminderSubject: SubjectKind = {
	kind: 'reminder',
	show: async (tx, ids) => {
		const rows = await tx.selectFrom('reminder').selectAll().where('id', 'in', ids).execute();
		const things = rows.map((row) => ({ kind: row.kind, id: row.subject_id }));
		const shown = await showEach(tx, things);
		return rows.flatMap((row) => {
			const thing = shown.get(row.subject_id);
			if (!thing) return [];
			return {
				kind: 'reminder',
				id: row.id,
				title: thing.title,
				url: thing.url,
				audience: row.person_id,
				authors: [row.person_id],
				quotes: row.words,
				at: row.at
			};
		});
	}
};

/** Whether the day of somebody's reminder came. Throws NotFound for one that is not theirs. */
async function wasAsked(tx: Tx, actor: Actor, id: string): Promise<boolean> {
	const row = await tx
		.selectFrom('reminder')
		.leftJoin('ask', (join) =>
			join
				.onRef('ask.subject_id', '=', 'reminder.id')
				.onRef('ask.person_id', '=', 'reminder.person_id')
				.on('ask.kind', '=', 'reminder')
		)
		.select('ask.id as ask')
		.where('reminder.id', '=', id)
		.where('reminder.person_id', '=', actor.id)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is nothing here');
	return row.ask !== null;
}
