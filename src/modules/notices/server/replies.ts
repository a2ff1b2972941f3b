import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import * as m from '#messages';
import { now } from '#platform/server/clock.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { inLocale } from '#platform/server/locale.ts';
import type { Letter } from '#platform/server/mail/layout.ts';
import type { Received } from '#platform/server/mail/mailbox.ts';
import { actorOf } from '#modules/people/server/actors.ts';
import type { Envelope } from './links.ts';
import { writeLetters } from './outbox.ts';
import { postOffice, signatureOf } from './post.ts';

/** What can be answered by writing back: things that people talk about. */
const answerable = new Set(['comment', 'submission', 'training', 'series', 'page']);

/** The address at which an answer to this notice becomes a comment; none where no mailbox is set, or nothing can be said. */
export function replyAddress(notice: { id: string; kind: string }): string | undefined {
	const { replies } = postOffice();
	if (!replies || !answerable.has(notice.kind)) return undefined;
	const [local = '', host = ''] = replies.address.split('@');
	const id = notice.id.replaceAll('-', '');
	return `${local}+${id}${signed(id)}@${host}`;
}

export type Reply = {
	actor: Actor;
	/** What it answers; null when the letter told of several things. */
	to: { about: { kind: string; id: string; block?: string }; replyTo?: string } | null;
	/** True when it came from the address at which this person gets letters. */
	fromThem: boolean;
};

/** Whose answer a letter is, and to what; null when it answers no letter of ours. */
export async function readReply(mail: Received): Promise<Reply | null> {
	const notice = mail.to.map(noticeIn).find(Boolean);
	const row = await asSystem('answering a letter', (tx) =>
		notice ? toNotice(tx, notice) : toLetter(tx, mail)
	);
	const actor = row && (await actorOf(row.person_id));
	return actor ? { actor, to: row.to, fromThem: row.email === mail.from } : null;
}

const eventData = z.object({
	about: z.object({ kind: z.string(), id: z.string(), block: z.string().optional() })
});

type Row = { person_id: string; email: string };
type Found = Row & { to: Reply['to'] };

async function toNotice(tx: Tx, notice: string): Promise<Found | undefined> {
	const { rows } = await sql<Row & { kind: string; subject_id: string; data: unknown }>`
		select n.person_id, u.email, e.kind, e.subject_id, e.data
		from notice n join event e on e.id = n.event_id join auth."user" u on u.id = n.person_id
		where n.id = ${notice}`.execute(tx);
	return rows.map(({ kind, subject_id: id, data, ...row }) => ({
		...row,
		to: kind === 'comment' ? { ...eventData.parse(data), replyTo: id } : { about: { kind, id } }
	}))[0];
}

async function toLetter(tx: Tx, { inReplyTo, from }: Received): Promise<Found | undefined> {
	const { rows } = await sql<Row>`
		select person_id, address as email from letter
		where message_id = ${inReplyTo} and address = ${from} and person_id is not null`.execute(tx);
	return rows.map((row) => ({ ...row, to: null }))[0];
}

/** Sends back what somebody wrote and nobody can read, with the reason; none given, it is not known what it answers. */
export async function returnLetter(
	person: string,
	{ messageId, text }: Received,
	reason: string
): Promise<void> {
	const hash = createHash('sha256').update(messageId).digest('hex');
	await asSystem('answering a letter', (tx) =>
		writeLetters(tx, [
			{
				key: `returned:${person}:${hash}`,
				person,
				kind: 'returned',
				data: { reason, text: text.slice(0, 20_000) },
				due: now().toString()
			}
		])
	);
}

/** The letter that brings it back, in its writer's language; null once they have left. */
export async function composeReturned(row: Envelope, place: string): Promise<Letter | null> {
	const reader = await actorOf(row.person_id ?? '');
	if (!reader) return null;
	const { reason, text } = z.object({ reason: z.string(), text: z.string() }).parse(row.data);
	return inLocale(reader.locale, () => ({
		locale: reader.locale,
		place,
		subject: m.letter_returned_subject(),
		preheader: reason,
		greeting: m.letter_greeting({ name: reader.name.split(' ')[0] ?? '' }),
		sections: [
			{ paragraphs: [m.letter_returned_text(), reason || m.letter_returned_which()], quote: text }
		],
		why: m.letter_why_returned()
	}));
}

function noticeIn(address: string): string | undefined {
	const [, id, signature] = /\+([0-9a-f]{32})([0-9a-f]{16})@/.exec(address) ?? [];
	if (!id || signature !== signed(id)) return undefined;
	return id.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

/** Short enough for the part before the @, which may have 64 characters. */
function signed(id: string): string {
	return signatureOf('reply', [id], 'hex').slice(0, 16);
}
