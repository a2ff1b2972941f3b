import { expect, test } from 'vitest';
import { daysInARow } from './week-form.ts';
import { cityOf, localTime, timeFor, zonesByRegion } from './zones.ts';

const noon = Temporal.Instant.from('2027-01-18T12:00:00Z');

test('it is Monday evening in Brunei when it is Monday noon in London', () => {
	expect(localTime(noon, 'Asia/Brunei', 'Europe/London')).toEqual({
		time: '20:00',
		part: 'evening',
		dayAway: 0,
		weekday: 1
	});
});

test('it is tomorrow in Auckland, and yesterday in Honolulu seen from there', () => {
	expect(localTime(noon, 'Pacific/Auckland', 'Europe/London')).toMatchObject({
		time: '01:00',
		part: 'night',
		dayAway: 1
	});
	expect(localTime(noon, 'Pacific/Honolulu', 'Pacific/Auckland').dayAway).toBe(-1);
});

test('zones are named by their city and found by their region', () => {
	expect(cityOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
	const africa = zonesByRegion().find(({ region }) => region === 'Africa');
	expect(africa?.zones).toContainEqual({ id: 'Africa/Accra', city: 'Accra' });
});

test('nine in Brunei is two at night in Berlin in winter', () => {
	const zones = { zone: 'Asia/Brunei', own: 'Europe/Berlin', instant: noon };
	expect([timeFor('09:00', zones), timeFor('17:30', zones)]).toEqual(['02:00', '10:30']);
});

test('days in a row with the same hours are said as one', () => {
	const office = { from: '09:00', to: '17:00' };
	const late = { from: '12:00', to: '20:00' };
	expect(daysInARow({ 1: office, 2: office, 3: late, 5: office, 6: office })).toEqual([
		{ first: '1', last: '2', ...office },
		{ first: '3', last: '3', ...late },
		{ first: '5', last: '6', ...office }
	]);
});
