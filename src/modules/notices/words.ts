import * as m from '#messages';
import type { LetterKind } from './notices.ts';

/** What a kind of letter is called. */
export function letterName(kind: string): string {
	return kinds[kind as LetterKind]?.name() ?? kind;
}

/** When letters of a kind come. */
export function letterHint(kind: string): string {
	return kinds[kind as LetterKind]?.hint() ?? '';
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
