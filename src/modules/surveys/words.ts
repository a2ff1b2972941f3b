import { getLocale } from '#locale';
import * as m from '#messages';
import { sayDay } from '#platform/time/format.ts';
import { todayIn } from '#platform/time/windows.ts';
import type { Question } from './surveys.ts';

/** A choice by its place, from 1; of a scale its number, at the ends with their names. */
export function nameOfChoice({ kind, options }: Question, place: number): string {
	if (kind !== 'scale') return options[place - 1] ?? '';
	const end = place === 1 ? options[0] : place === 5 ? options[1] : undefined;
	return end ? `${place} · ${end}` : String(place);
}

/** Until when a survey is open in the reader's own days, or that it is closed. */
export function sayUntil(
	{ closes, closedAt }: { closes: string; closedAt: string | null },
	{ zone, now }: { zone: string; now: string }
): string {
	if (closedAt) return m.surveys_closed();
	const today = todayIn(zone, Temporal.Instant.from(now));
	return m.surveys_open_until({ day: sayDay(closes, { locale: getLocale(), today }) });
}
