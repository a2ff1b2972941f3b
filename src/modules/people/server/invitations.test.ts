import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { signIn } from '#platform/server/auth.ts';
import { freezeAt } from '#platform/server/clock.ts';
import { as } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { acceptInvitation, openInvitation } from './accepting.ts';
import { actorOf } from './actors.ts';
import {
	createInvitations,
	invitationForLetter,
	listInvitations,
	resendInvitations,
	revokeInvitation
} from './invitations.ts';
import { listPeople } from './persons.ts';

let close: () => Promise<void>;
let ama: Actor;
let kofi: Actor;
const password = 'a long enough one';
const zone = 'Africa/Accra';

beforeAll(async () => {
	close = await openTestPlace();
	ama = await person('Ama', { steward: true });
	kofi = await person('Kofi');
});
beforeEach(() => freezeAt(Temporal.Instant.from('2027-01-18T12:00:00Z')));
afterAll(() => close());

async function link(): Promise<{ id: string; token: string }> {
	return (await createInvitations(ama, {})).link!;
}

async function letterTo(address: string) {
	const { sent } = await createInvitations(ama, { emails: [address] });
	return { id: sent[0]!.id, ...(await invitationForLetter(sent[0]!.id))! };
}

async function refusal(token: string): Promise<string> {
	return openInvitation(null, { token }).then(
		() => 'it is good',
		(error: Error) => error.message
	);
}

test('a link brings many people, each with a password of their own', async () => {
	const { id: invitation, token } = await link();
	expect(await openInvitation(null, { token })).toMatchObject({
		place: 'Test place',
		by: 'Ama',
		email: null,
		expiresAt: '2027-02-01T12:00:00.000Z'
	});
	for (const name of ['Esi', 'Yaw']) {
		const email = `${name}@example.org`;
		const { id } = await acceptInvitation(null, { token, name, email, password, zone });
		expect(await actorOf(id)).toMatchObject({ name, zone, steward: false });
		expect(await signIn(email, password, new Headers())).not.toEqual([]);
	}
	const { items } = await listInvitations(ama, {});
	expect(items.find(({ id }) => id === invitation)).toMatchObject({
		accepted: 2,
		state: 'waiting'
	});
});

test('an invitation by address is for that address and for once', async () => {
	const { token, by, place } = await letterTo('Efua@Example.org');
	expect([by, place]).toEqual(['Ama', 'Test place']);
	const given = { token, name: 'Efua', password, zone };
	await expect(
		acceptInvitation(null, { ...given, email: 'other@example.org' })
	).rejects.toMatchObject({ fields: [{ field: 'email' }] });
	await acceptInvitation(null, { ...given, email: 'efua@example.org' });
	await expect(acceptInvitation(null, { ...given, email: 'efua@example.org' })).rejects.toThrow(
		'used already'
	);
	expect(await refusal(token)).toContain('used already');
});

test('two people who accept the same invitation at the same moment: one comes in', async () => {
	const { token } = await letterTo('twice@example.org');
	const given = { token, name: 'Twice', email: 'twice@example.org', password, zone };
	const outcomes = await Promise.allSettled([
		acceptInvitation(null, given),
		acceptInvitation(null, given)
	]);
	expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('an invitation holds for fourteen days by the clock', async () => {
	const { id, token } = await link();
	freezeAt(Temporal.Instant.from('2027-02-01T11:59:59Z'));
	expect(await refusal(token)).toBe('it is good');
	freezeAt(Temporal.Instant.from('2027-02-01T12:00:00Z'));
	expect(await refusal(token)).toContain('expired');
	const { items } = await listInvitations(ama, {});
	expect(items.find((item) => item.id === id)!.state).toBe('expired');
});

test('a revoked invitation is over, also for the letter that has not left', async () => {
	const { id, token } = await letterTo('late@example.org');
	await revokeInvitation(ama, { invitation: id });
	await revokeInvitation(ama, { invitation: id });
	expect(await refusal(token)).toContain('withdrawn');
	expect(await invitationForLetter(id)).toBeNull();
});

test('each letter carries a fresh token and ends the one before', async () => {
	const { id, token } = await letterTo('again@example.org');
	const again = await invitationForLetter(id);
	expect(await refusal(token)).toContain('not known here');
	expect(await refusal(again!.token)).toBe('it is good');
});

test('an invitation that expired or was revoked is sent again: a fresh link for fourteen days, and the one before is over', async () => {
	const first = await letterTo('zita@example.org');
	const gone = await letterTo('zola@example.org');
	await revokeInvitation(ama, { invitation: gone.id });
	freezeAt(Temporal.Instant.from('2027-02-10T12:00:00Z'));
	expect(await refusal(first.token)).toContain('expired');
	const sent = await resendInvitations(ama, { invitations: [first.id, gone.id] });
	expect(sent).toEqual({ sent: 2 });
	expect(await refusal(first.token)).not.toBe('it is good');
	for (const { id } of [first, gone]) {
		const fresh = (await invitationForLetter(id))!;
		expect(fresh.expiresAt).toBe('2027-02-24T12:00:00.000Z');
		expect(await refusal(fresh.token)).toBe('it is good');
	}
	const { id: shared } = await link();
	await expect(resendInvitations(ama, { invitations: [shared] })).rejects.toThrow('no such');
});

test('people who are here already get no invitation', async () => {
	const { sent, here } = await createInvitations(ama, {
		emails: ['KOFI@example.org', 'new@example.org', 'New@example.org']
	});
	expect(here).toEqual(['kofi@example.org']);
	expect(sent.map(({ email }) => email)).toEqual(['new@example.org']);
});

test('what is wrong in an acceptance is said of its field, and nobody is added', async () => {
	const { token } = await link();
	const before = (await listPeople(ama, {})).items.length;
	const good = { token, name: 'Yaa', email: 'yaa@example.org', password, zone };
	for (const [field, value] of [
		['name', ''],
		['name', 'a\u0000b'],
		['email', 'yaa at example'],
		['email', 'kofi@example.org'],
		['password', 'short'],
		['password', 'x'.repeat(200)],
		['zone', 'Accra'],
		['token', 'guessed']
	] as const)
		await expect(acceptInvitation(null, { ...good, [field]: value })).rejects.toMatchObject({
			fields: [{ field }]
		});
	expect((await listPeople(ama, {})).items.length).toBe(before);
});

test('one wrong address among many invites nobody', async () => {
	const before = (await listInvitations(ama, {})).items.length;
	await expect(
		createInvitations(ama, { emails: ['fine@example.org', 'not fine'] })
	).rejects.toMatchObject({ fields: [{ field: 'emails.1' }] });
	expect((await listInvitations(ama, {})).items.length).toBe(before);
});

test('nobody but stewards reads invitations, past the doors either', async () => {
	expect(await as(kofi.id, (tx) => tx.selectFrom('invitation').selectAll().execute())).toEqual([]);
	expect(await as(null, (tx) => tx.selectFrom('invitation').selectAll().execute())).toEqual([]);
});
