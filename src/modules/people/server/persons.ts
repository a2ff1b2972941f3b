import { sql } from 'kysely';
import { z } from 'zod';
import { EVERYONE } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { NotFound } from '#platform/errors.ts';
import type { Person } from '../people.ts';

/** Who is asking. */
export const getMe = door({
	id: 'me.get',
	summary: 'Who I am here',
	http: 'GET /me',
	input: z.object({}),
	output: z.object({
		id: z.string(),
		name: z.string(),
		email: z.string(),
		zone: z.string(),
		steward: z.boolean()
	}),
	can: anyMember,
	run: async ({ tx, actor }) => {
		const { rows } = await sql<{ email: string }>`select my_address() as email`.execute(tx);
		const { id, name, zone, steward } = actor;
		return { id, name, email: rows[0]!.email, zone, steward };
	}
});

/** People by name, a page at a time. */
export const listPeople = door({
	id: 'people.list',
	summary: 'People by name',
	http: 'GET /people',
	input: z.object({ q: z.string().max(120).optional(), cursor: z.string().max(300).optional() }),
	output: z.object({
		items: z.array(
			z.object({ id: z.string(), name: z.string(), zone: z.string(), face: z.string().nullable() })
		),
		next: z.string().nullable()
	}),
	can: anyMember,
	run: async ({ tx, input }) => {
		const size = 100;
		let query = tx
			.selectFrom('person')
			.leftJoin('departure', 'departure.person_id', 'person.id')
			.where('departure.at', 'is', null)
			.select(['person.id', 'name', 'zone', 'face_id as face'])
			.orderBy('name')
			.orderBy('person.id')
			.limit(size + 1);
		if (input.q) query = query.where('name', 'ilike', `%${input.q.replace(/[%_\\]/g, '\\$&')}%`);
		if (input.cursor) {
			const id = input.cursor.slice(0, 36);
			query = query.where(
				sql<boolean>`(name, person.id::text) > (${input.cursor.slice(36)}, ${id})`
			);
		}
		const rows = await query.execute();
		const items = rows.slice(0, size);
		const last = items.at(-1);
		return { items, next: rows.length > size && last ? last.id + last.name : null };
	}
});

/** Names and faces of a set of people, by id; in one statement. */
export async function peopleById(tx: Tx, ids: string[]): Promise<Map<string, Person>> {
	const unique = [...new Set(ids)];
	if (unique.length === 0) return new Map();
	const rows = await tx
		.selectFrom('person')
		.select(['id', 'name', 'zone', 'face_id as face'])
		.where('id', 'in', unique)
		.execute();
	return new Map(rows.map((row) => [row.id, row]));
}

/** The id of whoever has this address, for the machine's own shell. Throws NotFound. */
export async function personAt(email: string): Promise<string> {
	const { rows } = await asSystem('at the machine', (tx) =>
		sql<{ id: string }>`select id from auth."user" where email = ${email.toLowerCase()}`.execute(tx)
	);
	if (!rows[0]) throw new NotFound(`Nobody here has the address ${email}`);
	return rows[0].id;
}

/** Makes the person of an account, with an audience of their own. */
export async function addPerson(
	tx: Tx,
	{ id, name, zone, at }: { id: string; name: string; zone: string; at: string }
): Promise<void> {
	await tx
		.insertInto('person')
		.values({ id, name, zone, week: JSON.stringify(defaultWeek), joined_at: at })
		.execute();
	await tx.insertInto('audience').values({ id, kind: 'me' }).execute();
	await tx
		.insertInto('event')
		.values({
			id: newId(),
			at,
			actor_id: id,
			verb: 'joined',
			kind: 'person',
			subject_id: id,
			audience_id: EVERYONE
		})
		.execute();
}

const office = { from: '09:00', to: '17:00' };
const defaultWeek = {
	days: { 1: office, 2: office, 3: office, 4: office, 5: office },
	quiet: { from: '20:00', to: '07:00' },
	digestAt: '08:30'
};
