import { hoursOn, isQuiet, type Leave, type WorkingWeek } from './week.ts';

export type Taken = { from: Temporal.Instant; minutes: number };

const daysAhead = 60;

/**
 * The first working hour after `after` in which somebody has `minutes` to themselves: on a working day, outside quiet hours
 * and leave, beside what they took on already, and over before `until`. Null when there is none.
 */
export function nextFreeHour(
	{ after, until, minutes }: { after: Temporal.Instant; until: Temporal.Instant; minutes: number },
	{ zone, week, leave }: { zone: string; week: WorkingWeek; leave: Leave },
	taken: Taken[]
): Temporal.Instant | null {
	const first = after.toZonedDateTimeISO(zone).toPlainDate();
	for (let i = 0; i < daysAhead; i += 1)
		for (const start of hoursOf(first.add({ days: i }), zone, week, leave, minutes)) {
			if (Temporal.Instant.compare(start, after) <= 0) continue;
			if (Temporal.Instant.compare(start.add({ minutes }), until) > 0) return null;
			if (!taken.some((other) => overlap({ from: start, minutes }, other))) return start;
		}
	return null;
}

/** The beginning of a working day and every full hour of it that leaves enough time; of a day that is too short, its beginning. */
function hoursOf(
	day: Temporal.PlainDate,
	zone: string,
	week: WorkingWeek,
	leave: Leave,
	minutes: number
): Temporal.Instant[] {
	const hours = hoursOn(day, week, leave);
	if (!hours) return [];
	const from = Temporal.PlainTime.from(hours.from);
	const length = from.until(hours.to).total('minutes');
	const starts = [from];
	for (let hour = from.hour + 1; hour < 24; hour += 1) starts.push(new Temporal.PlainTime(hour));
	return starts
		.filter((time, i) => i === 0 || from.until(time).total('minutes') + minutes <= length)
		.filter((time) => !isQuiet(time, week))
		.map((plainTime) => day.toZonedDateTime({ timeZone: zone, plainTime }))
		.filter((moment) => moment.toPlainDate().equals(day))
		.map((moment) => moment.toInstant());
}

function overlap(a: Taken, b: Taken): boolean {
	const ends = ({ from, minutes }: Taken) => from.add({ minutes });
	return (
		Temporal.Instant.compare(a.from, ends(b)) < 0 && Temporal.Instant.compare(b.from, ends(a)) < 0
	);
}
