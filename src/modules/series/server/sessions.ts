import { z } from 'zod';
import * as m from '#messages';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import { calendarEntry } from '#platform/server/calendar.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { day } from '#platform/time/day.ts';
import { instantOf, timeOfDay } from '#platform/time/time-of-day.ts';
import { titlesOf } from '#modules/documents/server/versions.ts';
import { line } from '#modules/people/people.ts';
import { sessionFormat } from '../series.ts';
import { sayFormat } from '../words.ts';
import { trainingRow, writesTraining } from './rows.ts';

const which = { training: z.uuid() };
const one = { ...which, session: z.uuid() };

/** As many hours as a training is offered at. */
const sessionsAtMost = 20;

const shown = z.object({
	id: z.string(),
	format: sessionFormat,
	startsAt: z.string(),
	minutes: z.number(),
	/** A room, or the address of a call. */
	place: z.string(),
	over: z.boolean()
});
export type ShownSession = z.infer<typeof shown>;

/** The hours at which people meet over a training, in their order; those that are over too. */
export const listSessions = door({
	id: 'trainings.sessions',
	summary: 'The hours at which people meet over a training',
	http: 'GET /trainings/{training}/sessions',
	input: z.object(which),
	output: z.object({ items: z.array(shown), next: z.null() }),
	can: anyMember,
	run: async ({ input, tx, at }) => {
		const rows = await tx
			.selectFrom('training_session')
			.selectAll()
			.where('training_id', '=', input.training)
			.orderBy('starts_at')
			.orderBy('id')
			.execute();
		const items = rows.map(({ id, format, starts_at, minutes, place }) => ({
			...{ id, format: sessionFormat.parse(format), minutes, place },
			startsAt: Temporal.Instant.from(starts_at).toString(),
			over: Temporal.Instant.compare(Temporal.Instant.from(starts_at).add({ minutes }), at) < 0
		}));
		return { items, next: null };
	}
});

/** Offers an hour of the actor's own zone at which people meet over a training, beside its text. */
export const addSession = door({
	id: 'trainings.addSession',
	summary: 'Offer an hour at which people meet over a training that I write',
	http: 'POST /trainings/{training}/sessions',
	input: z.object({
		...which,
		format: sessionFormat,
		day: day('Choose a day, such as 2027-01-31'),
		time: timeOfDay,
		minutes: z.coerce.number().int().min(5).max(480).default(60),
		place: line(300).default('')
	}),
	output: z.object({ id: z.string(), startsAt: z.string() }),
	can: writesTraining,
	run: async ({ actor, input, tx, at, record }) => {
		const { training, format, minutes, place } = input;
		const startsAt = instantOf({ ...input, zone: actor.zone });
		if (Temporal.Instant.compare(startsAt, at) < 0)
			throw new Invalid([{ field: 'time', message: 'Choose an hour to come' }]);
		const { audience_id: audience } = await trainingRow(tx, training);
		const { count } = await tx
			.selectFrom('training_session')
			.select((eb) => eb.fn.countAll<string>().as('count'))
			.where('training_id', '=', training)
			.executeTakeFirstOrThrow();
		if (Number(count) >= sessionsAtMost)
			throw new Conflict(`A training has at most ${sessionsAtMost} of these hours`);
		const id = newId();
		await tx
			.insertInto('training_session')
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
		await record({ verb: 'set session', kind: 'training', id: training, audience });
		return { id, startsAt: startsAt.toString() };
	}
});

/** Takes an hour back; the training's other forms stay. */
export const dropSession = door({
	id: 'trainings.dropSession',
	summary: 'Take back an hour at which people were to meet over a training',
	http: 'DELETE /trainings/{training}/sessions/{session}',
	input: z.object(one),
	output: z.object({}),
	can: writesTraining,
	run: async ({ input, tx, at, record }) => {
		const { audience_id: audience } = await trainingRow(tx, input.training);
		const gone = await tx
			.deleteFrom('training_session')
			.where('id', '=', input.session)
			.where('training_id', '=', input.training)
			.returning('starts_at')
			.executeTakeFirst();
		// Of an hour that is over nobody needs to hear.
		if (gone && Temporal.Instant.compare(gone.starts_at, at) > 0)
			await record({ verb: 'dropped session', kind: 'training', id: input.training, audience });
		return {};
	}
});

/** Such an hour as an entry for my own calendar, as the text of an .ics file. */
export const calendarOfSession = door({
	id: 'trainings.sessionCalendar',
	summary: 'An hour at which people meet over a training as an entry for my own calendar',
	http: 'GET /trainings/{training}/sessions/{session}/calendar',
	input: z.object({
		...one,
		/** The address of this place, for the way back from the calendar. */
		origin: z
			.url({ protocol: /^https?$/ })
			.max(200)
			.optional()
	}),
	output: z.object({ ics: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		const row = await sessionRow(tx, input);
		const title = (await titlesOf(tx, [input.training])).get(input.training) ?? '';
		const url = input.origin && `${new URL(input.origin).origin}/trainings/${input.training}`;
		const ics = calendarEntry({
			uid: `session-${row.id}@junto`,
			start: Temporal.Instant.from(row.starts_at),
			minutes: row.minutes,
			zone: actor.zone,
			summary: title,
			description: [sayFormat(sessionFormat.parse(row.format)), row.place, m.formats_lead(), url]
				.filter(Boolean)
				.join('\n'),
			url,
			at: Temporal.Instant.from(at)
		});
		return { ics };
	}
});

async function sessionRow(tx: Tx, { training, session }: { training: string; session: string }) {
	const row = await tx
		.selectFrom('training_session')
		.selectAll()
		.where('id', '=', session)
		.where('training_id', '=', training)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such hour');
	return row;
}
