import { sql } from 'kysely';
import { z } from 'zod';
import * as m from '#messages';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Event } from '#platform/server/events.ts';
import { inLocale } from '#platform/server/locale.ts';
import type { Letter } from '#platform/server/mail/layout.ts';
import { actorOf } from '#modules/people/server/actors.ts';
import { invitationForLetter, invitationWaits } from '#modules/people/server/invitations.ts';
import { addressForLetter } from '#modules/people/server/address.ts';
import { signInForLetter } from '#modules/people/server/sign-in.ts';
import { writeLetters, type NewLetter } from './outbox.ts';
import { postOffice } from './post.ts';

/** What of a stored letter says what it is to tell. */
export type Envelope = { person_id: string | null; kind: string; address: string; data: unknown };

export type Written = {
	subject: string;
	text: string;
	html: string;
	stopUrl?: string;
	replyTo?: string;
};

const invited = z.object({
	invitation: z.string(),
	email: z.string(),
	again: z.boolean().default(false)
});

const wanted = z.object({ email: z.string() });

const asked = z.object({ forgot: z.boolean().default(false) });

const imported = z.object({ people: z.array(z.string()), tell: z.boolean() });

/** Puts the letters whose link an event asks for into the outbox: of an invitation, of a way to sign in, of people who were brought in. Bears a second time. */
export async function writeLinkLetters(event: Event): Promise<void> {
	const letters = lettersOf(event);
	if (letters.length > 0)
		await asSystem('sending letters', async (tx) => {
			await writeLetters(tx, letters);
			if (event.kind === 'invitation') await declineEarlier(tx, event, letters[0]!.key);
		});
}

/**
 * An invitation that was sent again has one letter, of this `key`: what waits from before would bring a link that is over.
 * Ids sort by age; when a letter is due moves with each try.
 */
async function declineEarlier(tx: Tx, { id, event, at }: Event, key: string): Promise<void> {
	await sql`insert into letter_decline (letter_id, reason, at)
		select l.id, 'sent again', ${at} from letter l
		where l.kind = 'invitation' and l.data ->> 'invitation' = ${id} and l.id < ${event} and l.key <> ${key}
		and not exists (select from letter_sending s where s.letter_id = l.id)
		on conflict do nothing`.execute(tx);
}

function lettersOf(event: Event): NewLetter[] {
	if (event.kind === 'invitation' && event.verb === 'invited') {
		const { invitation, email, again } = invited.parse(event.data);
		const key = `invitation:${invitation}${again ? `:${event.event}` : ''}`;
		const data = { invitation };
		return [{ key, person: null, kind: 'invitation', data, due: event.at, address: email }];
	}
	if (event.kind === 'person' && event.verb === 'asked for address') {
		const { email } = wanted.parse(event.data);
		const letter = { person: event.id, due: event.at };
		return [
			{ ...letter, key: `address:${event.event}`, kind: 'address', data: {}, address: email },
			{ ...letter, key: `address_asked:${event.event}`, kind: 'address_asked', data: { email } }
		];
	}
	if (event.kind === 'person' && event.verb === 'asked for link') {
		const key = `sign_in:${event.event}`;
		const { forgot } = asked.parse(event.data);
		return [{ key, person: event.id, kind: 'sign_in', data: { forgot }, due: event.at }];
	}
	if (event.kind === 'people' && event.verb === 'imported') {
		const { people, tell } = imported.parse(event.data);
		const letter = { kind: 'sign_in' as const, data: {}, due: event.at };
		if (tell)
			return people.map((person) => ({
				key: `sign_in:${event.event}:${person}`,
				person,
				...letter
			}));
	}
	return [];
}

const links = new Set(['sign_in', 'address', 'address_asked', 'invitation']);

/** Whether letters of this kind are laid out by `composeLink`. */
export const isLink = (kind: string) => links.has(kind);

/** A letter with a link, made afresh each time that it is laid out; null once it would lead nowhere. */
export async function composeLink(row: Envelope, place: string): Promise<Letter | null> {
	if (row.kind === 'sign_in') return composeSignIn(row, place);
	if (row.kind === 'address') return composeAddress(row.person_id ?? '', place);
	if (row.kind === 'address_asked') return composeAddressAsked(row, place);
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

async function composeSignIn(row: Envelope, place: string): Promise<Letter | null> {
	const reader = await actorOf(row.person_id ?? '');
	const link = reader && (await signInForLetter(reader.id));
	// Whoever reads an address that is theirs no longer must not be let in.
	if (!link || link.email !== row.address) return null;
	const { forgot } = asked.parse(row.data);
	const href = `${postOffice().origin}/sign-in/link?token=${encodeURIComponent(link.token)}`;
	return inLocale(reader.locale, () => ({
		locale: reader.locale,
		place,
		subject: m.letter_sign_in_subject({ place }),
		preheader: m.letter_sign_in_text(),
		greeting: m.letter_greeting({ name: reader.name.split(' ')[0] ?? '' }),
		sections: [
			{
				paragraphs: [forgot ? m.letter_forgot_text() : m.letter_sign_in_text()],
				action: {
					label: m.letter_sign_in_open(),
					href: forgot ? `${href}&new` : href
				}
			}
		],
		why: m.letter_why_sign_in()
	}));
}

/** To the new address: the link that makes it theirs. */
async function composeAddress(person: string, place: string): Promise<Letter | null> {
	const reader = await actorOf(person);
	const link = reader && (await addressForLetter(person));
	if (!link) return null;
	return inLocale(reader.locale, () => ({
		locale: reader.locale,
		place,
		subject: m.letter_address_subject({ place }),
		preheader: m.letter_address_text({ place }),
		greeting: m.letter_greeting({ name: reader.name.split(' ')[0] ?? '' }),
		sections: [
			{
				paragraphs: [m.letter_address_text({ place })],
				action: {
					label: m.letter_address_open(),
					href: `${postOffice().origin}/address?token=${encodeURIComponent(link.token)}`
				}
			}
		],
		why: m.letter_why_sign_in()
	}));
}

/** To the address until now: what was asked, and what to do if it was somebody else. */
async function composeAddressAsked(row: Envelope, place: string): Promise<Letter | null> {
	const reader = await actorOf(row.person_id ?? '');
	if (!reader) return null;
	const { email } = wanted.parse(row.data);
	return inLocale(reader.locale, () => ({
		locale: reader.locale,
		place,
		subject: m.letter_address_asked_subject({ place }),
		preheader: m.letter_address_asked_text({ email }),
		greeting: m.letter_greeting({ name: reader.name.split(' ')[0] ?? '' }),
		sections: [
			{
				paragraphs: [m.letter_address_asked_text({ email }), m.letter_address_asked_do()],
				action: {
					label: m.letter_address_asked_open(),
					href: `${postOffice().origin}/mine/profile#signing-in`
				}
			}
		],
		why: m.letter_why_address_asked()
	}));
}

/**
 * An invitation as it was laid out before, while it waits for its answer; null for every other letter. Laid out anew, its
 * fresh link would end the one in a letter that may have arrived.
 */
export async function writtenInvitation(
	row: Envelope & { id: string; rendered_at: string | null }
): Promise<Written | null> {
	if (row.kind !== 'invitation' || !row.rendered_at) return null;
	const { invitation } = z.object({ invitation: z.string() }).parse(row.data);
	if (!(await invitationWaits(invitation))) return null;
	return asSystem('sending letters', async (tx) => {
		const { subject, text, html } = await tx
			.selectFrom('letter')
			.select(['subject', 'text', 'html'])
			.where('id', '=', row.id)
			.executeTakeFirstOrThrow();
		return { subject: subject!, text: text!, html: html! };
	});
}
