import { isZone } from '../../people.ts';

const regions = [
	'Europe',
	'America',
	'Asia',
	'Africa',
	'Australia',
	'Pacific',
	'Atlantic',
	'Indian'
];
let known: string[] | undefined;

/** The zone that somebody probably meant by `written` ("Berlin", "europe/berln"), or undefined. */
export function zoneMeant(written: string): string | undefined {
	const name = written.trim().replaceAll(/\s+/g, '_').replaceAll('\\', '/');
	if (name === '' || name.length > 64) return undefined;
	if (isZone(name)) return proper(name);
	const city = name.split('/').at(-1)!;
	for (const region of regions) if (isZone(`${region}/${city}`)) return proper(`${region}/${city}`);
	known ??= Intl.supportedValuesOf('timeZone');
	const lower = name.toLowerCase();
	const inside = known.find((zone) => zone.toLowerCase().split('/').at(-1) === city.toLowerCase());
	if (inside) return inside;
	if (lower.length < 4) return undefined;
	const near = known
		.map((zone) => ({
			zone,
			away: Math.min(...forms(zone).map((form) => distance(lower, form, 2)))
		}))
		.sort((a, b) => a.away - b.away)[0];
	return near && near.away <= 2 ? near.zone : undefined;
}

function forms(zone: string): string[] {
	const lower = zone.toLowerCase();
	return [lower, lower.split('/').at(-1)!];
}

function proper(name: string): string {
	return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
}

/** How many letters must change to make `a` into `b` (Levenshtein); anything past `most` is as good as infinite. */
function distance(a: string, b: string, most: number): number {
	if (Math.abs(a.length - b.length) > most) return Infinity;
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i += 1) {
		const next = [i];
		for (let j = 1; j <= b.length; j += 1)
			next[j] = Math.min(
				row[j]! + 1,
				next[j - 1]! + 1,
				row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
			);
		row = next;
	}
	return row[b.length]!;
}
