import { z } from 'zod';
import * as m from '#messages';
import { asSystem } from '#platform/server/db/database.ts';
import type { Event } from '#platform/server/events.ts';
import { inLocale } from '#platform/server/locale.ts';
import type { Letter } from '#platform/server/mail/layout.ts';
import { actorOf } from '#modules/people/server/actors.ts';
import { invitationForLetter } from '#modules/people/server/invitations.ts';
import { signInForLetter } from '#modules/people/server/sign-in.ts';
import { writeLetters } from './outbox.ts';
import { postOffice } from './post.ts';

/** What of a stored letter says what it is to tell. */
export type Envelope = { person_id: string | null; kind: string; data: unknown };

const invited = z.object({ invitation: z.string(), email: z.string() });

/** Puts the letter of an invitation, or of a sign-in link that somebody asked for, into the outbox. Bears a second time. */
export async function writeLinkLetters(event: Event): Promise<void> {
	const letter = letterOf(event);
	if (letter) await asSystem('sending letters', (tx) => writeLetters(tx, [letter]));
}

function letterOf(event: Event) {
	if (event.kind === 'invitation' && event.verb === 'invited') {
		const { invitation, email } = invited.parse(event.data);
		const key = `invitation:${invitation}`;
		const data = { invitation };
		return { key, person: null, kind: 'invitation' as const, data, due: event.at, address: email };
	}
	if (event.kind === 'person' && event.verb === 'asked for link') {
		const key = `sign_in:${event.event}`;
		return { key, person: event.id, kind: 'sign_in' as const, data: {}, due: event.at };
	}
	return null;
}

/** A letter with a link, made afresh each time that it is laid out; null once it would lead nowhere. */
export async function composeLink(row: Envelope, place: string): Promise<Letter | null> {
	if (row.kind === 'sign_in') return composeSignIn(row.person_id ?? '', place);
	const data = z.object({ invitation: z.string() }).parse(row.data);
	const invitation = await invitationForLetter(data.invitation);
	if (!invitation) return null;
	const { by, token } = invitation;
	return {
		locale: 'en',
		place,
		subject: m.letter_invitation_subject({ by, place }),
		preheader: m.letter_invitation_text({ place }),
		greeting: m.letter_hello(),
		sections: [
			{
				paragraphs: [m.letter_invitation_text({ place })],
				action: {
					label: m.letter_invitation_open(),
					href: `${postOffice().origin}/welcome/${token}`
				}
			}
		],
		why: m.letter_why_invitation({ by })
	};
}

async function composeSignIn(person: string, place: string): Promise<Letter | null> {
	const reader = await actorOf(person);
	const link = reader && (await signInForLetter(person));
	if (!link) return null;
	return inLocale(reader.locale, () => ({
		locale: reader.locale,
		place,
		subject: m.letter_sign_in_subject({ place }),
		preheader: m.letter_sign_in_text(),
		greeting: m.letter_greeting({ name: reader.name.split(' ')[0] ?? '' }),
		sections: [
			{
				paragraphs: [m.letter_sign_in_text()],
				action: {
					label: m.letter_sign_in_open(),
					href: `${postOffice().origin}/sign-in/link?token=${encodeURIComponent(link.token)}`
				}
			}
		],
		why: m.letter_why_sign_in()
	}));
}
