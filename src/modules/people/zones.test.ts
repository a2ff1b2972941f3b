import { expect, test } from 'vitest';
import { cityOf, localTime, zonesByRegion } from './zones.ts';

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
