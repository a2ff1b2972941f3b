import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { endSessions, sessionIn, type Cookie } from '#platform/server/auth.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { addressForLetter, cancelAddress, changeAddress, confirmAddress } from './address.ts';
import { changePassword, getMe } from './me.ts';
import { endOtherSessions, endSession, listSessions } from './sessions.ts';
import { enter, enterByLink, sentBack, signInForLetter } from './sign-in.ts';
import { addSteward, addStewardHere, removeSteward, removeStewardHere } from './stewards.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let siti: Actor;
const password = 'a long enough one';

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	kofi = await person('Kofi');
	siti = await person('Siti', { steward: true });
});
beforeEach(async () => {
	freezeAt(Temporal.Instant.from('2027-01-18T12:00:00Z'));
	await asSystem('signing in', async (tx) => {
		await tx.deleteFrom('attempt').execute();
		for (const { id } of [darcy, kofi]) await endSessions(tx, id, {});
	});
});
afterAll(() => close());

function signedIn(
	agent: string,
	given = { email: 'darcy@example.org', password }
): Promise<Cookie[]> {
	return enter({ ...given, client: '203.0.113.7' }, new Headers({ 'user-agent': agent }));
}

const here = async (cookies: Cookie[]) => (await sessionIn(sentBack(cookies)))?.person;

test('a stranger has no sessions, no address and no stewardship to change', async () => {
	for (const door of [listSessions, endSession, endOtherSessions, changeAddress, addSteward])
		await expect(door.ask(null, {})).rejects.toThrow('Sign in first');
});

test('whoever forgot their password chooses a new one by the letter’s link, and is signed out everywhere else', async () => {
	await changePassword(darcy, { password });
	const elsewhere = await signedIn('Elsewhere');
	const { token } = (await signInForLetter(darcy.id))!;
	await expect(enterByLink({ token, password: 'short' }, new Headers())).rejects.toMatchObject({
		fields: [{ field: 'password' }]
	});
	const cookies = await enterByLink({ token, password: 'quite another one' }, new Headers());
	expect(await here(cookies)).toBe(darcy.id);
	expect(await here(elsewhere)).toBeUndefined();
	await expect(signedIn('Old')).rejects.toThrow('do not belong together');
	expect(
		await here(await signedIn('New', { email: 'darcy@example.org', password: 'quite another one' }))
	).toBe(darcy.id);
	await expect(
		enterByLink({ token, password: 'a third long one' }, new Headers())
	).rejects.toMatchObject({ fields: [{ field: 'token' }] });
	await changePassword(darcy, { current: 'quite another one', password });
});

test('one sees where one is signed in, and signs out there; nobody else’s session is touched', async () => {
	const [phone, laptop] = [await signedIn('Phone'), await signedIn('Laptop')];
	const own = (await sessionIn(sentBack(laptop)))!.id;
	const { items } = await listSessions(darcy, {});
	expect(items.map(({ agent }) => agent).sort()).toEqual(['Laptop', 'Phone']);
	const other = items.find(({ id }) => id !== own)!.id;
	await expect(endSession(kofi, { session: other })).rejects.toThrow('not signed in there');
	await endSession(darcy, { session: other });
	expect([await here(phone), await here(laptop)]).toEqual([undefined, darcy.id]);
	await signedIn('Tablet');
	expect(await endOtherSessions(darcy, { keep: own })).toEqual({ ended: 1 });
	expect(await here(laptop)).toBe(darcy.id);
	await changePassword(darcy, { current: password, password });
	expect(await here(laptop)).toBeUndefined();
});

test('a new address is mine once its letter’s link says so, once and within a day', async () => {
	const address = async () => (await getMe(darcy, {})).email;
	await expect(
		changeAddress(darcy, { email: 'd@example.org', current: 'wrong' })
	).rejects.toMatchObject({ fields: [{ field: 'current' }] });
	await changeAddress(darcy, { email: 'd@example.org', current: password });
	expect((await getMe(darcy, {})).wantedEmail).toBe('d@example.org');
	const first = (await addressForLetter(darcy.id))!;
	const second = (await addressForLetter(darcy.id))!;
	for (const token of [first.token, 'guessed', ''])
		await expect(confirmAddress(null, { token })).rejects.toThrow('used or is too old');
	expect(await address()).toBe('darcy@example.org');
	freezeAt(now().add({ hours: 25 }));
	await expect(confirmAddress(null, { token: second.token })).rejects.toThrow('too old');
	freezeAt(now().subtract({ hours: 25 }));
	await confirmAddress(null, { token: second.token });
	expect(await address()).toBe('d@example.org');
	await expect(confirmAddress(null, { token: second.token })).rejects.toThrow('used');
	expect(await here(await signedIn('New', { email: 'd@example.org', password }))).toBe(darcy.id);
});

test('an address that somebody has gets no letter, and whoever asks is told nothing of it; asking can be taken back', async () => {
	await changeAddress(darcy, { email: 'kofi@example.org', current: password });
	expect((await getMe(darcy, {})).wantedEmail).toBe('kofi@example.org');
	expect(await addressForLetter(darcy.id)).toBeNull();
	await changeAddress(darcy, { email: 'free@example.org', current: password });
	const { token } = (await addressForLetter(darcy.id))!;
	await cancelAddress(darcy, {});
	expect((await getMe(darcy, {})).wantedEmail).toBeNull();
	await expect(confirmAddress(null, { token })).rejects.toThrow('used or is too old');
});

test('stewards name stewards, and the last one stays, whoever asks and by whatever way', async () => {
	await expect(addSteward(kofi, { person: kofi.id })).rejects.toThrow('not yours');
	await addSteward(siti, { person: kofi.id });
	await removeSteward({ ...kofi, steward: true }, { person: siti.id });
	await expect(removeSteward({ ...kofi, steward: true }, { person: kofi.id })).rejects.toThrow(
		'last steward'
	);
	await expect(removeStewardHere('kofi@example.org')).rejects.toThrow('last steward');
	await addStewardHere('siti@example.org');
	await removeStewardHere('kofi@example.org');
	await expect(addStewardHere('nobody@example.org')).rejects.toThrow('Nobody here');
});
