import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sessionIn } from '#platform/server/auth.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import { runDue } from '#platform/server/jobs.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { openMailbox } from '#modules/notices/server/post.fixture.ts';
import { addressForLetter, changeAddress, confirmAddress } from './address.ts';
import { signInTokenHere } from './at-the-machine.ts';
import { createInvitations, resendInvitations } from './invitations.ts';
import { openInvitation } from './accepting.ts';
import { changePassword, getMe } from './me.ts';
import { askForSignInLink, enter, enterByLink, sentBack, signInForLetter } from './sign-in.ts';
import { addSteward, removeSteward } from './stewards.ts';

let close: () => Promise<void>;
let mailbox: Awaited<ReturnType<typeof openMailbox>>;
let darcy: Actor, kofi: Actor, siti: Actor;
const password = 'a long enough one';
beforeAll(async () => {
	close = await openTestPlace();
	mailbox = await openMailbox();
	[darcy, kofi, siti] = [
		await person('Darcy'),
		await person('Kofi'),
		await person('Siti', { steward: true })
	];
	for (const one of [darcy, kofi]) await changePassword(one, { password });
});
beforeEach(() => freezeAt(Temporal.Instant.from('2027-01-18T12:00:00Z')));
afterAll(async () => {
	await mailbox.close();
	await close();
});

test('a reset ends an address change that somebody else began', async () => {
	await changeAddress(darcy, { email: 'mallory@example.org', current: password });
	const { token } = (await addressForLetter(darcy.id))!;
	const link = (await signInForLetter(darcy.id))!;
	await enterByLink({ token: link.token, password: 'darcy takes it back' }, new Headers());
	await confirmAddress(null, { token }).catch(() => {});
	expect((await getMe(darcy, {})).email).toBe('darcy@example.org');
});

test('a link asked for before the address changed does not reach the old mailbox', async () => {
	const mei = await person('Mei');
	await changeAddress(mei, { email: 'mei.new@example.org' });
	mailbox.refuse(true);
	await askForSignInLink({ email: 'mei@example.org', client: 'x' });
	await runDue();
	const { token } = (await addressForLetter(mei.id))!;
	await confirmAddress(null, { token });
	mailbox.refuse(false);
	freezeAt(now().add({ minutes: 10 }));
	await runDue();
	const old = mailbox.to(mei).filter(({ text }) => text?.includes('/sign-in/link'));
	const tokens = old.map(({ text }) => /token=([\w%~.-]+)/.exec(text!)![1]!);
	const opened = [];
	for (const one of tokens) {
		const cookies = await enterByLink({ token: one, password: '' }, new Headers()).catch(
			() => null
		);
		if (cookies) opened.push((await sessionIn(sentBack(cookies)))?.person);
	}
	expect(opened).toEqual([]);
});

test('the database refuses that the last steward leaves', async () => {
	await expect(
		asSystem('at the machine', async (tx) => {
			await tx
				.insertInto('departure')
				.values({ person_id: siti.id, at: now().toString() })
				.execute();
			throw new Error('it was let through');
		})
	).rejects.not.toThrow('it was let through');
});

test.each(['password', 'address'])(
	'a program cannot guess the password through the door of the %s',
	async (which) => {
		const codes = [];
		for (let i = 0; i < 15; i += 1)
			codes.push(
				await (
					which === 'password'
						? changePassword(kofi, { current: `guess ${i}`, password })
						: changeAddress(kofi, { email: 'x@example.org', current: `guess ${i}` })
				).then(
					() => 'ok',
					(error: { code: string }) => error.code
				)
			);
		expect(codes).toContain('too_many');
	}
);

test('a forwarded link to a new address does nothing for a colleague', async () => {
	const [yaw, mei] = [await person('Yaw'), await person('Mei Ling')];
	await changeAddress(yaw, { email: 'yaw.new@example.org' });
	const { token } = (await addressForLetter(yaw.id))!;
	await expect(confirmAddress(mei, { token })).rejects.toThrow('somebody else’s');
	expect((await confirmAddress(yaw, { token })).email).toBe('yaw.new@example.org');
});

test('a forwarded link does not take over a browser that is signed in as somebody else', async () => {
	const cookies = await enter({ email: 'kofi@example.org', password, client: 'y' }, new Headers());
	const link = (await signInForLetter(darcy.id))!;
	const after = await enterByLink({ token: link.token, password: '' }, sentBack(cookies)).catch(
		() => null
	);
	expect(after && (await sessionIn(sentBack(after)))?.person).not.toBe(darcy.id);
});

test('of an invitation sent again only letters leave whose link works', async () => {
	mailbox.refuse(true);
	const { sent } = await createInvitations(siti, { emails: ['yaw@example.org'] });
	await runDue();
	freezeAt(now().add({ minutes: 1 }));
	await resendInvitations(siti, { invitations: [sent[0]!.id] });
	freezeAt(now().add({ minutes: 1 }));
	await runDue();
	mailbox.refuse(false);
	freezeAt(now().add({ minutes: 30 }));
	await runDue();
	await runDue();
	const mails = mailbox.to({ name: 'Yaw' } as Actor);
	expect(mails.length).toBeGreaterThan(0);
	const good = [];
	for (const { text } of mails)
		good.push(
			await openInvitation(null, { token: /welcome\/(\S+)/.exec(text!)![1]! }).then(
				() => true,
				() => false
			)
		);
	expect(good).toEqual(good.map(() => true));
});

test('the shell makes no link for somebody who has left', async () => {
	const gone = await person('Gone');
	await asSystem('at the machine', (tx) =>
		tx.insertInto('departure').values({ person_id: gone.id, at: now().toString() }).execute()
	);
	await expect(signInTokenHere('gone@example.org')).rejects.toThrow();
});

test('two stewards who end one another at the same moment: one stays', async () => {
	await addSteward(siti, { person: kofi.id });
	await Promise.allSettled([
		removeSteward(siti, { person: kofi.id }),
		removeSteward({ ...kofi, steward: true }, { person: siti.id })
	]);
	const left = await asSystem('at the machine', (tx) =>
		tx.selectFrom('stewardship').selectAll().execute()
	);
	expect(left).toHaveLength(1);
});
