import { sql } from 'kysely';
import { makeSignInToken, signIn, type Cookie } from '#platform/server/auth.ts';
import { now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import { record } from '#platform/server/events.ts';
import { forgive, limit } from '#platform/server/limits.ts';
import { Invalid } from '#platform/errors.ts';
import { email } from '../people.ts';

const tries = 10;
const minutes = 15;

/** Starts a session for `client` (the address it comes from). Throws Invalid, or TooMany after ten tries in a quarter of an hour. */
export async function enter(
	given: { email: string; password: string; client: string },
	headers: Headers
): Promise<Cookie[]> {
	const address = addressIn(given.email);
	const counted = [`sign-in ${address}`, `sign-in from ${given.client}`];
	for (const subject of counted) await limit(subject, tries, minutes);
	const cookies = await signIn(address, given.password.slice(0, 1000), headers);
	for (const subject of counted) await forgive(subject);
	return cookies;
}

/**
 * Asks for a letter with a sign-in link. The answer is the same whether or not somebody has this address;
 * only the person it belongs to has an event of it, from which the letter is made.
 */
export async function askForSignInLink(given: { email: string; client: string }): Promise<void> {
	const address = addressIn(given.email);
	await limit(`link ${address}`, 3, minutes);
	await limit(`link from ${given.client}`, tries, minutes);
	const at = now().toString({ smallestUnit: 'millisecond' });
	await asSystem('signing in', async (tx) => {
		const { rows } = await sql<{ id: string }>`select id from auth."user" u where email = ${address}
			and not exists (select from departure d where d.person_id = u.id)`.execute(tx);
		const id = rows[0]?.id;
		if (id)
			await record(tx, null, at, { verb: 'asked for link', kind: 'person', id, audience: id });
	});
}

/** The token of a person's sign-in letter, which signs in once within a day; null when they have left. */
export async function signInForLetter(
	person: string
): Promise<{ email: string; token: string } | null> {
	const address = await asSystem('sending letters', async (tx) => {
		const { rows } = await sql<{
			email: string;
		}>`select email from auth."user" u where id = ${person}
			and not exists (select from departure d where d.person_id = u.id)`.execute(tx);
		return rows[0]?.email;
	});
	const token = address ? await makeSignInToken(address) : null;
	return address && token ? { email: address, token } : null;
}

/** Where to go after signing in: a page of this place, whatever the address said. */
export function safeReturn(to: string | null): string {
	if (!to || !/^\/(?![/\\])/.test(to) || /\p{Cc}/u.test(to)) return '/';
	return to.startsWith('/sign-in') ? '/' : to;
}

function addressIn(given: string): string {
	const parsed = email.safeParse(given.trim());
	if (parsed.success) return parsed.data;
	throw new Invalid([{ field: 'email', message: 'Write an address such as darcy@example.org' }]);
}
