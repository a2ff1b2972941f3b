import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionIn, signIn, signInByToken } from '#platform/server/auth.ts';
import { openTestPlace } from '#start/server/testing.ts';
import { run } from '#start/server/commands.ts';
import { actorOf } from './actors.ts';
import { addPersonHere } from './at-the-machine.ts';

let close: () => Promise<void>;

beforeAll(async () => {
	close = await openTestPlace();
});
afterAll(() => close());

test('a person without a password gets a link that signs in once', async () => {
	const { id, token } = await addPersonHere({
		name: 'Kofi',
		email: 'kofi@example.org',
		zone: 'Africa/Accra'
	});
	const { cookies } = await signInByToken(token!, new Headers());
	const cookie = cookies
		.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
		.join('; ');
	expect((await sessionIn(new Headers({ cookie })))?.person).toBe(id);
});

test('the shell’s own command adds a steward with a password', async () => {
	const words = 'person add --email ama@example.org --name Ama --zone Africa/Accra --steward';
	const given = [...words.split(' '), '--password', 'a long enough one', '--json'];
	const { out } = await run({ words: given, folder: '.' });
	const { id, ...rest } = JSON.parse(out!) as { id: string };
	expect(rest).toEqual({});
	expect(await actorOf(id)).toMatchObject({ steward: true, name: 'Ama' });
	expect(await signIn('ama@example.org', 'a long enough one', new Headers())).not.toEqual([]);
});

test('what is wrong is one clear line', async () => {
	const words = 'person add --email kwame@example --name Kwame --zone Accra'.split(' ');
	const { error } = await run({ words, folder: '.' });
	expect(error).toContain('email: Write an address');
	expect(error).toContain('zone: Choose a time zone');
});
