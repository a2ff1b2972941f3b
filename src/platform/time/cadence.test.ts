import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proposeWindows } from './cadence.ts';
import { hoursOn, usualWeek } from './week.ts';

test('windows adjoin, and no boundary after the first falls on a day off or one to avoid', () => {
	const proposed = proposeWindows({
		firstOpens: '2027-01-20',
		parts: 3,
		days: 10,
		week: usualWeek,
		avoid: ['2027-02-01']
	});
	expect(proposed).toEqual([
		{ opens: '2027-01-20', closes: '2027-02-02' },
		{ opens: '2027-02-02', closes: '2027-02-09' },
		{ opens: '2027-02-09', closes: '2027-02-19' }
	]);
});

test('whatever is wished for, each window begins where the one before it ends, and on a working day', () => {
	const wish = fc.record({
		first: fc.integer({ min: 0, max: 3_000 }),
		parts: fc.integer({ min: 1, max: 12 }),
		days: fc.integer({ min: 1, max: 90 })
	});
	fc.assert(
		fc.property(wish, ({ first, parts, days }) => {
			const firstOpens = Temporal.PlainDate.from('2026-01-01').add({ days: first }).toString();
			const windows = proposeWindows({ firstOpens, parts, days, week: usualWeek });
			expect(windows.map(({ opens }) => opens)).toEqual([
				firstOpens,
				...windows.slice(0, -1).map(({ closes }) => closes)
			]);
			for (const { closes } of windows)
				expect(hoursOn(Temporal.PlainDate.from(closes), usualWeek, [])).toBeDefined();
		})
	);
});
