import ical from 'ical-generator';
import { z } from 'zod';

/** The address of this place, for the way back from a calendar. */
export const origin = z
	.url({ protocol: /^https?$/ })
	.max(200)
	.optional();

/** Where a path of this place is on the web; undefined where its address is not said. */
export const wayBack = (to: string | undefined, path: string): string | undefined =>
	to && new URL(to).origin + path;

export type Entry = {
	/** The same every time the same thing is put down, so that a calendar moves it instead of showing it twice. */
	uid: string;
	/** Where it stands and how long it takes, in whose zone. */
	start: Temporal.Instant;
	minutes: number;
	zone: string;
	summary: string;
	description: string;
	url?: string;
	/** When the entry was written. */
	at: Temporal.Instant;
};

/** One thing for somebody's own calendar, as the bytes of an .ics file: in local time, with the rules of its zone. */
export function calendarEntry({ uid, start, minutes, zone, at, ...words }: Entry): string {
	const calendar = ical({
		prodId: { company: 'Junto', product: 'Junto', language: 'EN' },
		// Only the events have a zone: with one of the calendar's own the library writes DTSTAMP without its Z.
		timezone: { name: null, generator: (name) => zoneRules(name, start) }
	});
	calendar.createEvent({
		id: uid,
		// A plain Date would come out as the machine's own wall clock.
		start: start.toZonedDateTimeISO(zone),
		end: start.add({ minutes }).toZonedDateTimeISO(zone),
		timezone: zone,
		stamp: at.toZonedDateTimeISO('UTC'),
		...words
	});
	return calendar.toString();
}

type Moment = Temporal.ZonedDateTime;

/** The VTIMEZONE of a zone around an instant: what holds then, and the next change, if there is one. */
function zoneRules(zone: string, at: Temporal.Instant): string {
	const local = at.add({ nanoseconds: 1 }).toZonedDateTimeISO(zone);
	const next = local.getTimeZoneTransition('next');
	const usual = Math.min(local.offsetNanoseconds, next?.offsetNanoseconds ?? Infinity);
	const observances = [since(local), ...(next ? [next] : [])];
	const blocks = observances.map((begin) => {
		const kind = begin.offsetNanoseconds > usual ? 'DAYLIGHT' : 'STANDARD';
		const from = before(begin);
		return [
			`BEGIN:${kind}`,
			`DTSTART:${wall(begin, from)}`,
			`TZOFFSETFROM:${short(from.offset)}`,
			`TZOFFSETTO:${short(begin.offset)}`,
			`END:${kind}`
		];
	});
	return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...blocks.flat(), 'END:VTIMEZONE'].join('\r\n');
}

const calendarsBegin = Temporal.Instant.from('1970-01-01T00:00:00Z');

/** When the present offset began; calendars know nothing before 1970. */
function since(local: Moment): Moment {
	const begin = local.getTimeZoneTransition('previous');
	return begin && Temporal.Instant.compare(begin.toInstant(), calendarsBegin) > 0
		? begin
		: calendarsBegin.toZonedDateTimeISO(local.offset);
}

function before(change: Moment): Moment {
	return change.subtract({ nanoseconds: 1 });
}

/** A change is written down in the time that it ends. */
function wall(change: Moment, from: Moment): string {
	const utc = change.toInstant().toZonedDateTimeISO('UTC').toPlainDateTime();
	const local = utc.add({ nanoseconds: from.offsetNanoseconds });
	return local.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
}

function short(offset: string): string {
	return offset.replaceAll(':', '');
}
