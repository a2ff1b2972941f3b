import { createHash } from 'node:crypto';
import nodemailer from 'nodemailer';

export type Post = {
	from: string;
	to: string;
	subject: string;
	text: string;
	html: string;
	messageId: string;
	/** Where an answer goes; without it, to whom it is from. */
	replyTo?: string;
	/** One click ends this kind of letter (RFC 8058). */
	stopUrl?: string;
};

/** The receiving side will never take this letter. */
export class Bounced extends Error {}

/** No letter leaves at present, this one or another: the mail server is not there, or does not let us in. */
export class Unreachable extends Error {}

const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 };

/** Letters by SMTP; `send` throws Bounced for a letter that is refused for good, Unreachable while none would leave. */
export function openTransport(url: string) {
	const transport = nodemailer.createTransport({ url, ...timeouts });
	return {
		async send({ stopUrl, ...letter }: Post): Promise<void> {
			try {
				await transport.sendMail({
					...letter,
					headers: { 'Auto-Submitted': 'auto-generated', ...stopHeaders(stopUrl) }
				});
			} catch (error) {
				throw refusal(error as SmtpError);
			}
		},
		/** Throws when the mail server does not let us in. */
		check: () => transport.verify(),
		close: () => transport.close()
	};
}

type SmtpError = Error & { responseCode?: number; command?: string };

/** A 5xx to the recipient or to the text is about this letter; to anything else it is about us, and passes once that is mended. */
function refusal(error: SmtpError): Error {
	const { responseCode = 0, command = '' } = error;
	if (!['RCPT TO', 'DATA'].includes(command))
		return new Unreachable(error.message, { cause: error });
	if (responseCode < 500) return error;
	return new Bounced(error.message, { cause: error });
}

/** The headers by which a mail program offers to stop this kind of letter. */
export function stopHeaders(stopUrl: string | undefined): Record<string, string> {
	if (!stopUrl) return {};
	return {
		'List-Unsubscribe': `<${stopUrl}>`,
		'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
	};
}

/** The same key always has the same Message-ID, so that a letter sent twice can be known for one. */
export function messageIdFor(key: string, origin: string): string {
	const hash = createHash('sha256').update(key).digest('hex').slice(0, 32);
	return `<${hash}@${new URL(origin).hostname}>`;
}
