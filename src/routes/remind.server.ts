import { getLocale } from '#locale';
import * as m from '#messages';
import { whenReminded } from '#modules/notices/server/reminders.ts';
import { sayReminder } from '#modules/notices/words.ts';
import { now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { todayIn } from '#platform/time/windows.ts';

/** What the link to a thing's reminder says: that one can be set, or when it comes. It is said here, so that no page carries the words. */
export async function remindLink(
	actor: Actor,
	about: { kind: 'training' | 'page'; id: string }
): Promise<string> {
	const { reminder } = await whenReminded(actor, about);
	const when = { locale: getLocale(), today: todayIn(actor.zone, now()) };
	return reminder ? sayReminder(reminder, when) : m.notices_remind();
}
