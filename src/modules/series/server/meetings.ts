import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import { calendarEntry, origin, wayBack } from '#platform/server/calendar.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { day } from '#platform/time/day.ts';
import { hourToCome, timeOfDay } from '#platform/time/time-of-day.ts';
import { titlesOf } from '#modules/documents/server/versions.ts';
import { line } from '#modules/people/people.ts';
import { meetingFormat } from '../series.ts';
import { sayFormat } from '../words.ts';
import { seriesOf, trainingRow, writesTraining } from './rows.ts';

const which = { training: z.uuid() };
const one = { ...which, meeting: z.uuid() };

/** As many hours to come as a training is offered at. */
const meetingsAtMost = 20;

const shown = z.object({
	id: z.string(),
	format: meetingFormat,
	startsAt: z.string(),
	minutes: z.number(),
	/** A room, or the address of a call. */
	place: z.string(),
	over: z.boolean()
});
export type ShownMeeting = z.infer<typeof shown>;

/** The hours at which people meet over a training, in their order; those that are over too. */
export const listMeetings = door({
	id: 'trainings.meetings',
	summary: 'The hours at which people meet over a training',
	http: 'GET /trainings/{training}/meetings',
	input: z.object(which),
	output: z.object({ items: z.array(shown), next: z.null() }),
	can: anyMember,
	run: async ({ input, tx, at }) => {
		const rows = await standing(tx, input.training)
			.innerJoin('training', 'training.id', 'training_id')
			.leftJoin('series_cancellation as off', 'off.series_id', 'training.series_id')
			.select('off.at as off')
			.orderBy('starts_at')
			.orderBy('training_meeting.id')
			.execute();
		const all = rows.map(({ id, format, starts_at, minutes, place }) => ({
			...{ id, format: meetingFormat.parse(format), minutes, place },
			startsAt: Temporal.Instant.from(starts_at).toString(),
			over: Temporal.Instant.compare(Temporal.Instant.from(starts_at).add({ minutes }), at) < 0
		}));
		const items = rows[0]?.off ? all.filter(({ over }) => over) : all;
		return { items, next: null };
	}
});

/** Offers an hour of the actor's own zone at which people meet over a training, beside its text. */
export const addMeeting = door({
	id: 'trainings.addMeeting',
	summary: 'Offer an hour at which people meet over a training that I write',
	http: 'POST /trainings/{training}/meetings',
	input: z.object({
		...which,
		format: meetingFormat,
		day: day('Choose a day, such as 2027-01-31'),
		time: timeOfDay,
		minutes: z.coerce.number().int().min(5).max(480).default(60),
		place: line(300).default('')
	}),
	output: z.object({ id: z.string(), startsAt: z.string() }),
	can: writesTraining,
	run: async ({ actor, input, tx, at, record }) => {
		const { training, format, minutes, place } = input;
		const startsAt = hourToCome({ ...input, zone: actor.zone }, at);
		const { audience_id: audience, series_id } = await trainingRow(tx, training);
		if ((await seriesOf(tx, series_id)).cancelled_at)
			throw new Conflict('This series is called off');
		const toCome = await standing(tx, training).where('starts_at', '>', at).execute();
		if (toCome.length >= meetingsAtMost)
			throw new Conflict(`At most ${meetingsAtMost} of these hours are to come at a time`);
		const id = newId();
		await tx
			.insertInto('training_meeting')
			.values({
				id,
				training_id: training,
				format,
				starts_at: startsAt.toString(),
				minutes,
				place,
				at
			})
			.execute();
		await record({ verb: 'offered hour', kind: 'training', id: training, audience });
		return { id, startsAt: startsAt.toString() };
	}
});

/** Takes an hour back; the training's other forms stay, and `trainings.restoreMeeting` undoes it. */
export const dropMeeting = door({
	id: 'trainings.dropMeeting',
	summary: 'Take back an hour at which people were to meet over a training',
	http: 'DELETE /trainings/{training}/meetings/{meeting}',
	input: z.object(one),
	output: z.object({}),
	can: writesTraining,
	run: async ({ input, tx, at, record }) => {
		const { audience_id: audience } = await trainingRow(tx, input.training);
		const row = await meetingRow(tx, input);
		await tx.insertInto('training_meeting_withdrawal').values({ meeting_id: row.id, at }).execute();
		// Of an hour that is over nobody needs to hear.
		if (Temporal.Instant.compare(row.starts_at, at) > 0)
			await record({ verb: 'took back hour', kind: 'training', id: input.training, audience });
		return {};
	}
});

export const restoreMeeting = door({
	id: 'trainings.restoreMeeting',
	summary: 'Undo that an hour at which people meet over a training was taken back',
	http: 'PUT /trainings/{training}/meetings/{meeting}',
	input: z.object(one),
	output: z.object({}),
	can: writesTraining,
	run: async ({ input, tx, at, record }) => {
		const { audience_id: audience } = await trainingRow(tx, input.training);
		const gone = await tx
			.deleteFrom('training_meeting_withdrawal')
			.where('meeting_id', '=', input.meeting)
			.returning('at')
			.executeTakeFirst();
		const row = await meetingRow(tx, input);
		if (gone && Temporal.Instant.compare(row.starts_at, at) > 0)
			await record({ verb: 'offered hour', kind: 'training', id: input.training, audience });
		return {};
	}
});

/** Such an hour as an entry for my own calendar, as the text of an .ics file. */
export const calendarOfMeeting = door({
	id: 'trainings.meetingCalendar',
	summary: 'An hour at which people meet over a training as an entry for my own calendar',
	http: 'GET /trainings/{training}/meetings/{meeting}/calendar',
	input: z.object({
		...one,
		origin
	}),
	output: z.object({ ics: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		const row = await meetingRow(tx, input);
		const title = (await titlesOf(tx, [input.training])).get(input.training) ?? '';
		const url = wayBack(input.origin, `/trainings/${input.training}`);
		const ics = calendarEntry({
			uid: `meeting-${row.id}@junto`,
			start: Temporal.Instant.from(row.starts_at),
			minutes: row.minutes,
			zone: actor.zone,
			summary: title,
			description: [sayFormat(meetingFormat.parse(row.format)), row.place, url]
				.filter(Boolean)
				.join('\n'),
			url,
			at: Temporal.Instant.from(at)
		});
		return { ics };
	}
});

/** The hours of a training that nobody took back. */
function standing(tx: Tx, training: string) {
	return tx
		.selectFrom('training_meeting')
		.leftJoin('training_meeting_withdrawal as gone', 'gone.meeting_id', 'training_meeting.id')
		.selectAll('training_meeting')
		.where('training_id', '=', training)
		.where('gone.at', 'is', null);
}

async function meetingRow(tx: Tx, { training, meeting }: { training: string; meeting: string }) {
	const row = await standing(tx, training)
		.where('training_meeting.id', '=', meeting)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such hour');
	return row;
}
