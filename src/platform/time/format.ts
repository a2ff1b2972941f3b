/** What each way of saying a date or an instant shows of it. */
const ways = {
	day: { day: 'numeric', month: 'long' },
	nearDay: { weekday: 'long', day: 'numeric', month: 'long' },
	yearDay: { day: 'numeric', month: 'long', year: 'numeric' },
	fullDay: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
	shortDay: { day: 'numeric', month: 'short' },
	weekday: { weekday: 'long' },
	time: { hour: '2-digit', minute: '2-digit' },
	full: {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		timeZoneName: 'long'
	}
} satisfies Record<string, Intl.DateTimeFormatOptions>;

const made = new Map<string, Intl.DateTimeFormat>();

/** A formatter is dear to make, and pages show many dates: each is made once. */
function formatter(way: keyof typeof ways, locale: string, timeZone = 'UTC'): Intl.DateTimeFormat {
	const key = `${way} ${locale} ${timeZone}`;
	let known = made.get(key);
	if (!known) {
		// The texts are in British English, so the dates are too.
		const spoken = locale === 'en' ? 'en-GB' : locale;
		made.set(key, (known = new Intl.DateTimeFormat(spoken, { ...ways[way], timeZone })));
	}
	return known;
}

/** A date (`2027-02-14`) as people say it: the weekday within a week of `today`, else day and month; the year when it is another. */
export function sayDay(date: string, { locale, today }: { locale: string; today: string }): string {
	const near = Math.abs(Temporal.PlainDate.from(today).until(date).total('days')) < 7;
	const sameYear = date.slice(0, 4) === today.slice(0, 4);
	const way = near ? (sameYear ? 'nearDay' : 'fullDay') : sameYear ? 'day' : 'yearDay';
	return formatter(way, locale).format(noon(date));
}

/** A date with its weekday, in full. */
export function sayFullDay(date: string, locale: string): string {
	return formatter('fullDay', locale).format(noon(date));
}

/** A date, short: `14 Feb`. */
export function sayShortDay(date: string, locale: string): string {
	return formatter('shortDay', locale).format(noon(date));
}

/** An instant as somebody in `zone` says it: the time today, the weekday within a week, else day and month. */
export function sayWhen(
	instant: string,
	{ locale, zone, now }: { locale: string; zone: string; now: string }
): string {
	const day = dayIn(zone, instant);
	if (present?.of !== zone + now) present = { of: zone + now, day: dayIn(zone, now) };
	const days = Math.abs(day.until(present.day).days);
	const far = day.year === present.day.year ? 'day' : 'yearDay';
	const way = days === 0 ? 'time' : days < 7 ? 'weekday' : far;
	return formatter(way, locale, zone).format(Temporal.Instant.from(instant).epochMilliseconds);
}

/** A page says many instants as of one present. */
let present: { of: string; day: Temporal.PlainDate } | undefined;

function dayIn(zone: string, instant: string): Temporal.PlainDate {
	return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate();
}

/** The time of day of an instant for somebody in `zone`. */
export function sayTime(
	instant: string,
	{ locale, zone }: { locale: string; zone: string }
): string {
	return formatter('time', locale, zone).format(Temporal.Instant.from(instant).epochMilliseconds);
}

/** An instant in full, with the zone it is said in. */
export function sayFully(
	instant: string,
	{ locale, zone }: { locale: string; zone: string }
): string {
	return formatter('full', locale, zone).format(Temporal.Instant.from(instant).epochMilliseconds);
}

/** The days from one date to another, both included, with the weekends of a Monday-to-Friday week marked by `working`. */
export function daysBetween(
	from: string,
	to: string,
	working: (isoWeekday: number) => boolean
): { date: string; weekend: boolean }[] {
	const days = [];
	const last = Temporal.PlainDate.from(to);
	for (
		let day = Temporal.PlainDate.from(from);
		Temporal.PlainDate.compare(day, last) <= 0 && days.length < 400;
		day = day.add({ days: 1 })
	)
		days.push({ date: day.toString(), weekend: !working(day.dayOfWeek) });
	return days;
}

function noon(date: string): number {
	return Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds + 43_200_000;
}
