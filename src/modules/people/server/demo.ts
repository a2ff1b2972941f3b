import { sql } from 'kysely';
import { z } from 'zod';
import { makeSignInToken, signInByToken, type Cookie } from '#platform/server/auth.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { openDoor } from '#platform/server/door.ts';
import { limit } from '#platform/server/limits.ts';
import { NotFound } from '#platform/errors.ts';

/** Everybody of a demo, to choose whom to be. */
export const demoPeople = openDoor({
	id: 'demo.people',
	summary: 'Everybody of a demo',
	http: 'GET /demo/people',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				name: z.string(),
				face: z.string().nullable(),
				zone: z.string(),
				about: z.string(),
				steward: z.boolean()
			})
		),
		next: z.null()
	}),
	can: inDemo,
	run: async ({ tx }) => {
		const rows = await tx
			.selectFrom('person')
			.leftJoin('stewardship', 'stewardship.person_id', 'person.id')
			.leftJoin('departure', 'departure.person_id', 'person.id')
			.where('departure.at', 'is', null)
			.select(['person.id', 'name', 'face_id as face', 'zone', 'about', 'stewardship.since'])
			.orderBy('name')
			.execute();
		const items = rows.map(({ since, ...person }) => ({ ...person, steward: since !== null }));
		return { items, next: null };
	}
});

/** Starts a session as anybody of a demo. Throws NotFound where this is no demo, TooMany after 60 times in a quarter of an hour. */
export async function enterDemo(
	{ person, client }: { person: string; client: string },
	headers: Headers
): Promise<Cookie[]> {
	await limit(`demo from ${client}`, 60, 15);
	const address = await asSystem('signing in', async (tx) => {
		await inDemo({ tx });
		const { rows } = await sql<{ email: string }>`select email from auth."user" u
			where id::text = ${person} and not exists (select from departure d where d.person_id = u.id)`.execute(
			tx
		);
		return rows[0]?.email;
	});
	const token = address && (await makeSignInToken(address));
	if (!token) throw new NotFound('There is nobody here by that name');
	return (await signInByToken(token, headers)).cookies;
}

/** The right to what only a demo shows; NotFound anywhere else. */
export async function inDemo({ tx }: { tx: Tx }): Promise<boolean> {
	const place = await tx.selectFrom('place').select('demo_since').executeTakeFirst();
	if (!place?.demo_since) throw new NotFound('There is nothing here');
	return true;
}
