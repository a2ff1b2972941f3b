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
	const working =
		Object.keys(week.days).length > 0
			? week
			: { ...week, days: { '1': { from: '00:00', to: '23:59' } } };
	const time = digestTime(week);
	let day = after.toZonedDateTimeISO(zone).toPlainDate();
	for (let i = 0; i < 800; day = day.add({ days: 1 }), i += 1) {
		if (!hoursOn(day, working, leave)) continue;
		const at = day.toZonedDateTime({ timeZone: zone, plainTime: time });
		if (at.toPlainDate().equals(day) && Temporal.Instant.compare(at.toInstant(), after) > 0)
			return at.toInstant();
	}
	return after.add({ hours: 24 * 800 });
}

/** The first instant from `after` on that does not disturb: on a working day, outside quiet hours and leave. */
export function nextGentle(after: Temporal.Instant, rhythm: Rhythm): Temporal.Instant {
	const { zone, week, leave = [] } = rhythm;
	const local = after.toZonedDateTimeISO(zone);
	const works = hoursOn(local.toPlainDate(), week, leave);
	if (works && !isQuiet(local.toPlainTime(), week)) return after;
	const later = works ? endOfQuiet(local, week) : undefined;
	return later && Temporal.Instant.compare(later, after) > 0 ? later : nextDigest(after, rhythm);
}

/** The first instant of the local week (Monday) that `instant` lies in. */
export function startOfWeek(instant: Temporal.Instant, zone: string): Temporal.Instant {
	const day = instant.toZonedDateTimeISO(zone).toPlainDate();
	return day
		.subtract({ days: day.dayOfWeek - 1 })
		.toZonedDateTime({ timeZone: zone })
		.toInstant();
}

/** A wish that falls into the quiet hours moves to their end. */
function digestTime(week: WorkingWeek): Temporal.PlainTime {
	const wish = Temporal.PlainTime.from(week.digestAt);
	return isQuiet(wish, week) ? Temporal.PlainTime.from(week.quiet.to) : wish;
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
