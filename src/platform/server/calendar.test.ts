import { expect, test } from 'vitest';
import { calendarEntry } from './calendar.ts';

function entry(start: string, zone: string, words: { summary?: string } = {}): string[] {
	const ics = calendarEntry({
		uid: 'training-1@junto.test',
		start: Temporal.Instant.from(start),
		minutes: 20,
		zone,
		summary: 'Read "Asking, well; and soon"',
		description: 'As long as it is open:\nhttps://junto.test/trainings/1',
		url: 'https://junto.test/trainings/1',
		at: Temporal.Instant.from('2027-01-18T12:00:00Z'),
		...words
	});
	expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
	return ics.split('\r\n');
}

const rulesIn = (lines: string[]) =>
	lines.slice(lines.indexOf('BEGIN:VTIMEZONE') + 1, lines.indexOf('END:VTIMEZONE'));

test('an entry is written in local time, byte by byte', () => {
	expect(entry('2027-01-21T17:00:00Z', 'America/Denver')).toEqual([
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Junto//Junto//EN',
		'BEGIN:VTIMEZONE',
		'TZID:America/Denver',
		'BEGIN:STANDARD',
		'DTSTART:20261101T020000',
		'TZOFFSETFROM:-0600',
		'TZOFFSETTO:-0700',
		'END:STANDARD',
		'BEGIN:DAYLIGHT',
		'DTSTART:20270314T020000',
		'TZOFFSETFROM:-0700',
		'TZOFFSETTO:-0600',
		'END:DAYLIGHT',
		'END:VTIMEZONE',
		'BEGIN:VEVENT',
		'UID:training-1@junto.test',
		'SEQUENCE:0',
		'DTSTAMP:20270118T120000Z',
		'DTSTART;TZID=America/Denver:20270121T100000',
		'DTEND;TZID=America/Denver:20270121T102000',
		'SUMMARY:Read "Asking\\, well\\; and soon"',
		'DESCRIPTION:As long as it is open:\\nhttps://junto.test/trainings/1',
		'URL;VALUE=URI:https://junto.test/trainings/1',
		'END:VEVENT',
		'END:VCALENDAR'
	]);
});

test('in summer the same zone has another hour', () => {
	const lines = entry('2027-07-21T16:00:00Z', 'America/Denver');
	expect(lines).toContain('DTSTART;TZID=America/Denver:20270721T100000');
	expect(rulesIn(lines).slice(1, 5)).toEqual([
		'BEGIN:DAYLIGHT',
		'DTSTART:20270314T020000',
		'TZOFFSETFROM:-0700',
		'TZOFFSETTO:-0600'
	]);
});

test('half an hour of daylight saving, and none at all', () => {
	expect(rulesIn(entry('2027-01-20T23:30:00Z', 'Australia/Lord_Howe'))).toEqual([
		'TZID:Australia/Lord_Howe',
		'BEGIN:DAYLIGHT',
		'DTSTART:20261004T020000',
		'TZOFFSETFROM:+1030',
		'TZOFFSETTO:+1100',
		'END:DAYLIGHT',
		'BEGIN:STANDARD',
		'DTSTART:20270404T020000',
		'TZOFFSETFROM:+1100',
		'TZOFFSETTO:+1030',
		'END:STANDARD'
	]);
	const bangkok = entry('2027-01-21T03:00:00Z', 'Asia/Bangkok');
	expect(bangkok).toContain('DTSTART;TZID=Asia/Bangkok:20270121T100000');
	expect(rulesIn(bangkok)).toEqual([
		'TZID:Asia/Bangkok',
		'BEGIN:STANDARD',
		'DTSTART:19700101T070000',
		'TZOFFSETFROM:+0700',
		'TZOFFSETTO:+0700',
		'END:STANDARD'
	]);
});

test('an entry that begins with a change of the clocks has its new hour', () => {
	const lines = entry('2027-03-14T09:00:00Z', 'America/Denver');
	expect(lines).toContain('DTSTART;TZID=America/Denver:20270314T030000');
	expect(rulesIn(lines)[2]).toBe('DTSTART:20270314T020000');
});

test('every zone writes the hour that its people read on the wall', () => {
	const start = Temporal.Instant.from('2027-03-28T01:30:00Z');
	for (const zone of Intl.supportedValuesOf('timeZone')) {
		const wall = start.toZonedDateTimeISO(zone).toPlainDateTime().toString().replace(/[-:]/g, '');
		const lines = entry('2027-03-28T01:30:00Z', zone);
		if (zone === 'UTC') expect(lines).toContain('DTSTART:20270328T013000Z');
		else {
			expect(lines).toContain(`DTSTART;TZID=${zone}:${wall}`);
			expect(lines).toContain(`TZID:${zone}`);
		}
	}
});

test('words cannot add lines of their own', () => {
	const lines = entry('2027-01-21T17:00:00Z', 'Asia/Brunei', {
		summary: 'x\r\nATTENDEE:mailto:siti@example.org\nEND:VEVENT'
	});
	expect(lines.filter((line) => /^(ATTENDEE|END:VEVENT)/.test(line))).toEqual(['END:VEVENT']);
});
