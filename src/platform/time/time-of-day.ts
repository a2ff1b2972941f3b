import { z } from 'zod';
import { Invalid } from '../errors.ts';

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

/** The same instant, where it is still to come at `at`. Throws Invalid. */
export function hourToCome(
	given: { day: string; time: string; zone: string },
	at: string
): Temporal.Instant {
	const hour = instantOf(given);
	if (Temporal.Instant.compare(hour, at) < 0)
		throw new Invalid([{ field: 'time', message: 'Choose an hour to come' }]);
	return hour;
}
