import * as m from '#messages';
import { sayDay } from '#platform/time/format.ts';
import { todayIn } from '#platform/time/windows.ts';
import type { Report } from './reports.ts';

type Here = { me: { id: string; zone: string }; now: string; locale: string };

/** The day of an instant where the reader is: "Friday", "14 February". */
export function dayOf(instant: string, { me, now, locale }: Here): string {
	const here = (at: string) => todayIn(me.zone, Temporal.Instant.from(at));
	return sayDay(here(instant), { locale, today: here(now) });
}

/** Who reported something, and when, as one sentence without its full stop. */
export function sayReported(report: Report, here: Here): string {
	const day = dayOf(report.at, here);
	return report.by.id === here.me.id
		? m.reports_your({ day })
		: m.reports_at({ name: report.by.name, day });
}

/** What came of a report, as one sentence. */
export function sayOutcome({ closed }: Report, here: Here): string {
	if (!closed) return m.reports_waiting();
	const words = { name: closed.by.name, day: dayOf(closed.at, here) };
	if (closed.outcome === 'left') return `${m.reports_left(words)}.`;
	return closed.outcome === 'set aside'
		? `${m.reports_was_set_aside(words)}.`
		: `${m.reports_was_brought_back()}.`;
}
