import * as m from '#messages';
import type { Joining } from './people.ts';
import type { Weekday } from './week-form.ts';
import { cityOf, type LocalTime } from './zones.ts';

const days: Record<Weekday, () => string> = {
	1: m.people_monday,
	2: m.people_tuesday,
	3: m.people_wednesday,
	4: m.people_thursday,
	5: m.people_friday,
	6: m.people_saturday,
	7: m.people_sunday
};
const parts = {
	night: m.people_at_night,
	morning: m.people_in_the_morning,
	afternoon: m.people_in_the_afternoon,
	evening: m.people_in_the_evening
};
const ways = {
	open: m.people_circle_open,
	request: m.people_circle_request,
	closed: m.people_circle_closed
};

export function dayName(day: Weekday): string {
	return days[day]();
}

/** "Monday to Friday", or the one day. */
export function daysInWords({ first, last }: { first: Weekday; last: Weekday }): string {
	if (first === last) return dayName(first);
	return m.people_from_to({ from: dayName(first), to: dayName(last) });
}

export function joiningInWords(joining: Joining): string {
	return ways[joining]();
}

/** Where somebody is and what time it is there: "Brunei, 20:05 in the evening". */
export function timeThere(zone: string, there: LocalTime): string {
	const said = m.people_time_there({
		city: cityOf(zone),
		time: there.time,
		part: parts[there.part]()
	});
	if (there.dayAway === 0) return said;
	return there.dayAway > 0 ? m.people_tomorrow({ said }) : m.people_yesterday({ said });
}
