import { createHash } from 'node:crypto';
import nodemailer from 'nodemailer';

export type Post = {
	from: string;
	to: string;
	subject: string;
	text: string;
	html: string;
	messageId: string;
	/** One click ends this kind of letter (RFC 8058). */
	stopUrl?: string;
};

/** The receiving side will never take this letter. */
export class Bounced extends Error {}

/** Letters by SMTP; `send` throws Bounced for an address that is refused for good, anything else may be tried again. */
export function openTransport(url: string) {
	const transport = nodemailer.createTransport(url, {});
	return {
		async send({ stopUrl, ...letter }: Post): Promise<void> {
			try {
				await transport.sendMail({
					...letter,
					headers: { 'Auto-Submitted': 'auto-generated', ...stopHeaders(stopUrl) }
				});
			} catch (error) {
				const code = (error as { responseCode?: number }).responseCode ?? 0;
				if (code >= 500 && code < 600)
					throw new Bounced((error as Error).message, { cause: error });
				throw error;
			}
		},
		close: () => transport.close()
	};
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
