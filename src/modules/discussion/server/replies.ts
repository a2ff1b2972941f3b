import EmailReplyParser from 'email-reply-parser';
import * as m from '#messages';
import { Conflict, Forbidden, Invalid, NotFound, TooMany } from '#platform/errors.ts';
import { fromLetter } from '#platform/server/events.ts';
import { limit } from '#platform/server/limits.ts';
import { inLocale } from '#platform/server/locale.ts';
import { log } from '#platform/server/log.ts';
import { readMailbox, type Received } from '#platform/server/mail/mailbox.ts';
import { postOffice } from '#modules/notices/server/post.ts';
import { readReply, returnLetter, type Reply } from '#modules/notices/server/replies.ts';
import { postComment } from './comments.ts';

let looked: Temporal.Instant | undefined;

/** Looks into the mailbox once a minute, where one is set, and makes a comment of each answer to a letter. What cannot be posted goes back to whoever wrote it. */
export async function takeReplies(at: Temporal.Instant): Promise<number> {
	const { replies } = postOffice();
	if (!replies || (looked && Math.abs(looked.until(at).total('minutes')) < 1)) return 0;
	looked = at;
	try {
		return await readMailbox(replies.mailbox, take);
	} catch (error) {
		log.error(error, 'mailbox');
		return 0;
	}
}

async function take(mail: Received): Promise<void> {
	if (mail.automatic) return;
	const reply = await readReply(mail);
	if (!reply) return;
	const refused = await refusalOf(reply, mail);
	if (refused !== null) await returnLetter(reply.actor.id, mail, refused);
}

/** Posts an answer; returns why that cannot be, or null. */
async function refusalOf({ actor, to, fromThem }: Reply, mail: Received): Promise<string | null> {
	if (!to) return '';
	const said = (message: () => string) => inLocale(actor.locale, message);
	if (!fromThem) return said(m.letter_returned_other_address);
	const markdown = new EmailReplyParser().read(mail.text).getVisibleText().trim();
	if (!markdown) return said(m.letter_returned_empty);
	try {
		await limit(`reply ${actor.id}`, 60, 60);
		await fromLetter(() => postComment(actor, { ...to, markdown, letter: mail.messageId }));
		return null;
	} catch (error) {
		if (error instanceof Invalid) return error.fields.map(({ message }) => message).join('. ');
		if (isRefusal(error)) return error.message;
		throw error;
	}
}

function isRefusal(error: unknown): error is Error {
	return [NotFound, Forbidden, Conflict, TooMany].some((kind) => error instanceof kind);
}
