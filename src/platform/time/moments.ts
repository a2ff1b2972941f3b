import { hoursOn, isQuiet, type Leave, type WorkingWeek } from './week.ts';

type Rhythm = { zone: string; week: WorkingWeek; leave?: Leave };

/**
 * The first instant after `after` at which somebody may have their digest: at their own hour, on a working day, outside
 * quiet hours and leave; never two on a local day. Whoever has no working day hears on Mondays.
 */
export function nextDigest(
	after: Temporal.Instant,
	{ zone, week, leave = [] }: Rhythm
): Temporal.Instant {
	const days = daysOf(week);
	const start = after.toZonedDateTimeISO(zone).toPlainDate();
	for (let i = 0; i < 800; i += 1) {
		const day = start.add({ days: i });
		if (!hoursOn(day, days, leave)) continue;
		const at = digestOn(day, zone, week);
		if (at && Temporal.Instant.compare(at, after) > 0) return at;
	}
	return after.add({ hours: 24 * 800 });
}

/** True when a letter does not disturb at this instant: on a working day, outside quiet hours and leave. */
export function isGentle(at: Temporal.Instant, { zone, week, leave = [] }: Rhythm): boolean {
	const local = at.toZonedDateTimeISO(zone);
	return (
		hoursOn(local.toPlainDate(), daysOf(week), leave) !== undefined &&
		!isQuiet(local.toPlainTime(), week)
	);
}

/** The first instant from `after` on that does not disturb. */
export function nextGentle(after: Temporal.Instant, rhythm: Rhythm): Temporal.Instant {
	if (isGentle(after, rhythm)) return after;
	const { zone, week, leave = [] } = rhythm;
	const local = after.toZonedDateTimeISO(zone);
	const later = hoursOn(local.toPlainDate(), daysOf(week), leave)
		? endOfQuiet(local, week)
		: undefined;
	return later && Temporal.Instant.compare(later, after) > 0 && isGentle(later, rhythm)
		? later
		: nextDigest(after, rhythm);
}

/** The first instant of the local week (Monday) that `instant` lies in. */
export function startOfWeek(instant: Temporal.Instant, zone: string): Temporal.Instant {
	const day = instant.toZonedDateTimeISO(zone).toPlainDate();
	return day
		.subtract({ days: day.dayOfWeek - 1 })
		.toZonedDateTime({ timeZone: zone })
		.toInstant();
}

/** The working days, or Monday for whoever has none. */
function daysOf(week: WorkingWeek): WorkingWeek {
	if (Object.keys(week.days).length > 0) return week;
	return { ...week, days: { '1': { from: '00:00', to: '23:59' } } };
}

/** When the digest comes on a local day: at the wished time, or at the end of the quiet hours where it falls into them. None where the zone leaves no such time. */
function digestOn(
	day: Temporal.PlainDate,
	zone: string,
	week: WorkingWeek
): Temporal.Instant | undefined {
	for (const time of [week.digestAt, week.quiet.to]) {
		const at = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) });
		// A zone that leaves an hour, or the whole day, out moves it.
		if (at.toPlainDate().equals(day) && !isQuiet(at.toPlainTime(), week)) return at.toInstant();
	}
	return undefined;
}

/** The end of the quiet hours that a local time lies in, if that is still the same day. */
function endOfQuiet(
	local: Temporal.ZonedDateTime,
	week: WorkingWeek
): Temporal.Instant | undefined {
	const end = Temporal.PlainTime.from(week.quiet.to);
	if (Temporal.PlainTime.compare(local.toPlainTime(), end) >= 0) return undefined;
	return local.withPlainTime(end).toInstant();
}
