// A real SMTP server that keeps what it accepts.
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { setTimeout as wait } from 'node:timers/promises';

export type Accepted = { to: string; messageId: string; subject: string; text: string };

/** Starts one on a free port; it takes up to `pause` milliseconds before and after it keeps a letter. */
export async function openSink({ pause = 0 } = {}) {
	const accepted: Accepted[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onData: (stream, session, done) => {
			void (async () => {
				const { messageId = '', subject = '', text = '' } = await simpleParser(stream);
				await wait(Math.random() * pause);
				for (const { address } of session.envelope.rcptTo)
					accepted.push({ to: address, messageId, subject, text });
				await wait(Math.random() * pause);
				done();
			})().catch(done);
		}
	});
	server.on('error', () => {});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const { port } = server.server.address() as { port: number };
	return {
		url: `smtp://127.0.0.1:${port}`,
		accepted,
		close: () => new Promise<void>((done) => server.close(done))
	};
}
