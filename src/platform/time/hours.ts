import { hoursOn, type Leave, type WorkingWeek } from './week.ts';
import type { Window } from './windows.ts';

/**
 * The minutes somebody really works within a window, by instants, so that a day of changing clocks counts as it is.
 * A day shared with the following window counts there alone.
 */
export function workingMinutes(
	window: Window,
	next: Window | undefined,
	{ zone, week, leave = [] }: { zone: string; week: WorkingWeek; leave?: Leave }
): number {
	const end = Temporal.PlainDate.from(window.closes);
	let minutes = 0;
	for (
		let day = Temporal.PlainDate.from(window.opens);
		Temporal.PlainDate.compare(day, end) <= 0;
		day = day.add({ days: 1 })
	) {
		const date = day.toString();
		if (next && next.opens > window.opens && date >= next.opens) continue;
		minutes += minutesOn(day, zone, week, leave);
	}
	return minutes;
}

function minutesOn(day: Temporal.PlainDate, zone: string, week: WorkingWeek, leave: Leave): number {
	const hours = hoursOn(day, week, leave);
	if (!hours) return 0;
	const at = (time: string) =>
		day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) });
	// Where the zone skipped the whole day there is nothing to work in.
	if (at(hours.from).toPlainDate().toString() !== day.toString()) return 0;
	return Math.round(at(hours.from).until(at(hours.to)).total('minutes'));
}
