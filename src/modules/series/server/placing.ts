import { z } from 'zod';
import { day } from '#platform/time/day.ts';
import * as m from '#messages';
import { Invalid } from '#platform/errors.ts';
import { calendarEntry, origin, wayBack } from '#platform/server/calendar.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { nextFreeHour } from '#platform/time/free.ts';
import { instantOf, timeOfDay } from '#platform/time/time-of-day.ts';
import { closesAt, opensAt, phase, todayIn } from '#platform/time/windows.ts';
import { openAskAbout, timesTaken } from '#modules/notices/server/put-off.ts';
import { titlesOf } from '#modules/documents/server/versions.ts';
import { rhythmOf } from '#modules/people/server/rhythm.ts';
import { ownWindow } from './pace.ts';
import { trainingRow } from './rows.ts';

/** When I could read a training: my next working hour in its window that I have to myself, and between which days I may choose. */
export const proposeTime = door({
	id: 'trainings.proposeTime',
	summary: 'When I could read a training',
	http: 'GET /trainings/{training}/time',
	input: z.object({ training: z.uuid() }),
	output: z.object({
		training: z.string(),
		title: z.string(),
		minutes: z.number(),
		/** In my own zone; none when no working hour of mine is left. */
		proposed: z.object({ day: z.string(), time: z.string() }).nullable(),
		from: z.string(),
		/** None once the shared round is over: what comes later is welcome on any day. */
		to: z.string().nullable(),
		/** What can be put off to that time; none when it was answered, or never asked of me. */
		ask: z.string().nullable()
	}),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		const row = await ownTraining(tx, input.training, actor);
		const days = daysFor(row, actor, at);
		const free = await freeHour(tx, row, actor, at, days);
		const local = free?.toZonedDateTimeISO(actor.zone);
		return {
			training: row.id,
			title: (await titlesOf(tx, [row.id])).get(row.id) ?? '',
			minutes: row.minutes,
			proposed: local
				? {
						day: local.toPlainDate().toString(),
						time: local.toPlainTime().toString({ smallestUnit: 'minute' })
					}
				: null,
			...days,
			ask: await openAskAbout(tx, actor.id, 'training', row.id)
		};
	}
});

/** A training as an entry for my own calendar, on a day and at a time of mine within its window. */
export const calendarOf = door({
	id: 'trainings.calendar',
	summary: 'A training as an entry for my own calendar',
	http: 'GET /trainings/{training}/calendar',
	input: z.object({
		training: z.uuid(),
		day: day('Choose a day'),
		time: timeOfDay,
		origin
	}),
	output: z.object({ ics: z.string(), at: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		const row = await ownTraining(tx, input.training, actor);
		const start = chosen(input, daysFor(row, actor, at), actor, at);
		const title = (await titlesOf(tx, [row.id])).get(row.id) ?? '';
		const url = wayBack(input.origin, `/trainings/${row.id}`);
		const takes = m.app_about_minutes({ count: row.minutes });
		const ics = calendarEntry({
			uid: `training-${row.id}-${actor.id}@junto`,
			start,
			minutes: row.minutes,
			zone: actor.zone,
			summary: m.app_week_entry({ title }),
			description: url ? `${takes}\n${url}` : takes,
			url,
			at: Temporal.Instant.from(at)
		});
		return { ics, at: start.toString() };
	}
});

type Row = Awaited<ReturnType<typeof ownTraining>>;
type Days = { from: string; to: string | null };

async function ownTraining(tx: Tx, training: string, actor: Actor) {
	const row = await trainingRow(tx, training);
	return { ...row, ...(await ownWindow(tx, row, actor.id)) };
}

function daysFor(window: Row, { zone }: Actor, at: string): Days {
	const today = todayIn(zone, Temporal.Instant.from(at));
	const over = phase(window, today) === 'closed';
	return {
		from: window.opens > today ? window.opens : today,
		to: over ? null : window.closes
	};
}

async function freeHour(
	tx: Tx,
	window: Row,
	actor: Actor,
	at: string,
	days: Days
): Promise<Temporal.Instant | null> {
	const now = Temporal.Instant.from(at);
	const opens = opensAt(window, actor.zone).subtract({ seconds: 1 });
	return nextFreeHour(
		{
			after: Temporal.Instant.compare(opens, now) > 0 ? opens : now,
			until: days.to ? closesAt(window, actor.zone) : now.add({ hours: 24 * 60 }),
			minutes: window.minutes
		},
		await rhythmOf(tx, actor.id),
		await timesTaken(tx, actor.id, { from: at, except: window.id })
	);
}

function chosen(
	{ day, time }: { day: string; time: string },
	{ from, to }: Days,
	{ zone }: Actor,
	at: string
): Temporal.Instant {
	if (day < from)
		throw wrong('day', 'Choose a day from the one on which it opens, and not before today');
	if (to && day > to) throw wrong('day', 'Choose a day before its window closes');
	const start = instantOf({ day, time, zone });
	if (Temporal.Instant.compare(start, Temporal.Instant.from(at)) <= 0)
		throw wrong('time', 'Choose a time that is still to come');
	return start;
}

function wrong(field: string, message: string): Invalid {
	return new Invalid([{ field, message }]);
}
