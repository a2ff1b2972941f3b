import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sessionIn, signInByToken, signOut, type Cookie } from '#platform/server/auth.ts';
import { freezeAt } from '#platform/server/clock.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { changePassword } from './me.ts';
import { askForSignInLink, enter, safeReturn, signInForLetter } from './sign-in.ts';

let close: () => Promise<void>;
let darcy: Actor;
const password = 'a long enough one';
const client = '203.0.113.7';

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	await changePassword(darcy, { password });
});
beforeEach(async () => {
	freezeAt(Temporal.Instant.from('2027-01-18T12:00:00Z'));
	await asSystem('signing in', (tx) => tx.deleteFrom('attempt').execute());
});
afterAll(() => close());

function sent(cookies: Cookie[]): Headers {
	const pairs = cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`);
	return new Headers({ cookie: pairs.join('; ') });
}

const session = (cookies: Cookie[]) => cookies.find(({ name }) => name.endsWith('session_token'))!;

test('address and password start a session in a cookie that scripts cannot read', async () => {
	const cookies = await enter({ email: ' DARCY@example.org ', password, client }, new Headers());
	expect(session(cookies)).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' });
	expect((await sessionIn(sent(cookies)))?.person).toBe(darcy.id);
	await signOut(sent(cookies));
	expect(await sessionIn(sent(cookies))).toBeNull();
});

test('a cookie that was set before signing in is worth nothing afterwards', async () => {
	const planted = new Headers({ cookie: 'junto.session_token=planted.signature' });
	const cookies = await enter({ email: 'darcy@example.org', password, client }, planted);
	expect(session(cookies).value).not.toContain('planted');
	expect(await sessionIn(planted)).toBeNull();
	const first = await enter({ email: 'darcy@example.org', password, client }, new Headers());
	const second = await enter({ email: 'darcy@example.org', password, client }, sent(first));
	expect(session(second).value).not.toBe(session(first).value);
});

test('a wrong password and an unknown address are refused in the same words', async () => {
	const refusals = ['darcy@example.org', 'nobody@example.org'].map((email) =>
		enter({ email, password: 'a wrong password', client }, new Headers()).catch(
			(error: Error) => error.message
		)
	);
	const [known, unknown] = await Promise.all(refusals);
	expect(known).toContain('do not belong together');
	expect(unknown).toBe(known);
});

test('after ten wrong tries at an address even the right password waits a quarter of an hour', async () => {
	for (let i = 0; i < 10; i += 1)
		await expect(
			enter({ email: 'darcy@example.org', password: 'wrong', client: `10.0.0.${i}` }, new Headers())
		).rejects.toMatchObject({ code: 'invalid' });
	const right = { email: 'darcy@example.org', password, client: '10.0.1.1' };
	await expect(enter(right, new Headers())).rejects.toMatchObject({ code: 'too_many' });
	freezeAt(Temporal.Instant.from('2027-01-18T12:15:01Z'));
	expect(await enter(right, new Headers())).not.toEqual([]);
});

test('after ten wrong tries from one place that place waits, and others do not', async () => {
	for (let i = 0; i < 10; i += 1)
		await enter({ email: `guess${i}@example.org`, password: 'wrong', client }, new Headers()).catch(
			() => {}
		);
	const right = { email: 'darcy@example.org', password };
	await expect(enter({ ...right, client }, new Headers())).rejects.toMatchObject({
		code: 'too_many'
	});
	expect(await enter({ ...right, client: '198.51.100.2' }, new Headers())).not.toEqual([]);
});

test('asking for a link answers the same for anyone, and only its person has an event of it', async () => {
	const before = await events();
	expect(await askForSignInLink({ email: 'nobody@example.org', client })).toBeUndefined();
	expect(await events()).toBe(before);
	expect(await askForSignInLink({ email: 'darcy@example.org', client })).toBeUndefined();
	expect(await events()).toBe(before + 1);
	const kofi = await person('Kofi');
	const seen = await as(kofi.id, (tx) =>
		tx.selectFrom('event').select('id').where('verb', '=', 'asked for link').execute()
	);
	expect(seen).toEqual([]);
});

test('one address is sent at most three links in a quarter of an hour', async () => {
	for (let i = 0; i < 3; i += 1) await askForSignInLink({ email: 'darcy@example.org', client });
	await expect(
		askForSignInLink({ email: 'darcy@example.org', client: '198.51.100.2' })
	).rejects.toMatchObject({ code: 'too_many' });
});

test('the link of a letter signs in once', async () => {
	const letter = (await signInForLetter(darcy.id))!;
	expect(letter.email).toBe('darcy@example.org');
	const { cookies } = await signInByToken(letter.token, new Headers());
	expect((await sessionIn(sent(cookies)))?.person).toBe(darcy.id);
	await expect(signInByToken(letter.token, new Headers())).rejects.toMatchObject({
		fields: [{ field: 'token' }]
	});
});

test('somebody who has left gets no link', async () => {
	const gone = await person('Gone');
	await asSystem('at the machine', (tx) =>
		tx.insertInto('departure').values({ person_id: gone.id, at: '2027-01-18T12:00:00Z' }).execute()
	);
	expect(await signInForLetter(gone.id)).toBeNull();
});

test('after signing in one stays on this site', () => {
	expect(safeReturn('/series/1?part=2#ask')).toBe('/series/1?part=2#ask');
	const elsewhere = ['//evil.example', '/\\evil.example', 'https://evil.example', '', null];
	for (const to of [...elsewhere, '/a\r\nSet-Cookie: b', '/sign-in', 'javascript:alert(1)'])
		expect(safeReturn(to)).toBe('/');
});

async function events(): Promise<number> {
	const rows = await asSystem('signing in', (tx) =>
		tx.selectFrom('event').select('id').where('verb', '=', 'asked for link').execute()
	);
	return rows.length;
}
