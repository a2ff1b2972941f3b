import { hoursOn, type WorkingWeek } from './week.ts';
import type { Window } from './windows.ts';

/**
 * Windows for `parts` trainings of about `days` days each, adjoining ones sharing their boundary day; every boundary moves
 * on to the next working day of `week` that is not in `avoid` (dates such as holidays).
 */
export function proposeWindows(given: {
	firstOpens: string;
	parts: number;
	days: number;
	week: WorkingWeek;
	avoid?: string[];
}): Window[] {
	const boundary = (date: Temporal.PlainDate) => {
		let day = date;
		for (
			let i = 0;
			i < 31 && (!hoursOn(day, given.week, []) || given.avoid?.includes(day.toString()));
			i += 1
		)
			day = day.add({ days: 1 });
		return day;
	};
	const first = Temporal.PlainDate.from(given.firstOpens);
	const boundaries = Array.from({ length: given.parts + 1 }, (_, i) =>
		i === 0 ? first : boundary(first.add({ days: given.days * i }))
	);
	return Array.from({ length: given.parts }, (_, i) => ({
		opens: boundaries[i]!.toString(),
		closes: boundaries[i + 1]!.toString()
	}));
}
