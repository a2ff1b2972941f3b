import { z } from 'zod';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time such as 09:00');
const hours = z
	.object({ from: time, to: time })
	.refine(({ from, to }) => from < to, { path: ['to'], message: 'Choose a later time' });

/** Working hours by ISO weekday (1 is Monday), quiet hours that may cross midnight, and when the digest may come. */
export const workingWeek = z.object({
	days: z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7']), hours),
	quiet: z.object({ from: time, to: time }),
	digestAt: time
});
export type WorkingWeek = z.infer<typeof workingWeek>;

/** Whole days off, both ends inclusive. */
export type Leave = { from: string; to: string }[];

const office = { from: '09:00', to: '17:00' };
export const usualWeek: WorkingWeek = {
	days: { '1': office, '2': office, '3': office, '4': office, '5': office },
	quiet: { from: '20:00', to: '07:00' },
	digestAt: '08:30'
};

/** The working hours of a day; none on days off and during leave. */
export function hoursOn(date: Temporal.PlainDate, week: WorkingWeek, leave: Leave) {
	const day = date.toString();
	if (leave.some(({ from, to }) => from <= day && day <= to)) return undefined;
	return week.days[String(date.dayOfWeek) as keyof WorkingWeek['days']];
}

/** The first working day on or after `date`; `date` itself for somebody who has none within a year. */
export function onWorkingDay(
	date: Temporal.PlainDate,
	week: WorkingWeek,
	leave: Leave
): Temporal.PlainDate {
	for (let day = date, i = 0; i < 366; day = day.add({ days: 1 }), i += 1)
		if (hoursOn(day, week, leave)) return day;
	return date;
}

/** True within the quiet hours of a local time. */
export function isQuiet(at: Temporal.PlainTime, { quiet }: WorkingWeek): boolean {
	const time = at.toString({ smallestUnit: 'minute' });
	if (quiet.from === quiet.to) return false;
	return quiet.from < quiet.to
		? quiet.from <= time && time < quiet.to
		: quiet.from <= time || time < quiet.to;
}
