import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createInvitations } from '#modules/people/server/invitations.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { listLettersHere, outboxHere } from './letters.ts';
import { closePost, openPost } from './post.ts';

let close: () => Promise<void>;
let siti: Actor;
let server: SMTPServer | undefined;

beforeAll(async () => {
	close = await openTestPlace();
	siti = await person('Siti', { steward: true });
});
afterEach(async () => {
	closePost();
	await stop();
});
afterAll(() => close());

async function listen(options: SMTPServerOptions, port = 0): Promise<number> {
	const drain: SMTPServerOptions['onData'] = (stream, _, done) => {
		stream.resume();
		stream.on('end', () => done());
	};
	server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: drain,
		...options
	});
	server.on('error', () => {});
	await new Promise<void>((ready) => server!.listen(port, '127.0.0.1', ready));
	return (server.server.address() as { port: number }).port;
}

async function stop(): Promise<void> {
	await new Promise<void>((done) => (server ? server.close(done) : done()));
	server = undefined;
}

function post(port: number, entry = ''): void {
	openPost({
		origin: 'http://junto.test',
		secret: 'a secret',
		smtpUrl: `smtp://${entry}127.0.0.1:${port}`
	});
}

async function invite(email: string): Promise<void> {
	await createInvitations(siti, { emails: [email] });
	await runDue();
}

async function letterTo(email: string) {
	const [letter] = await listLettersHere({ to: email });
	return letter!;
}

function refusal(code: number): Error {
	return Object.assign(new Error('no'), { responseCode: code });
}

function later(minutes: number): void {
	freezeAt(now().add({ minutes }));
}

test('an address that is refused for good gets no second try', async () => {
	post(await listen({ onRcptTo: (_, __, done) => done(refusal(550)) }));
	await invite('nobody@example.org');
	expect(await letterTo('nobody@example.org')).toMatchObject({ sentAt: null, declined: 'bounced' });
});

test('an address that is refused for now is tried again later', async () => {
	let full = true;
	post(await listen({ onRcptTo: (_, __, done) => done(full ? refusal(452) : null) }));
	await invite('full@example.org');
	expect(await letterTo('full@example.org')).toMatchObject({ sentAt: null, declined: null });
	full = false;
	later(2);
	await runDue();
	expect((await letterTo('full@example.org')).sentAt).not.toBeNull();
});

test('while the mail server does not let us in, letters wait and none is given up', async () => {
	const allowed = { yes: false };
	const port = await listen({
		authOptional: false,
		allowInsecureAuth: true,
		onAuth: ({ username }, _, done) =>
			allowed.yes ? done(null, { user: username }) : done(refusal(535))
	});
	post(port, 'junto:wrong@');
	await invite('guest1@example.org');
	await invite('guest2@example.org');
	for (let hour = 0; hour < 45; hour++) {
		later(60);
		await runDue();
	}
	expect(await outboxHere(now())).toMatchObject({ waiting: 2, sends: true });
	allowed.yes = true;
	later(2);
	await runDue();
	expect((await letterTo('guest1@example.org')).sentAt).not.toBeNull();
	expect((await letterTo('guest2@example.org')).sentAt).not.toBeNull();
});

test('a server that was away gets the letters once it is back', async () => {
	const port = await listen({});
	await stop();
	post(port);
	await invite('patient@example.org');
	expect(await letterTo('patient@example.org')).toMatchObject({ sentAt: null, declined: null });
	await listen({}, port);
	later(2);
	await runDue();
	expect((await letterTo('patient@example.org')).sentAt).not.toBeNull();
});

test('an invitation that is sent again has the same words and the same link', async () => {
	let answers = 0;
	const texts: string[] = [];
	const onData: SMTPServerOptions['onData'] = (stream, _, done) => {
		let text = '';
		stream.on('data', (chunk) => (text += String(chunk)));
		stream.on('end', () => {
			texts.push(text.replaceAll('=\r\n', ''));
			done(answers++ === 0 ? refusal(451) : null);
		});
	};
	post(await listen({ onData }));
	await invite('twice@example.org');
	later(2);
	await runDue();
	const links = texts.map((text) => /welcome\/[\w-]+/.exec(text)?.[0]);
	const ids = texts.map((text) => /^Message-ID: (.+)$/im.exec(text)?.[1]);
	expect(texts).toHaveLength(2);
	expect(links[0]).toBe(links[1]);
	expect(ids[0]).toBe(ids[1]);
});
