import { getLocale } from '#locale';
import * as m from '#messages';
import { listSaid } from '#modules/audio/server/said.ts';
import { isFilm, sayLength } from '#modules/audio/words.ts';
import type { Form } from '#modules/documents/form.ts';
import { getPreferredForm } from '#modules/documents/server/forms.ts';
import { whenReminded } from '#modules/notices/server/reminders.ts';
import { sayReminder } from '#modules/notices/words.ts';
import { listMeetings } from '#modules/series/server/meetings.ts';
import { sayFormat } from '#modules/series/words.ts';
import { now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { sayFully } from '#platform/time/format.ts';
import { todayIn } from '#platform/time/windows.ts';

export type Way = { href: string; label: string };

/** What of a text there is, and whether its reader writes it, who is led to its voice otherwise. */
type Has = { written: boolean; spoken: boolean; writes?: boolean; examples?: number };
type Said = { id: string; title: string; type: string; seconds: number };

/** The ways that lead on from a text: to its other forms, to its reminder, and into a podcast app. They are worded here, so that no page carries their words. */
export async function waysFrom(
	actor: Actor,
	about: { kind: 'training' | 'page'; id: string },
	{ series, ...has }: Has & { series?: string }
): Promise<Way[]> {
	const { reminder } = await whenReminded(actor, about);
	const when = { locale: getLocale(), today: todayIn(actor.zone, now()) };
	const { form: preferred } = await getPreferredForm(actor, {});
	const label = reminder ? sayReminder(reminder, when) : m.notices_remind();
	const ways = [
		...(await formsOf(actor, about.id, { ...has, preferred })),
		...(about.kind === 'training'
			? [{ href: `/trainings/${about.id}/formats`, label: m.formats_title() }]
			: []),
		{ href: `/remind/${about.kind}/${about.id}`, label }
	];
	if (has.spoken && series)
		ways.push({ href: `/mine/feeds?series=${series}`, label: m.audio_feed_series() });
	return ways;
}

/** The forms in which a text can be taken other than by reading it; the one in which its reader takes texts comes first. */
export async function formsOf(
	actor: Actor,
	id: string,
	{
		written,
		spoken,
		writes = false,
		examples = 0,
		most = 3,
		preferred
	}: Has & { most?: number; preferred: Form | null }
): Promise<Way[]> {
	const said = written ? (await listSaid(actor, { document: id })).items.slice(0, most) : [];
	const forms: (Way & { form: Form })[] = [
		...(spoken || (written && !writes)
			? [
					{
						form: 'listen' as const,
						href: `/spoken/${id}`,
						label: spoken ? m.spoken_listen() : m.spoken_listen_machine()
					}
				]
			: []),
		...said.map(wayTo),
		...(written
			? [{ form: 'slides' as const, href: `/spoken/${id}/slides`, label: m.slides_link() }]
			: []),
		...(examples > 0
			? [
					{
						form: 'examples' as const,
						href: `/trainings/${id}#people`,
						label: m.formats_examples()
					}
				]
			: [])
	];
	const usual = forms.find(({ form }) => form === preferred);
	if (!usual) return forms;
	const label = m.formats_usual({ label: usual.label });
	return [{ ...usual, label }, ...forms.filter((each) => each !== usual)];
}

function wayTo({ id, title, type, seconds }: Said) {
	const words = { title, length: sayLength(seconds) };
	return isFilm({ type })
		? { form: 'watch' as const, href: `/tracks/${id}`, label: m.formats_watch(words) }
		: { form: 'listen' as const, href: `/tracks/${id}`, label: m.formats_hear(words) };
}

/** To the hours at which people meet over a training, and to all its forms. */
export async function waysToMeetings(actor: Actor, training: string): Promise<Way[]> {
	const { items } = await listMeetings(actor, { training });
	const when = { locale: getLocale(), zone: actor.zone };
	return items
		.filter(({ over }) => !over)
		.slice(0, 2)
		.map(({ id, format, startsAt }) => ({
			href: `/trainings/${training}/formats#h-${id}`,
			label: m.formats_meeting({ format: sayFormat(format), when: sayFully(startsAt, when) })
		}));
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
