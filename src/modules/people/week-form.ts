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

/** What a form shows: what was typed, when it came back with something to put right, else the week as it is. */
export function shownWeek(week: WorkingWeek, typed?: Record<string, string>): WorkingWeek {
	return typed && 'digest-at' in typed ? weekOf((field) => typed[field] ?? '') : week;
}
