import * as m from '#messages';
import { sayDay } from '#platform/time/format.ts';
import type { LetterKind, ShownReminder } from './notices.ts';

/** What a kind of letter is called. */
export function letterName(kind: string): string {
	return kinds[kind as LetterKind]?.name() ?? kind;
}

/** When letters of a kind come. */
export function letterHint(kind: string): string {
	return kinds[kind as LetterKind]?.hint() ?? '';
}

/** When somebody is reminded, and at what. */
export function sayReminder(
	{ day, occasion, state }: ShownReminder,
	when: { locale: string; today: string }
): string {
	const words = { day: sayDay(day, when), name: occasion?.name ?? '' };
	if (state === 'due') return m.notices_remind_due();
	if (state === 'off') return m.notices_remind_off(words);
	return occasion ? m.notices_remind_at(words) : m.notices_remind_on(words);
}

const kinds: Record<LetterKind, { name: () => string; hint: () => string }> = {
	digest: { name: m.notices_letter_digest, hint: m.notices_letter_digest_hint },
	notice: { name: m.notices_letter_notice, hint: m.notices_letter_notice_hint },
	invitation: { name: m.notices_letter_invitation, hint: m.notices_letter_invitation },
	address: { name: m.notices_letter_address, hint: m.notices_letter_address },
	address_asked: { name: m.notices_letter_address, hint: m.notices_letter_address },
	returned: { name: m.notices_letter_returned, hint: m.notices_letter_returned },
	sign_in: { name: m.notices_letter_sign_in, hint: m.notices_letter_sign_in }
};
