import { ImapFlow } from 'imapflow';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';

/** A letter that came in. */
export type Received = {
	messageId: string;
	/** The Message-ID of the letter that it answers, or ''. */
	inReplyTo: string;
	/** The address that it says it is from, in lower case. */
	from: string;
	/** Every address that it was sent to, in lower case. */
	to: string[];
	/** True for what no person wrote: an absence note, a bounce, a mailing list. */
	automatic: boolean;
	text: string;
};

const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 };
const bytesAtMost = 2_000_000;
const lettersAtMost = 50;

/** Hands each unread letter of a mailbox (`imaps://user:password@host/INBOX`) to `take`, and marks it as read once that is done. Returns how many; throws when the mailbox does not let us in. */
export async function readMailbox(
	address: string,
	take: (mail: Received) => Promise<void>
): Promise<number> {
	const url = new URL(address);
	const secure = url.protocol === 'imaps:';
	const client = new ImapFlow({
		...timeouts,
		host: url.hostname,
		port: Number(url.port) || (secure ? 993 : 143),
		secure,
		auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
		logger: false
	});
	// Every failure reaches whoever waits for an answer; unheard, it would end the process.
	client.on('error', () => {});
	await client.connect();
	try {
		const lock = await client.getMailboxLock(decodeURIComponent(url.pathname.slice(1)) || 'INBOX');
		try {
			const unread = (await client.search({ seen: false }, { uid: true })) || [];
			const some = unread.slice(0, lettersAtMost);
			for (const uid of some) {
				const mail = await read(client, uid);
				if (mail) await take(mail);
				await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
			}
			return some.length;
		} finally {
			lock.release();
		}
	} finally {
		await client.logout().catch(() => client.close());
	}
}

async function read(client: ImapFlow, uid: number): Promise<Received | undefined> {
	const fetched = await client.fetchOne(
		String(uid),
		{ source: { maxLength: bytesAtMost } },
		{ uid: true }
	);
	if (!fetched || !fetched.source) return undefined;
	return receivedIn(await simpleParser(fetched.source));
}

function receivedIn(mail: ParsedMail): Received | undefined {
	const from = mail.from?.value[0]?.address?.toLowerCase();
	if (!mail.messageId || !from) return undefined;
	const sentTo = [mail.to, mail.cc].flatMap((each) => each ?? []).flatMap(addressesOf);
	const delivered = ['delivered-to', 'x-original-to', 'envelope-to']
		.map((name) => mail.headers.get(name))
		.filter((value) => typeof value === 'string');
	return {
		messageId: mail.messageId.slice(0, 998),
		inReplyTo: mail.inReplyTo ?? '',
		from,
		to: [...sentTo, ...delivered].map((each) => each.toLowerCase()),
		automatic: isAutomatic(mail),
		text: mail.text ?? ''
	};
}

function addressesOf({ value }: AddressObject): string[] {
	return value.flatMap(({ address }) => address ?? []);
}

/** By RFC 3834, and by what older programs do instead. */
function isAutomatic({ headers }: ParsedMail): boolean {
	const said = (name: string) => String(headers.get(name) ?? '').toLowerCase();
	return (
		!['', 'no'].includes(said('auto-submitted')) ||
		['bulk', 'junk', 'list', 'auto_reply'].includes(said('precedence')) ||
		said('x-auto-response-suppress').includes('all') ||
		headers.has('x-autoreply') ||
		headers.has('list')
	);
}
