import { hoursOn, type WorkingWeek } from '#platform/time/week.ts';

/** The days that the demo turns on, all counted from the Monday on which its third part opened: five to eleven days ago. */
export type Calendar = {
	now: Temporal.Instant;
	/** That Monday. */
	monday: Temporal.PlainDate;
	/** The first day of the place. */
	begins: Temporal.PlainDate;
	windows: Record<
		'no' | 'inbox' | 'asleep' | 'asking' | 'notes' | 'night',
		{ opens: string; closes: string }
	>;
};

/** The demo's calendar as seen from `now`: the middle of a series of 10 + 14 + 14 + 14 days. */
export function calendarAt(now: Temporal.Instant): Calendar {
	const today = now.toZonedDateTimeISO('UTC').toPlainDate();
	const recent = today.subtract({ days: 5 });
	const monday = recent.subtract({ days: recent.dayOfWeek - 1 });
	const window = (from: number, to: number) => ({
		opens: monday.add({ days: from }).toString(),
		closes: monday.add({ days: to }).toString()
	});
	return {
		now,
		monday,
		begins: monday.subtract({ days: 70 }),
		windows: {
			no: window(-56, -42),
			inbox: window(-24, -14),
			asleep: window(-14, 0),
			asking: window(0, 14),
			notes: window(14, 28),
			night: window(-7, 7)
		}
	};
}

type Rhythm = { zone: string; week: WorkingWeek };

/** A moment at which somebody works, on `day` or their next working day; `share` (0 to 1) is how far into their hours. */
export function atWork(
	day: Temporal.PlainDate,
	{ zone, week }: Rhythm,
	share: number
): Temporal.Instant {
	let date = day;
	while (!hoursOn(date, week, [])) date = date.add({ days: 1 });
	return within(date, { zone, week }, share);
}

/** The last such moment before `instant`, at least `minutes` before it. */
export function lastAtWork(
	instant: Temporal.Instant,
	{ zone, week }: Rhythm,
	minutes: number
): Temporal.Instant {
	const latest = instant.subtract({ minutes });
	for (
		let date = latest.toZonedDateTimeISO(zone).toPlainDate();
		;
		date = date.subtract({ days: 1 })
	) {
		if (!hoursOn(date, week, [])) continue;
		const end = within(date, { zone, week }, 0.97);
		if (Temporal.Instant.compare(end, latest) <= 0) return end;
		if (Temporal.Instant.compare(within(date, { zone, week }, 0.03), latest) <= 0) return latest;
	}
}

function within(date: Temporal.PlainDate, { zone, week }: Rhythm, share: number): Temporal.Instant {
	const hours = hoursOn(date, week, [])!;
	const from = date.toZonedDateTime({ timeZone: zone, plainTime: hours.from }).toInstant();
	const to = date.toZonedDateTime({ timeZone: zone, plainTime: hours.to }).toInstant();
	return from.add({ seconds: Math.round(from.until(to).total('seconds') * share) });
}
