import { SMTPServer } from 'smtp-server';
import { simpleParser, type ParsedMail } from 'mailparser';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { closePost, openPost } from './post.ts';

export type Arrived = ParsedMail & { arrivedAt: string };

/** A mail server of our own that letters really go to, and a walk through time on which they arrive. */
export async function openMailbox(replies?: Parameters<typeof openPost>[0]['replies']) {
	const arrived: Arrived[] = [];
	let refusing = false;
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onMailFrom: (_address, _session, done) =>
			done(refusing ? Object.assign(new Error('Not now'), { responseCode: 451 }) : undefined),
		onData: async (stream, _session, done) => {
			const mail = await simpleParser(stream);
			arrived.push(Object.assign(mail, { arrivedAt: now().toString() }));
			done();
		}
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const { port } = server.server.address() as { port: number };
	openPost({
		origin: 'http://junto.test',
		secret: 'a secret for tests',
		smtpUrl: `smtp://127.0.0.1:${port}`,
		replies
	});
	return {
		arrived,
		/** Those to one person, or to an address. */
		to: (who: Actor | string) => {
			const address = typeof who === 'string' ? who : `${who.name.toLowerCase()}@example.org`;
			return arrived.filter((mail) => JSON.stringify(mail.to).includes(address));
		},
		/** Moves the clock and does what is due by then. */
		walkTo: async (instant: string) => {
			freezeAt(Temporal.Instant.from(instant));
			await runDue();
		},
		/** Moves the clock on in steps. */
		walk: async (until: string, step: Temporal.DurationLike) => {
			const end = Temporal.Instant.from(until);
			for (let at = now().add(step); Temporal.Instant.compare(at, end) <= 0; at = at.add(step)) {
				freezeAt(at);
				await runDue();
			}
		},
		refuse: (yes: boolean) => (refusing = yes),
		close: async () => {
			closePost();
			await new Promise<void>((done) => server.close(() => done()));
		}
	};
}
