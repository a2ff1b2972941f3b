import { sql } from 'kysely';
import { z } from 'zod';
import { EVERYONE } from '#platform/server/audiences.ts';
import { contains } from '#platform/server/db/contains.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { NotFound } from '#platform/errors.ts';
import { usualWeek, workingWeek, type WorkingWeek } from '#platform/time/week.ts';
import { direction, line, type Person } from '../people.ts';

const size = 100;

/** People by name, a page at a time; `q` is part of a name, `teach` a skill that they teach. */
export const listPeople = door({
	id: 'people.list',
	summary: 'People by name',
	http: 'GET /people',
	input: z.object({
		q: line(120).optional(),
		teach: line(80).optional(),
		cursor: line(300).optional()
	}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				name: z.string(),
				zone: z.string(),
				face: z.string().nullable(),
				steward: z.boolean(),
				teaches: z.array(z.string())
			})
		),
		next: z.string().nullable()
	}),
	can: anyMember,
	run: async ({ tx, input }) => {
		let query = tx
			.selectFrom('person')
			.leftJoin('departure', 'departure.person_id', 'person.id')
			.leftJoin('stewardship', 'stewardship.person_id', 'person.id')
			.where('departure.at', 'is', null)
			.select(['person.id', 'person.name', 'zone', 'face_id as face'])
			.select(sql<boolean>`stewardship.since is not null`.as('steward'))
			.select(
				sql<string[]>`array(select s.name from skill s where s.person_id = person.id
					and s.direction = 'teach' order by s.name)`.as('teaches')
			)
			.orderBy('person.name')
			.orderBy('person.id')
			.limit(size + 1);
		if (input.q) query = query.where(contains(sql`person.name`, input.q));
		if (input.teach)
			query = query.where(({ exists, selectFrom }) =>
				exists(
					selectFrom('skill')
						.select('skill.name')
						.whereRef('skill.person_id', '=', 'person.id')
						.where('direction', '=', 'teach')
						.where(sql<boolean>`lower(skill.name) = lower(${input.teach})`)
				)
			);
		if (input.cursor)
			query = query.where(
				sql<boolean>`(person.name, person.id::text) > (${input.cursor.slice(36)}, ${input.cursor.slice(0, 36)})`
			);
		const rows = await query.execute();
		const items = rows.slice(0, size);
		const last = items.at(-1);
		return { items, next: rows.length > size && last ? last.id + last.name : null };
	}
});

/** One person, as their colleagues may know them: quiet hours and leave stay theirs. */
export const getPerson = door({
	id: 'people.get',
	summary: 'A person: zone, working hours, skills, and the circles of theirs that I may see',
	http: 'GET /people/{person}',
	input: z.object({ person: z.uuid() }),
	output: z.object({
		id: z.string(),
		name: z.string(),
		zone: z.string(),
		face: z.string().nullable(),
		about: z.string(),
		days: workingWeek.shape.days,
		joinedAt: z.string(),
		steward: z.boolean(),
		here: z.boolean(),
		erased: z.boolean(),
		skills: z.array(z.object({ name: z.string(), direction })),
		circles: z.array(z.object({ id: z.string(), name: z.string() }))
	}),
	can: anyMember,
	run: async ({ tx, input }) => {
		const row = await tx
			.selectFrom('person')
			.leftJoin('stewardship', 'stewardship.person_id', 'person.id')
			.leftJoin('departure', 'departure.person_id', 'person.id')
			.leftJoin('erasure', 'erasure.person_id', 'person.id')
			.select(['person.id', 'name', 'zone', 'face_id', 'about', 'week', 'joined_at'])
			.select(['stewardship.since', 'departure.at as left_at', 'erasure.at as erased_at'])
			.where('person.id', '=', input.person)
			.executeTakeFirst();
		if (!row) throw new NotFound('There is nobody here by that name');
		const skills = await tx
			.selectFrom('skill')
			.select(['name', 'direction'])
			.where('person_id', '=', row.id)
			.orderBy('name')
			.execute();
		const circles = await tx
			.selectFrom('circle')
			.innerJoin('circle_member', 'circle_member.circle_id', 'circle.id')
			.select(['circle.id', 'circle.name'])
			.where('circle_member.person_id', '=', row.id)
			.orderBy('circle.name')
			.execute();
		return {
			id: row.id,
			name: row.name,
			zone: row.zone,
			face: row.face_id,
			about: row.about,
			days: (row.week as WorkingWeek).days,
			joinedAt: row.joined_at,
			steward: row.since !== null,
			here: row.left_at === null,
			erased: row.erased_at !== null,
			skills: skills.map(({ name, direction: way }) => ({ name, direction: direction.parse(way) })),
			circles
		};
	}
});

/** Names and faces of a set of people, by id, or of those who are still here; in one statement. */
export async function peopleById(
	tx: Tx,
	ids: string[],
	which: 'all' | 'here' = 'all'
): Promise<Map<string, Person>> {
	const unique = [...new Set(ids)];
	if (unique.length === 0) return new Map();
	let query = tx
		.selectFrom('person')
		.select(['id', 'name', 'zone', 'face_id as face'])
		.where('id', 'in', unique);
	if (which === 'here')
		query = query.where(({ not, exists, selectFrom }) =>
			not(exists(selectFrom('departure').whereRef('departure.person_id', '=', 'person.id')))
		);
	const rows = await query.execute();
	return new Map(rows.map((row) => [row.id, row]));
}

/** The ids of a thousand people at most whose name has `words` in it, those who left among them. */
export async function peopleCalled(tx: Tx, words: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('person')
		.select('id')
		.where(contains(sql`name`, words))
		.orderBy('id')
		.limit(1000)
		.execute();
	return rows.map(({ id }) => id);
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
		.values({ id, name, zone, week: JSON.stringify(usualWeek), joined_at: at })
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
