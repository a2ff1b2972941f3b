import type { WorkingWeek } from '#platform/time/week.ts';

export const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;
export type Weekday = (typeof weekdays)[number];

/** The working week that a form sent, as it stands: the door says what is wrong with it. */
export function weekOf(text: (field: string) => string): WorkingWeek {
	const chosen = weekdays.filter((day) => text(`works-${day}`) !== '');
	return {
		days: Object.fromEntries(
			chosen.map((day) => [day, { from: text(`from-${day}`), to: text(`to-${day}`) }])
		),
		quiet: { from: text('quiet-from'), to: text('quiet-to') },
		digestAt: text('digest-at')
	};
}

export type Hours = { first: Weekday; last: Weekday; from: string; to: string };

/** Working days in a row with the same hours, as one: Monday to Friday, 09:00 to 17:00. */
export function daysInARow(days: WorkingWeek['days']): Hours[] {
	const rows: Hours[] = [];
	for (const day of weekdays) {
		const hours = days[day];
		if (!hours) continue;
		const last = rows.at(-1);
		const goesOn =
			last &&
			Number(last.last) + 1 === Number(day) &&
			last.from === hours.from &&
			last.to === hours.to;
		if (goesOn) last.last = day;
		else rows.push({ first: day, last: day, ...hours });
	}
	return rows;
}

/** What a form shows: what was typed, when it came back with something to put right, else the week as it is. */
export function shownWeek(week: WorkingWeek, typed?: Record<string, string>): WorkingWeek {
	return typed && 'digest-at' in typed ? weekOf((field) => typed[field] ?? '') : week;
}
