import { createHmac, timingSafeEqual } from 'node:crypto';
import { openTransport } from '#platform/server/mail/transport.ts';

type Office = {
	origin: string;
	from: string;
	secret: string;
	transport?: ReturnType<typeof openTransport>;
	/** Where answers to letters arrive: the address they are sent to, and the mailbox they are read from. */
	replies?: { address: string; mailbox: string };
};

let office: Office = { origin: 'http://localhost', from: 'junto@localhost', secret: '' };

/** Where letters come from and how they leave; without an SMTP address they wait in the outbox. */
export function openPost(given: {
	origin: string;
	from?: string;
	secret: string;
	smtpUrl?: string;
	replies?: Office['replies'];
}): void {
	const { origin, secret, smtpUrl, replies } = given;
	office = {
		origin,
		secret,
		from: given.from ?? `Junto <junto@${new URL(origin).hostname}>`,
		transport: smtpUrl ? openTransport(smtpUrl) : undefined,
		replies
	};
}

/** Ends the connections of `openPost`; letters wait from then on. */
export function closePost(): void {
	office.transport?.close();
	office = { ...office, transport: undefined, replies: undefined };
}

/** Throws when the mail server does not let us in; nothing to check where none is set. */
export async function checkPost(): Promise<void> {
	await office.transport?.check();
}

export function postOffice(): Office {
	return office;
}

/** A token that only this place can make: `fields` in plain sight, signed for one purpose. */
export function signToken(purpose: string, fields: string[]): string {
	return [...fields, signatureOf(purpose, fields)].join('.');
}

/** What a token of `signToken` holds; null when it was not made here, or for another purpose. */
export function readToken(purpose: string, token: string): string[] | null {
	const fields = token.split('.');
	const given = Buffer.from(fields.pop() ?? '');
	const right = Buffer.from(signatureOf(purpose, fields));
	return given.length === right.length && timingSafeEqual(given, right) ? fields : null;
}

/** What only this place can write under `fields`, for one purpose. */
export function signatureOf(
	purpose: string,
	fields: string[],
	encoding: 'base64url' | 'hex' = 'base64url'
): string {
	return createHmac('sha256', office.secret)
		.update(`${purpose} ${fields.join('.')}`)
		.digest(encoding);
}
