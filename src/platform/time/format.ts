const made = new Map<string, Intl.DateTimeFormat>();

/** A formatter is dear to make, and pages show many dates: each is made once. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = locale + JSON.stringify(options);
	let known = made.get(key);
	// The texts are in British English, so the dates are too.
	if (!known)
		made.set(key, (known = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options)));
	return known;
}

/** A date (`2027-02-14`) as people say it: the weekday within a week of `today`, else day and month; the year when it is another. */
export function sayDay(date: string, { locale, today }: { locale: string; today: string }): string {
	const away = Temporal.PlainDate.from(today).until(date).total('days');
	const near = Math.abs(away) < 7;
	return formatter(locale, {
		day: 'numeric',
		month: 'long',
		...(near && { weekday: 'long' }),
		...(date.slice(0, 4) !== today.slice(0, 4) && { year: 'numeric' }),
		timeZone: 'UTC'
	}).format(noon(date));
}

/** A date with its weekday, in full. */
export function sayFullDay(date: string, locale: string): string {
	return formatter(locale, {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		year: 'numeric',
		timeZone: 'UTC'
	}).format(noon(date));
}

/** A date, short: `14 Feb`. */
export function sayShortDay(date: string, locale: string): string {
	return formatter(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(noon(date));
}

/** An instant as somebody in `zone` says it: the time today, the weekday within a week, else day and month. */
export function sayWhen(
	instant: string,
	{ locale, zone, now }: { locale: string; zone: string; now: string }
): string {
	const at = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
	const present = Temporal.Instant.from(now).toZonedDateTimeISO(zone);
	const days = at.toPlainDate().until(present.toPlainDate()).total('days');
	const options: Intl.DateTimeFormatOptions =
		days === 0
			? { hour: '2-digit', minute: '2-digit' }
			: Math.abs(days) < 7
				? { weekday: 'long' }
				: { day: 'numeric', month: 'long', ...(at.year !== present.year && { year: 'numeric' }) };
	return formatter(locale, { ...options, timeZone: zone }).format(at.epochMilliseconds);
}

/** The time of day of an instant for somebody in `zone`. */
export function sayTime(
	instant: string,
	{ locale, zone }: { locale: string; zone: string }
): string {
	return formatter(locale, { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(
		Temporal.Instant.from(instant).epochMilliseconds
	);
}

/** An instant in full, with the zone it is said in. */
export function sayFully(
	instant: string,
	{ locale, zone }: { locale: string; zone: string }
): string {
	return formatter(locale, {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		timeZoneName: 'long',
		timeZone: zone
	}).format(Temporal.Instant.from(instant).epochMilliseconds);
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
