import { sayDay } from './format.ts';
import { todayIn } from './windows.ts';

/** The day of an instant as somebody in `zone` says it, or of a date (`2027-02-14`) as it is. */
export function sayDayOf(
	at: string,
	{ locale, zone, now }: { locale: string; zone: string; now: string }
): string {
	const here = (instant: string) => todayIn(zone, Temporal.Instant.from(instant));
	return sayDay(at.length === 10 ? at : here(at), { locale, today: here(now) });
}
