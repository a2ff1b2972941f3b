import { getLocale } from '#locale';
import * as m from '#messages';
import { sayDay, sayShortDay } from '#platform/time/format.ts';
import { phase, todayIn, type Window } from '#platform/time/windows.ts';
import type { Format, Level } from './series.ts';

/** A window as its reader needs it: until when it is open, or when it opens, in their own days. */
export function sayWindow(window: Window, { zone, now }: { zone: string; now: string }): string {
	const locale = getLocale();
	const today = todayIn(zone, Temporal.Instant.from(now));
	const day = (date: string) => sayDay(date, { locale, today });
	switch (phase(window, today)) {
		case 'before':
			return m.app_window_opens({ day: day(window.opens) });
		case 'open':
			return m.app_window_open_until({ day: day(window.closes) });
		case 'closed':
			return m.app_window_closed({ day: day(window.closes) });
	}
}

/** Both ends of a window, short. */
export function saySpan({ opens, closes }: Window): string {
	const locale = getLocale();
	return `${sayShortDay(opens, locale)} – ${sayShortDay(closes, locale)}`;
}

/** The rules of taking part, as one sentence. */
export function sayExpectation(
	{ level, atLeast }: { level: Level; atLeast: number | null },
	parts: number
): string {
	if (atLeast === null)
		return { offered: m.app_offered, expected: m.app_expected, required: m.app_required }[level]();
	const words = { atLeast, parts };
	return {
		offered: m.app_offered_some,
		expected: m.app_expected_some,
		required: m.app_required_some
	}[level](words);
}

/** How a training is given. */
export function sayFormat(format: Format): string {
	return {
		written: m.formats_written,
		mixed: m.formats_mixed,
		recording: m.formats_recording,
		live: m.formats_live,
		lightning: m.formats_lightning,
		in_person: m.formats_in_person
	}[format]();
}

/** Who may see a thing, in words; `circles` are those whose names the reader knows. */
export function sayAudience(audience: string, circles: { id: string; name: string }[]): string {
	const [kind, ids = ''] = audience.split(':');
	if (kind === 'everyone') return m.app_everyone();
	if (kind === 'me') return m.app_only_me();
	if (kind === 'circle')
		return circles.find((circle) => circle.id === ids)?.name ?? m.app_one_circle();
	return m.app_some_people({ count: ids.split(',').length });
}
