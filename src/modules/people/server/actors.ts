import { sessionIn } from '#platform/server/auth.ts';
import { lookUp, type Db } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { holdersOf } from './tokens.ts';

/** Whoever is asking, as every page shows them, and by which session. */
export type Asking = Actor & { face: string | null; joinedAt: string; session?: string };

/** The token of an Authorization header, when it carries one. */
export function bearerOf(headers: Headers): string | undefined {
	return headers.get('authorization')?.match(/^Bearer (\S+)$/)?.[1];
}

/** Whoever sends these headers, by token or by session; null for a stranger. */
export async function actorAsking(headers: Headers): Promise<Asking | null> {
	const token = bearerOf(headers);
	if (token) {
		const holders = await lookUp('signing in', (db) => actorsOf(db, holdersOf(db, token)));
		return holders.values().next().value ?? null;
	}
	const session = await sessionIn(headers);
	const actor = session && (await actorOf(session.person));
	return actor ? { ...actor, session: session.id } : null;
}

/** The id of whoever sends these headers; null for a stranger. They may have left: the database shows those nothing. */
export async function idAsking(headers: Headers): Promise<string | null> {
	const token = bearerOf(headers);
	if (!token) return (await sessionIn(headers))?.person ?? null;
	const held = await lookUp('signing in', (db) => holdersOf(db, token).executeTakeFirst());
	return held?.person_id ?? null;
}

/** The person with this id as somebody who acts; null once they are not (or no longer) here. */
export async function actorOf(id: string): Promise<Asking | null> {
	const actors = await lookUp('signing in', (db) => actorsOf(db, [id]));
	return actors.get(id) ?? null;
}

/** Those of some people who are here, as they act, by id; for whoever sees everybody. */
export async function actorsOf(
	db: Db,
	ids: string[] | ReturnType<typeof holdersOf>
): Promise<Map<string, Asking>> {
	const rows = await db
		.selectFrom('person')
		.leftJoin('stewardship', 'stewardship.person_id', 'person.id')
		.leftJoin('departure', 'departure.person_id', 'person.id')
		.select([
			'person.id',
			'name',
			'zone',
			'locale',
			'face_id as face',
			'joined_at as joinedAt',
			'stewardship.since'
		])
		.where('person.id', 'in', ids)
		.where('departure.at', 'is', null)
		.execute();
	return new Map(
		rows.map(({ since, ...person }) => [person.id, { ...person, steward: since !== null }])
	);
}
