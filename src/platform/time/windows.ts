/** Calendar dates, both inclusive, that begin and end in each participant's own zone. */
export type Window = { opens: string; closes: string };

/** The same window some days later, or earlier. */
export function shifted({ opens, closes }: Window, days: number): Window {
	const moved = (day: string) => Temporal.PlainDate.from(day).add({ days }).toString();
	return { opens: moved(opens), closes: moved(closes) };
}

/** The instant at which a window opens for somebody in `zone`. */
export function opensAt({ opens }: Window, zone: string): Temporal.Instant {
	return startOfDay(Temporal.PlainDate.from(opens), zone);
}

/** The instant at which a window is over for somebody in `zone`: the beginning of the day after it closes. */
export function closesAt({ closes }: Window, zone: string): Temporal.Instant {
	return startOfDay(Temporal.PlainDate.from(closes).add({ days: 1 }), zone);
}

/** True when a contribution at `instant` comes after the window was over for its author. */
export function isLate(window: Window, instant: Temporal.Instant, zone: string): boolean {
	return Temporal.Instant.compare(instant, closesAt(window, zone)) >= 0;
}

export type Phase = 'before' | 'open' | 'closed';

/** Where a window stands on a local date. */
export function phase({ opens, closes }: Window, today: string): Phase {
	if (today < opens) return 'before';
	return today <= closes ? 'open' : 'closed';
}

/** Which of several windows is the shared topic on a date; on a day that two share, the one that opens. Null between windows. */
export function currentPart(windows: Window[], today: string): number | null {
	let current: number | null = null;
	windows.forEach((window, index) => {
		if (phase(window, today) !== 'open') return;
		if (current === null || window.opens > windows[current]!.opens) current = index;
	});
	return current;
}

/** Today's date for somebody in `zone`. */
export function todayIn(zone: string, now: Temporal.Instant): string {
	return now.toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The first instant of a date; where the zone skipped the day, the first instant after it. */
function startOfDay(date: Temporal.PlainDate, zone: string): Temporal.Instant {
	const start = date.toZonedDateTime({ timeZone: zone }).startOfDay();
	return start.toInstant();
}
