import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { actorAsking } from './actors.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
});
afterAll(() => close());

const personOf = async (token: string) =>
	(await actorAsking(new Headers({ authorization: `Bearer ${token}` })))?.id ?? null;

test('a stranger makes no token', async () => {
	await expect(createToken.ask(null, { label: 'mine' })).rejects.toThrow('Sign in first');
});

test('a token speaks for its person until it is ended', async () => {
	const { id, token } = await createToken(darcy, { label: 'my script' });
	expect(await personOf(token)).toBe(darcy.id);
	await revokeToken(darcy, { token: id });
	expect(await personOf(token)).toBeNull();
});

test('nobody sees or ends the token of another', async () => {
	const { id, token } = await createToken(darcy, { label: 'another script' });
	expect((await listTokens(kofi, {})).items).toEqual([]);
	await expect(revokeToken(kofi, { token: id })).rejects.toThrow('no such token');
	expect(await personOf(token)).toBe(darcy.id);
});
