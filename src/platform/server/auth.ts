import { sql } from 'kysely';
import { betterAuth } from 'better-auth';
import { parseSetCookieHeader } from 'better-auth/cookies';
import { magicLink } from 'better-auth/plugins/magic-link';
import { Invalid } from '../errors.ts';
import { machineNow } from './clock.ts';
import { as, outsideTransactions, type Tx } from './db/database.ts';
import { hashToken, newId, newToken } from './ids.ts';

/** A cookie for the browser, as the sign-in library asks for it. */
export type Cookie = {
	name: string;
	value: string;
	maxAge?: number;
	httpOnly: boolean;
	secure: boolean;
	path: string;
	sameSite: 'lax' | 'strict' | 'none';
};

type Auth = ReturnType<typeof make>;
let auth: Auth | undefined;
const links = new Map<string, string>();

/** Prepares sign-in for addresses that begin with `origin`; sessions are signed with `secret`. */
export function openAuth(secret: string, origin: string): void {
	auth = make(secret, origin);
}

function make(secret: string, origin: string) {
	return betterAuth({
		secret,
		baseURL: origin,
		trustedOrigins: [origin],
		database: { db: outsideTransactions().withSchema('auth'), type: 'postgres' },
		emailAndPassword: { enabled: true, autoSignIn: false, minPasswordLength: 10 },
		session: { expiresIn: 60 * 60 * 24 * 30, updateAge: 60 * 60 * 24 },
		advanced: {
			cookiePrefix: 'junto',
			useSecureCookies: origin.startsWith('https:'),
			database: { generateId: () => newId() }
		},
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		logger: { disabled: true },
		plugins: [
			magicLink({
				disableSignUp: true,
				expiresIn: 60 * 60 * 24,
				storeToken: { type: 'custom-hasher', hash: async (token) => hashToken(token) },
				generateToken: () => newToken(),
				sendMagicLink: ({ email, token }) => void links.set(email, token)
			})
		]
	});
}

/** The session that the request's cookies carry, and whose it is, or null. */
export async function sessionIn(headers: Headers): Promise<{ id: string; person: string } | null> {
	if (!headers.get('cookie')?.includes('junto.session_token')) return null;
	const found = await opened()
		.api.getSession({ headers })
		.catch(() => again(() => opened().api.getSession({ headers })));
	return found && { id: found.session.id, person: found.user.id };
}

/** Somebody's sessions that are not over, the last used first. */
export async function sessionsOf(tx: Tx, person: string) {
	const { rows } = await sql<{ id: string; agent: string; since: string; lastUsed: string }>`
		select id, coalesce("userAgent", '') as agent, "createdAt" as since, "updatedAt" as "lastUsed"
		from auth."session" where "userId" = ${person} and "expiresAt" > ${machineNow().toString()}
		order by "updatedAt" desc limit 50`.execute(tx);
	return rows;
}

/** Ends somebody's sessions: one, or all but one; returns how many. */
export async function endSessions(
	tx: Tx,
	person: string,
	{ only, except }: { only?: string; except?: string }
): Promise<number> {
	const { rows } = await sql`delete from auth."session" where "userId" = ${person}
		and id = coalesce(${only ?? null}::uuid, id) and id is distinct from ${except ?? null}::uuid
		returning id`.execute(tx);
	return rows.length;
}

/** What is stored of a password. Throws Invalid when it is shorter than ten characters or longer than 128. */
export async function hashPassword(password: string): Promise<string> {
	if (password.length < 10 || password.length > 128)
		throw new Invalid([{ field: 'password', message: 'Use 10 to 128 characters' }]);
	return (await opened().$context).password.hash(password);
}

/** Gives a person a way to sign in, as part of the caller's transaction. Throws Invalid when the address is taken. */
export async function addAccount(
	tx: Tx,
	{ id, email, name, at }: { id: string; email: string; name: string; at: string }
): Promise<void> {
	const added = await sql`
		insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
		values (${id}, ${name}, ${email.toLowerCase()}, true, ${at}, ${at})
		on conflict (email) do nothing returning id`.execute(tx);
	if (added.rows.length === 0)
		throw new Invalid([{ field: 'email', message: 'Somebody here has this address already' }]);
}

/** Gives a person a password (as `hashPassword` made it) in place of an older one. */
export async function putPassword(tx: Tx, person: string, hash: string, at: string): Promise<void> {
	await sql`delete from auth."account" where "userId" = ${person} and "providerId" = 'credential'`.execute(
		tx
	);
	await sql`
		insert into auth."account" (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
		values (${newId()}, ${person}, 'credential', ${person}, ${hash}, ${at}, ${at})`.execute(tx);
}

/** Whether this is the person's password; of somebody who has none yet, everything is. */
export async function isPasswordOf(tx: Tx, person: string, password: string): Promise<boolean> {
	const { rows } = await sql<{ hash: string }>`select password as hash from auth."account"
		where "userId" = ${person} and "providerId" = 'credential'`.execute(tx);
	const hash = rows[0]?.hash;
	return !hash || (await opened().$context).password.verify({ hash, password });
}

/** Starts a session; throws Invalid when address and password do not belong together. */
export async function signIn(email: string, password: string, headers: Headers): Promise<Cookie[]> {
	try {
		const { headers: answer } = await opened().api.signInEmail({
			body: { email: email.toLowerCase(), password },
			headers,
			returnHeaders: true
		});
		return cookies(answer);
	} catch (error) {
		throw refused(error, 'email', 'This address and password do not belong together');
	}
}

/** A token that signs its holder in once, within a day; null when nobody has this address. */
export async function makeSignInToken(email: string): Promise<string | null> {
	const address = email.toLowerCase();
	const context = await opened().$context;
	if (!(await context.internalAdapter.findUserByEmail(address))) return null;
	await opened().api.signInMagicLink({ body: { email: address }, headers: new Headers() });
	const token = links.get(address) ?? null;
	links.delete(address);
	return token;
}

/** Whom a token of `makeSignInToken` signs in; null once it was used or is over. Looking changes nothing. */
export async function personOfLink(token: string): Promise<string | null> {
	const { rows } = await sql<{ id: string }>`
		select u.id from auth."verification" v join auth."user" u on u.email = v.value::jsonb ->> 'email'
		where v.identifier = ${`magic-link:${hashToken(token)}`}
		and v."expiresAt" > ${machineNow().toString()}`.execute(outsideTransactions());
	return rows[0]?.id ?? null;
}

/** Starts a session by a token of `makeSignInToken`; throws Invalid once it was used or is over. */
export async function signInByToken(
	token: string,
	headers: Headers
): Promise<{ person: string; cookies: Cookie[] }> {
	try {
		const { headers: answer, response } = await opened().api.magicLinkVerify({
			query: { token },
			headers,
			returnHeaders: true
		});
		return { person: response.user.id, cookies: cookies(answer) };
	} catch (error) {
		throw refused(error, 'token', 'This link was used or is too old. Ask for a new one');
	}
}

/** Ends the request's session. */
export async function signOut(headers: Headers): Promise<Cookie[]> {
	const { headers: answer } = await opened().api.signOut({ headers, returnHeaders: true });
	return cookies(answer);
}

/** The sign-in library hides why the database failed it: asking the database tells, and once that answers a second try is due. Throws Away. */
async function again<T>(work: () => Promise<T>): Promise<T> {
	await as(null, async () => {});
	return work();
}

function opened(): Auth {
	if (!auth) throw new Error('Sign-in is not open');
	return auth;
}

function cookies(headers: Headers): Cookie[] {
	return headers.getSetCookie().flatMap((line) =>
		[...parseSetCookieHeader(line)].map(([name, parsed]) => ({
			name,
			value: decodeURIComponent(parsed.value),
			maxAge: parsed['max-age'],
			httpOnly: parsed.httponly ?? false,
			secure: parsed.secure ?? false,
			path: parsed.path ?? '/',
			sameSite: parsed.samesite ?? 'lax'
		}))
	);
}

/** The library's own refusals become ours; anything else stays the fault it is. */
function refused(error: unknown, field: string, message: string): unknown {
	const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
	return typeof status === 'number' && status < 500 ? new Invalid([{ field, message }]) : error;
}
