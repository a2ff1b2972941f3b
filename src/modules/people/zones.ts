export type Region = { region: string; zones: { id: string; city: string }[] };

let made: Region[] | undefined;

/** Every time zone by region, for a list to choose from. */
export function zonesByRegion(): Region[] {
	made ??= [...Map.groupBy(Intl.supportedValuesOf('timeZone'), (id) => id.split('/')[0]!)]
		.map(([region, ids]) => ({ region, zones: ids.map((id) => ({ id, city: cityOf(id) })) }))
		.concat({ region: 'UTC', zones: [{ id: 'UTC', city: 'UTC' }] });
	return made;
}

/** The place that names a zone: `Buenos Aires` of `America/Argentina/Buenos_Aires`. */
export function cityOf(zone: string): string {
	return zone.split('/').at(-1)!.replaceAll('_', ' ');
}

export type DayPart = 'night' | 'morning' | 'afternoon' | 'evening';

export type LocalTime = {
	/** The time there, as `20:05`. */
	time: string;
	part: DayPart;
	/** How that day lies to the reader's own: -1 is yesterday. */
	dayAway: number;
	/** ISO weekday there; 1 is Monday. */
	weekday: number;
};

/** What time it is at `instant` for somebody in `zone`, seen by a reader in `own` zone. */
export function localTime(instant: Temporal.Instant, zone: string, own: string): LocalTime {
	const there = instant.toZonedDateTimeISO(zone);
	const here = instant.toZonedDateTimeISO(own).toPlainDate();
	return {
		time: there.toPlainTime().toString({ smallestUnit: 'minute' }),
		part: partOf(there.hour),
		dayAway: here.until(there.toPlainDate()).days,
		weekday: there.dayOfWeek
	};
}

/** A time of day in `zone`, as it is for a reader in `own` zone around `instant`. */
export function timeFor(
	time: string,
	{ zone, own, instant }: { zone: string; own: string; instant: Temporal.Instant }
): string {
	const there = instant.toZonedDateTimeISO(zone).withPlainTime(time);
	return there.withTimeZone(own).toPlainTime().toString({ smallestUnit: 'minute' });
}

function partOf(hour: number): DayPart {
	if (hour < 6 || hour >= 22) return 'night';
	if (hour < 12) return 'morning';
	return hour < 18 ? 'afternoon' : 'evening';
}
