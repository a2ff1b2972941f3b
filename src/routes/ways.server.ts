import { getLocale } from '#locale';
import * as m from '#messages';
import { whenReminded } from '#modules/notices/server/reminders.ts';
import { sayReminder } from '#modules/notices/words.ts';
import { now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { todayIn } from '#platform/time/windows.ts';

export type Way = { href: string; label: string };

/** The ways that lead on from a text: to its reminder, to its slides, and to the voices that read it. They are worded here, so that no page carries their words. */
export async function waysFrom(
	actor: Actor,
	about: { kind: 'training' | 'page'; id: string },
	{ written, spoken, series }: { written: boolean; spoken: boolean; series?: string }
): Promise<Way[]> {
	const { reminder } = await whenReminded(actor, about);
	const when = { locale: getLocale(), today: todayIn(actor.zone, now()) };
	const label = reminder ? sayReminder(reminder, when) : m.notices_remind();
	const ways = [{ href: `/remind/${about.kind}/${about.id}`, label }];
	if (spoken) ways.push({ href: `/spoken/${about.id}`, label: m.spoken_listen() });
	if (spoken && series)
		ways.push({ href: `/mine/feeds?series=${series}`, label: m.audio_feed_series() });
	if (written) ways.push({ href: `/spoken/${about.id}/slides`, label: m.slides_link() });
	return ways;
}

/** What whoever writes a training may do with it; where it is read aloud, to listen leads there too. */
export function waysForWriters(
	{ id, version }: { id: string; version: number | null },
	spoken: boolean
): Way[] {
	const path = `/trainings/${id}`;
	const ways = [
		{ href: `${path}/write`, label: m.app_change_text() },
		{ href: `${path}/versions`, label: m.app_versions() }
	];
	if (version === null) return ways;
	return [
		...ways,
		...(spoken ? [] : [{ href: `/spoken/${id}`, label: m.spoken_offer() }]),
		{ href: `${path}/keep`, label: m.app_move_to_library() }
	];
}

/** How somebody says what works for them other than by writing it. */
export function waysInsteadOfWriting(training: string): Way[] {
	return [
		{ href: `/trainings/${training}/say`, label: m.discussion_say() },
		{ href: `/trainings/${training}?choose#text`, label: m.app_choose_passage() }
	];
}

/** To an hour of one's own for it. */
export function wayIntoWeek(training: string): Way {
	return { href: `/trainings/${training}/week`, label: m.app_week_title() };
}
