import { expect, test } from 'vitest';
import { usualWeek } from '#platform/time/week.ts';
import { currentPart, todayIn } from '#platform/time/windows.ts';
import { calendarAt } from './calendar.ts';
import { cast } from './cast.ts';
import { tell } from './telling.ts';

const people = [
	{ key: 'steward', name: 'Agnes Holm', zone: 'Europe/Berlin', week: usualWeek },
	...cast
].map(({ key, name, zone, week }) => ({
	key,
	zone,
	week,
	actor: { id: key, name, zone, locale: 'en', steward: key === 'steward' }
}));

/** Every sixth hour of five weeks, across the end of summer time in Europe and America. */
const moments = Array.from({ length: 35 * 4 }, (_, i) =>
	Temporal.Instant.from('2026-10-12T00:30:00Z').add({ hours: 6 * i })
);

test('on whatever day and hour the demo is made, everything in it is over, and nothing before its place began', () => {
	for (const now of moments) {
		const calendar = calendarAt(now);
		const { steps } = tell(calendar, people);
		const begins = calendar.begins.toZonedDateTime('UTC').toInstant();
		const outside = steps.filter(
			({ at }) => Temporal.Instant.compare(at, now) >= 0 || Temporal.Instant.compare(at, begins) < 0
		);
		expect(outside, now.toString()).toEqual([]);
	}
});

test('on whatever day and hour the demo is made, the third part is open for everybody', () => {
	for (const now of moments) {
		const { inbox, asleep, asking, notes } = calendarAt(now).windows;
		for (const { zone } of people)
			expect(currentPart([inbox, asleep, asking, notes], todayIn(zone, now)), zone).toBe(2);
	}
});

test('the story is the same each time it is told', () => {
	const calendar = calendarAt(moments[0]!);
	const times = () => tell(calendar, people).steps.map(({ at }) => at.toString());
	expect(times()).toEqual(times());
});
