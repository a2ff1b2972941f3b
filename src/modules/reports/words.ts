import * as m from '#messages';
import { sayDayOf } from '#platform/time/day-of.ts';
import type { Report } from './reports.ts';

/** Who reads, where, and when. */
type Here = { me: string; zone: string; now: string; locale: string };

/** Who reported something, and when, as one sentence without its full stop. */
export function sayReported(report: Report, here: Here): string {
	const day = sayDayOf(report.at, here);
	return report.by.id === here.me
		? m.reports_your({ day })
		: m.reports_at({ name: report.by.name, day });
}

/** What came of a report, as one sentence. */
export function sayOutcome({ closed }: Report, here: Here): string {
	if (!closed) return m.reports_waiting();
	const words = { name: closed.by.name, day: sayDayOf(closed.at, here) };
	if (closed.outcome === 'left') return `${m.reports_left(words)}.`;
	return closed.outcome === 'set aside'
		? `${m.reports_was_set_aside(words)}.`
		: `${m.reports_was_brought_back()}.`;
}
