import { z } from 'zod';

/** A time of day as a clock shows it, such as 10:00. */
export const timeOfDay = z
	.string()
	.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Choose a time, such as 10:00');

/** The instant at which it is that time on that day in a zone; a time that a clock skips is the one after it. */
export function instantOf(given: { day: string; time: string; zone: string }): Temporal.Instant {
	return Temporal.PlainDate.from(given.day)
		.toZonedDateTime({ timeZone: given.zone, plainTime: Temporal.PlainTime.from(given.time) })
		.toInstant();
}
