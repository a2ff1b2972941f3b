import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isGentle, nextDigest, nextGentle } from './moments.ts';
import { hoursOn, isQuiet, onWorkingDay, usualWeek, type Leave, type WorkingWeek } from './week.ts';
import { closesAt, currentPart, isLate, opensAt, todayIn, type Window } from './windows.ts';

const zones = Intl.supportedValuesOf('timeZone');
/** Zones where clocks do odd things: half an hour, two hours, at midnight, a day left out, a day lived twice. */
const odd: [zone: string, from: string][] = [
	['Australia/Lord_Howe', '2027-03-20'],
	['Antarctica/Troll', '2027-03-20'],
	['Africa/Cairo', '2027-04-20'],
	['Asia/Beirut', '2027-03-20'],
	['America/Havana', '2027-03-07'],
	['Africa/Casablanca', '2027-01-30'],
	['America/St_Johns', '2010-10-30'],
	['Pacific/Apia', '2011-12-20'],
	['Pacific/Kwajalein', '1993-08-10'],
	['America/Caracas', '2016-04-20'],
	['Asia/Pyongyang', '2018-04-25'],
	['Africa/Monrovia', '1972-01-01']
];
const years = { from: '2026-11-01T00:00:00Z', days: 730 };

const time = fc
	.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constantFrom(0, 15, 30, 45) })
	.map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const week: fc.Arbitrary<WorkingWeek> = fc.record({
	days: fc
		.subarray(['1', '2', '3', '4', '5', '6', '7'] as const, { minLength: 1 })
		.map((days) => Object.fromEntries(days.map((day) => [day, { from: '09:00', to: '17:00' }]))),
	quiet: fc.record({ from: time, to: time }),
	digestAt: time
});
const someZone = fc.constantFrom(...zones);
const someDay = fc
	.integer({ min: 0, max: years.days })
	.map((days) => Temporal.Instant.from(years.from).add({ hours: days * 24 }));
const someInstant = fc
	.tuple(someDay, fc.integer({ min: 0, max: 1439 }))
	.map(([day, minutes]) => day.add({ minutes }));
const someLeave: fc.Arbitrary<Leave> = fc.array(
	fc.tuple(someDay, fc.integer({ min: 0, max: 21 })).map(([day, length]) => {
		const from = day.toZonedDateTimeISO('UTC').toPlainDate();
		return { from: from.toString(), to: from.add({ days: length }).toString() };
	}),
	{ maxLength: 3 }
);

const local = (at: Temporal.Instant, zone: string) => at.toZonedDateTimeISO(zone);

/** The digests of a while; each is asked for from the one before, as the place does. */
function digestsFrom(
	start: Temporal.Instant,
	count: number,
	rhythm: { zone: string; week: WorkingWeek; leave: Leave }
): Temporal.ZonedDateTime[] {
	const found: Temporal.ZonedDateTime[] = [];
	let at = start;
	while (found.length < count) {
		const next = nextDigest(at, rhythm);
		expect(Temporal.Instant.compare(next, at)).toBe(1);
		found.push(local((at = next), rhythm.zone));
	}
	return found;
}

function holdTheRules(
	digests: Temporal.ZonedDateTime[],
	{ week, leave }: { week: WorkingWeek; leave: Leave }
): void {
	for (const at of digests) {
		expect(hoursOn(at.toPlainDate(), week, leave)).toBeDefined();
		expect(isQuiet(at.toPlainTime(), week)).toBe(false);
	}
	const days = digests.map((at) => at.toPlainDate().toString());
	expect(new Set(days).size).toBe(days.length);
}

/** Where to look in a zone: a few days before each change of its clocks within two years, and the first of each quarter. */
function watchedDays(zone: string): Temporal.Instant[] {
	const begins = local(Temporal.Instant.from(years.from), zone);
	const ends = begins.add({ days: years.days });
	const found = Array.from({ length: 8 }, (_, i) => begins.add({ months: 3 * i }));
	let change = begins.getTimeZoneTransition('next');
	while (change && Temporal.ZonedDateTime.compare(change, ends) < 0) {
		found.push(change.subtract({ days: 4 }));
		change = change.getTimeZoneTransition('next');
	}
	return found.map((each) => each.toInstant());
}

test('in every zone, through every change of clocks in two years, a digest comes on each working day at its hour', () => {
	let changes = 0;
	for (const zone of zones) {
		const rhythm = { zone, week: usualWeek, leave: [] };
		const watched = watchedDays(zone);
		changes += watched.length - 8;
		for (const start of watched) {
			const digests = digestsFrom(start, 7, rhythm);
			for (const [i, at] of digests.entries()) {
				const before = i > 0 && digests[i - 1]!.toPlainDate();
				const gap = before ? before.until(at.toPlainDate()).days : 1;
				const right = gap === (before && at.dayOfWeek === 1 ? 3 : 1);
				if (at.hour !== 8 || at.minute !== 30 || at.dayOfWeek > 5 || !right)
					throw new Error(`${zone}: ${at.toString()}`);
			}
		}
	}
	expect(changes).toBeGreaterThan(400);
});

test('whatever the week, the quiet hours, the wish and the leave: on working days, outside quiet hours, once a day', () => {
	fc.assert(
		fc.property(someZone, week, someLeave, someInstant, (zone, week, leave, start) => {
			const rhythm = { zone, week, leave };
			holdTheRules(digestsFrom(start, 12, rhythm), rhythm);
		}),
		{ numRuns: 800 }
	);
});

test.each(odd)('%s, where the clock does something odd, keeps the same rules', (zone, from) => {
	const start = Temporal.PlainDate.from(from).toZonedDateTime(zone).toInstant();
	fc.assert(
		fc.property(week, fc.integer({ min: 0, max: 1439 }), (week, minutes) => {
			const rhythm = { zone, week, leave: [] };
			holdTheRules(digestsFrom(start.add({ minutes }), 25, rhythm), rhythm);
		}),
		{ numRuns: 60 }
	);
});

test('a gentle moment is now where now does not disturb, else the first that does not; a digest is always one', () => {
	fc.assert(
		fc.property(someZone, week, someLeave, someInstant, (zone, week, leave, start) => {
			const rhythm = { zone, week, leave };
			const gentle = nextGentle(start, rhythm);
			expect(Temporal.Instant.compare(gentle, start)).toBeGreaterThanOrEqual(0);
			expect(isGentle(gentle, rhythm)).toBe(true);
			if (isGentle(start, rhythm)) expect(gentle).toEqual(start);
			expect(isGentle(nextDigest(start, rhythm), rhythm)).toBe(true);
		}),
		{ numRuns: 1500 }
	);
});

test('whoever never works hears on Mondays', () => {
	const rhythm = { zone: 'Africa/Accra', week: { ...usualWeek, days: {} }, leave: [] };
	const days = digestsFrom(Temporal.Instant.from(years.from), 5, rhythm).map((at) => at.dayOfWeek);
	expect(days).toEqual([1, 1, 1, 1, 1]);
});

test('a day off moves on to the next day of work, and no further', () => {
	fc.assert(
		fc.property(week, someLeave, someDay, (week, leave, day) => {
			const wish = day.toZonedDateTimeISO('UTC').toPlainDate();
			const moved = onWorkingDay(wish, week, leave);
			expect(hoursOn(moved, week, leave)).toBeDefined();
			for (let each = wish; !each.equals(moved); each = each.add({ days: 1 }))
				expect(hoursOn(each, week, leave)).toBeUndefined();
		})
	);
});

test('a window begins and ends with the days of each zone', () => {
	fc.assert(
		fc.property(someZone, someDay, fc.integer({ min: 0, max: 40 }), (zone, day, length) => {
			const opens = day.toZonedDateTimeISO('UTC').toPlainDate();
			const window = { opens: opens.toString(), closes: opens.add({ days: length }).toString() };
			const first = opensAt(window, zone);
			const over = closesAt(window, zone);
			expect(todayIn(zone, first)).toBe(window.opens);
			expect(todayIn(zone, first.subtract({ milliseconds: 1 })) < window.opens).toBe(true);
			expect(todayIn(zone, over)).toBe(opens.add({ days: length + 1 }).toString());
			expect(todayIn(zone, over.subtract({ milliseconds: 1 }))).toBe(window.closes);
			expect(isLate(window, over, zone)).toBe(true);
			expect(isLate(window, over.subtract({ milliseconds: 1 }), zone)).toBe(false);
		}),
		{ numRuns: 1500 }
	);
});

const four: Window[] = [
	{ opens: '2027-01-21', closes: '2027-01-31' },
	{ opens: '2027-01-31', closes: '2027-02-14' },
	{ opens: '2027-02-14', closes: '2027-02-28' },
	{ opens: '2027-02-28', closes: '2027-03-14' }
];

test.each([
	['America/Denver', '2027-01-21T07:00:00Z', '2027-03-15T06:00:00Z'],
	['Africa/Accra', '2027-01-21T00:00:00Z', '2027-03-15T00:00:00Z'],
	['Asia/Dubai', '2027-01-20T20:00:00Z', '2027-03-14T20:00:00Z'],
	['Asia/Brunei', '2027-01-20T16:00:00Z', '2027-03-14T16:00:00Z'],
	['Asia/Bangkok', '2027-01-20T17:00:00Z', '2027-03-14T17:00:00Z'],
	['Australia/Lord_Howe', '2027-01-20T13:00:00Z', '2027-03-14T13:00:00Z'],
	['Pacific/Apia', '2027-01-20T11:00:00Z', '2027-03-14T11:00:00Z']
])('four adjoining windows in %s: its own days, and shared boundaries', (zone, first, over) => {
	expect(opensAt(four[0]!, zone).toString()).toBe(first);
	expect(closesAt(four[3]!, zone).toString()).toBe(over);
	for (const [i, window] of four.entries()) {
		const next = four[i + 1];
		if (!next) continue;
		expect(currentPart(four, window.closes)).toBe(i + 1);
		const evening = closesAt(window, zone).subtract({ seconds: 1 });
		expect(isLate(window, evening, zone)).toBe(false);
		expect(Temporal.Instant.compare(opensAt(next, zone), closesAt(window, zone))).toBe(-1);
	}
});

test('a window over the day that Samoa left out ends with the day after it', () => {
	const window = { opens: '2011-12-28', closes: '2011-12-29' };
	expect(closesAt(window, 'Pacific/Apia').toString()).toBe('2011-12-30T10:00:00Z');
	expect(todayIn('Pacific/Apia', closesAt(window, 'Pacific/Apia'))).toBe('2011-12-31');
	expect(closesAt({ opens: '2011-12-28', closes: '2011-12-30' }, 'Pacific/Apia').toString()).toBe(
		'2011-12-30T10:00:00Z'
	);
});
