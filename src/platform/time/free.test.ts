import { expect, test } from 'vitest';
import { nextFreeHour, type Taken } from './free.ts';
import { usualWeek, type WorkingWeek } from './week.ts';

const at = (text: string) => Temporal.Instant.from(text);

function hour(
	after: string,
	zone: string,
	more: {
		week?: WorkingWeek;
		leave?: string[];
		taken?: Taken[];
		until?: string;
		minutes?: number;
	} = {}
): string | undefined {
	const {
		week = usualWeek,
		leave = [],
		taken = [],
		until = '2030-01-01T00:00:00Z',
		minutes = 20
	} = more;
	const away = leave.map((day) => ({ from: day, to: day }));
	const asked = { after: at(after), until: at(until), minutes };
	return nextFreeHour(asked, { zone, week, leave: away }, taken)
		?.toZonedDateTimeISO(zone)
		.toString({ timeZoneName: 'never', smallestUnit: 'minute' });
}

test('the next full hour of a working day', () => {
	expect(hour('2027-01-18T17:10:00Z', 'America/Denver')).toBe('2027-01-18T11:00-07:00');
	expect(hour('2027-01-18T12:00:00Z', 'America/Denver')).toBe('2027-01-18T09:00-07:00');
	expect(hour('2027-01-18T23:40:00Z', 'America/Denver')).toBe('2027-01-19T09:00-07:00');
});

test('never on a day off, in leave, in quiet hours or where something else was put', () => {
	expect(hour('2027-01-22T18:00:00Z', 'Asia/Brunei')).toBe('2027-01-25T09:00+08:00');
	expect(hour('2027-01-22T18:00:00Z', 'Asia/Brunei', { leave: ['2027-01-25'] })).toBe(
		'2027-01-26T09:00+08:00'
	);
	const early = { ...usualWeek, days: { '1': { from: '05:30', to: '12:00' } } } as WorkingWeek;
	expect(hour('2027-01-17T12:00:00Z', 'Africa/Accra', { week: early })).toBe(
		'2027-01-18T07:00+00:00'
	);
	const taken = [{ from: at('2027-01-18T09:00:00Z'), minutes: 61 }];
	expect(hour('2027-01-17T12:00:00Z', 'Africa/Accra', { taken })).toBe('2027-01-18T11:00+00:00');
});

test('over before the end of the day and of the window', () => {
	expect(hour('2027-01-18T15:30:00Z', 'Africa/Accra', { minutes: 90 })).toBe(
		'2027-01-19T09:00+00:00'
	);
	expect(
		hour('2027-01-18T17:30:00Z', 'Africa/Accra', { until: '2027-01-19T00:00:00Z' })
	).toBeUndefined();
	const short = { ...usualWeek, days: { '2': { from: '09:00', to: '10:00' } } } as WorkingWeek;
	expect(hour('2027-01-18T12:00:00Z', 'Africa/Accra', { week: short, minutes: 90 })).toBe(
		'2027-01-19T09:00+00:00'
	);
	expect(
		hour('2027-01-18T12:00:00Z', 'Africa/Accra', { week: { ...usualWeek, days: {} } })
	).toBeUndefined();
});

test('through a change of the clocks the hour on the wall stays', () => {
	expect(hour('2027-03-12T23:30:00Z', 'America/Denver')).toBe('2027-03-15T09:00-06:00');
});
