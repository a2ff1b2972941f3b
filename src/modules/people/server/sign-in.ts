import { sql } from 'kysely';
import {
	endSessions,
	hashPassword,
	makeSignInToken,
	personOfLink,
	putPassword,
	sessionIn,
	signIn,
	signInByToken,
	type Cookie
} from '#platform/server/auth.ts';
import { instant } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import { record } from '#platform/server/events.ts';
import { forgive, limit } from '#platform/server/limits.ts';
import { Invalid } from '#platform/errors.ts';
import { email } from '../people.ts';
import { somebodyElses } from './checked.ts';

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
 * Starts a session by the link of a letter. With a password, that is the new one; every other session ends, and so does
 * the wish for another address, which may have been somebody else's. Throws Invalid once the link was used or is over, or
 * for whoever is signed in as somebody else; that and a password that will not do leave the link as it was.
 */
export async function enterByLink(
	given: { token: string; password: string },
	headers: Headers
): Promise<Cookie[]> {
	const hash = given.password ? await hashPassword(given.password) : null;
	const token = given.token.slice(0, 200);
	await refuseForwarded(token, headers);
	const { person, cookies } = await signInByToken(token, headers);
	if (!hash) return cookies;
	const session = await sessionIn(sentBack(cookies));
	const at = instant();
	await asSystem('signing in', async (tx) => {
		await putPassword(tx, person, hash, at);
		await endSessions(tx, person, { except: session?.id });
		await tx.deleteFrom('address_change').where('person_id', '=', person).execute();
		await record(tx, person, at, {
			verb: 'changed password',
			kind: 'person',
			id: person,
			audience: person
		});
	});
	return cookies;
}

/** The headers with which a browser sends these cookies back. */
export function sentBack(cookies: Cookie[]): Headers {
	const pairs = cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`);
	return new Headers({ cookie: pairs.join('; ') });
}

/**
 * Asks for a letter with a sign-in link; of whoever has forgotten their password, with a new one to choose. The answer is the same whether or not somebody has this address;
 * only the person it belongs to has an event of it, from which the letter is made.
 */
export async function askForSignInLink(given: {
	email: string;
	client: string;
	forgot?: boolean;
}): Promise<void> {
	const address = addressIn(given.email);
	await limit(`link ${address}`, 3, minutes);
	await limit(`link from ${given.client}`, tries, minutes);
	const at = instant();
	await asSystem('signing in', async (tx) => {
		const { rows } = await sql<{ id: string }>`select id from auth."user" u where email = ${address}
			and not exists (select from departure d where d.person_id = u.id)`.execute(tx);
		const id = rows[0]?.id;
		if (id)
			await record(tx, null, at, {
				verb: 'asked for link',
				kind: 'person',
				id,
				audience: id,
				data: { forgot: given.forgot ?? false }
			});
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

async function refuseForwarded(token: string, headers: Headers): Promise<void> {
	const asking = await sessionIn(headers);
	const holder = asking && (await personOfLink(token));
	if (holder && holder !== asking.person) throw somebodyElses('session');
}

function addressIn(given: string): string {
	const parsed = email.safeParse(given.trim());
	if (parsed.success) return parsed.data;
	throw new Invalid([{ field: 'email', message: 'Write an address such as darcy@example.org' }]);
}
