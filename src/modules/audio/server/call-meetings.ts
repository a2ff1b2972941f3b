import { z } from 'zod';
import * as m from '#messages';
import { NotFound } from '#platform/errors.ts';
import { calendarEntry, origin, wayBack } from '#platform/server/calendar.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { hourToCome, timeOfDay } from '#platform/time/time-of-day.ts';
import { line } from '#modules/people/people.ts';
import { lastDay } from '../audio.ts';
import { callRow, ownsPlaylist } from './rows.ts';

const which = { playlist: z.uuid() };

/** Offers an hour at which a question is talked about as well, in the asker's own zone; the same again moves it. */
export const meetAbout = door({
	id: 'calls.meet',
	summary: 'Offer a meeting about a question of mine, beside the answers',
	http: 'PUT /playlists/{playlist}/meeting',
	input: z.object({
		...which,
		day: lastDay,
		time: timeOfDay,
		/** Half an hour at first, and then as long as before. */
		minutes: z.coerce.number().int().min(5).max(480).optional(),
		place: line(300).default('')
	}),
	output: z.object({ startsAt: z.string() }),
	can: ownsPlaylist,
	run: async ({ actor, input, tx, at, record }) => {
		const call = await callRow(tx, input.playlist);
		const { playlist, day, time, place } = input;
		const startsAt = hourToCome({ day, time, zone: actor.zone }, at).toString();
		const before = await tx
			.selectFrom('call_meeting')
			.selectAll()
			.where('playlist_id', '=', playlist)
			.executeTakeFirst();
		const minutes = input.minutes ?? before?.minutes ?? 30;
		const same =
			before?.minutes === minutes &&
			before.place === place &&
			Temporal.Instant.compare(before.starts_at, startsAt) === 0;
		if (same) return { startsAt };
		const row = { starts_at: startsAt, minutes, place, at };
		await tx
			.insertInto('call_meeting')
			.values({ playlist_id: playlist, ...row })
			.onConflict((conflict) => conflict.column('playlist_id').doUpdateSet(row))
			.execute();
		const { audience_id: audience } = call;
		await record({ verb: 'meets', kind: 'playlist', id: playlist, audience });
		return { startsAt };
	}
});

/** Takes the meeting back; the answers stay. */
export const dropMeeting = door({
	id: 'calls.dropMeeting',
	summary: 'Take back the meeting about a question of mine',
	http: 'DELETE /playlists/{playlist}/meeting',
	input: z.object(which),
	output: z.object({}),
	can: ownsPlaylist,
	run: async ({ input, tx, record }) => {
		const { audience_id: audience } = await callRow(tx, input.playlist);
		const gone = await tx
			.deleteFrom('call_meeting')
			.where('playlist_id', '=', input.playlist)
			.returning('at')
			.executeTakeFirst();
		if (gone)
			await record({ verb: 'dropped meeting', kind: 'playlist', id: input.playlist, audience });
		return {};
	}
});

/** The meeting about a question as an entry for my own calendar, as the text of an .ics file. */
export const calendarOfMeeting = door({
	id: 'calls.calendar',
	summary: 'The meeting about a question as an entry for my own calendar',
	http: 'GET /playlists/{playlist}/meeting/calendar',
	input: z.object({
		...which,
		origin
	}),
	output: z.object({ ics: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at }) => {
		const { question } = await callRow(tx, input.playlist);
		const row = await tx
			.selectFrom('call_meeting')
			.selectAll()
			.where('playlist_id', '=', input.playlist)
			.executeTakeFirst();
		if (!row) throw new NotFound('There is no meeting about it');
		const url = wayBack(input.origin, `/playlists/${input.playlist}`);
		const words = [row.place, m.call_or_say_it(), url].filter(Boolean).join('\n');
		const ics = calendarEntry({
			uid: `meeting-${input.playlist}@junto`,
			start: Temporal.Instant.from(row.starts_at),
			minutes: row.minutes,
			zone: actor.zone,
			summary: question,
			description: words,
			url,
			at: Temporal.Instant.from(at)
		});
		return { ics };
	}
});
