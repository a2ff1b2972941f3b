import { createHmac, timingSafeEqual } from 'node:crypto';
import { openTransport } from '#platform/server/mail/transport.ts';

type Office = {
	origin: string;
	from: string;
	secret: string;
	transport?: ReturnType<typeof openTransport>;
};

let office: Office = { origin: 'http://localhost', from: 'junto@localhost', secret: '' };

/** Where letters come from and how they leave; without an SMTP address they wait in the outbox. */
export function openPost(given: {
	origin: string;
	from?: string;
	secret: string;
	smtpUrl?: string;
}): void {
	const { origin, secret, smtpUrl } = given;
	office = {
		origin,
		secret,
		from: given.from ?? `Junto <junto@${new URL(origin).hostname}>`,
		transport: smtpUrl ? openTransport(smtpUrl) : undefined
	};
}

export function closePost(): void {
	office.transport?.close();
}

/** Throws when the mail server does not let us in; nothing to check where none is set. */
export async function checkPost(): Promise<void> {
	await office.transport?.check();
}

export function postOffice(): Office {
	return office;
}

/** A token that only this place can make, for one person and one kind of letter. */
export function stopToken(person: string, kind: string): string {
	const signature = sign(`${person}.${kind}`);
	return `${person}.${kind}.${signature}`;
}

/** Whose and which kind a stop token is; null when it was not made here. */
export function readStopToken(token: string): { person: string; kind: string } | null {
	const [person = '', kind = '', signature = ''] = token.split('.');
	const right = Buffer.from(sign(`${person}.${kind}`));
	const given = Buffer.from(signature);
	return given.length === right.length && timingSafeEqual(given, right) ? { person, kind } : null;
}

function sign(text: string): string {
	return createHmac('sha256', office.secret).update(`stop ${text}`).digest('base64url');
}
