import { sql } from 'kysely';
import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { newId } from '#platform/server/ids.ts';
import { Forbidden, Invalid, NotFound } from '#platform/errors.ts';
import { joining, line, lines } from '../people.ts';

const circleName = line(120).min(1, 'Name the circle');
const about = lines(2000);
/** How many people it is for; null for any number. */
const atMost = z
	.int()
	.min(2, 'A circle is for two people or more')
	.max(500, 'Up to 500')
	.nullable();
export const members = z.array(z.uuid()).max(500, 'Add at most 500 people at a time');

/** Makes a circle; whoever makes it is in it. */
export const createCircle = door({
	id: 'circles.create',
	summary: 'Make a circle',
	http: 'POST /circles',
	input: z.object({
		name: circleName,
		joining,
		members: members.default([]),
		about: about.default(''),
		atMost: atMost.default(null)
	}),
	output: z.object({ id: z.string() }),
	system: 'joining a circle',
	can: anyMember,
	run: async ({ tx, actor, input, at, record }) => {
		const people = [...new Set([actor.id, ...input.members])];
		await refuseStrangers(tx, people);
		const id = newId();
		const { name, about, joining, atMost } = input;
		await tx.insertInto('audience').values({ id, kind: 'circle' }).execute();
		await tx
			.insertInto('circle')
			.values({ id, name, about, joining, at_most: atMost, created_by: actor.id, at })
			.execute();
		await tx
			.insertInto('circle_member')
			.values(people.map((person_id) => ({ circle_id: id, person_id, since: at })))
			.execute();
		if (await isOverfull(tx, id)) throw overfull('members');
		await record({ verb: 'made', kind: 'circle', id, audience: id, data: { people } });
		return { id };
	}
});

/** Changes what a circle is called, what it is for, or how one joins it; its maker does. */
export const changeCircle = door({
	id: 'circles.change',
	summary: 'Change a circle of mine',
	http: 'PATCH /circles/{circle}',
	input: z.object({
		circle: z.uuid(),
		name: circleName.optional(),
		about: about.optional(),
		joining: joining.optional(),
		atMost: atMost.optional()
	}),
	output: z.object({}),
	can: anyMember,
	run: async ({ tx, actor, input, record }) => {
		const before = await circleOfMine(tx, input.circle, actor.id);
		const { circle: id, atMost: at_most, ...changes } = input;
		const given = Object.entries({ ...changes, at_most }).filter(
			([, value]) => value !== undefined
		);
		if (given.length === 0) return {};
		await tx.updateTable('circle').set(Object.fromEntries(given)).where('id', '=', id).execute();
		const limited = at_most && at_most !== before.at_most;
		if (limited && (await isOverfull(tx, id))) throw overfull('atMost');
		await record({ verb: 'changed', kind: 'circle', id, audience: id });
		return {};
	}
});

const circleOutput = {
	id: z.string(),
	name: z.string(),
	about: z.string(),
	joining,
	/** How many people are in it, and how many it is for. */
	people: z.number(),
	atMost: z.number().nullable(),
	mine: z.boolean(),
	/** Whether I asked to join and wait for its maker. */
	waiting: z.boolean(),
	may: z.object({ join: z.boolean(), leave: z.boolean(), change: z.boolean() })
};

/** The circles I may see, by name: my own, and all that are not closed. */
export const listCircles = door({
	id: 'circles.list',
	summary: 'Circles by name',
	http: 'GET /circles',
	input: z.object({
		q: line(120).optional(),
		mine: z.stringbool().or(z.boolean()).optional(),
		cursor: line(300).optional()
	}),
	output: z.object({ items: z.array(z.object(circleOutput)), next: z.string().nullable() }),
	can: anyMember,
	run: async ({ tx, actor, input }) => {
		const size = 100;
		let query = circles(tx, actor.id)
			.orderBy('circle.name')
			.orderBy('circle.id')
			.limit(size + 1);
		if (input.q)
			query = query.where('circle.name', 'ilike', `%${input.q.replace(/[%_\\]/g, '\\$&')}%`);
		if (input.mine) query = query.where('own.since', 'is not', null);
		if (input.cursor)
			query = query.where(
				sql<boolean>`(circle.name, circle.id::text) > (${input.cursor.slice(36)}, ${input.cursor.slice(0, 36)})`
			);
		const rows = await query.execute();
		const items = rows.slice(0, size).map((row) => shown(row, actor.id));
		const last = items.at(-1);
		return { items, next: rows.length > size && last ? last.id + last.name : null };
	}
});

const face = z.object({
	id: z.string(),
	name: z.string(),
	zone: z.string(),
	face: z.string().nullable()
});

/** A circle with its people (the first 500 by name) and, for its maker, who asks to join. */
export const getCircle = door({
	id: 'circles.get',
	summary: 'A circle and its people',
	http: 'GET /circles/{circle}',
	input: z.object({ circle: z.uuid() }),
	output: z.object({
		...circleOutput,
		maker: z.string(),
		members: z.array(face),
		requests: z.array(face)
	}),
	can: anyMember,
	run: async ({ tx, actor, input }) => {
		const row = await circles(tx, actor.id)
			.where('circle.id', '=', input.circle)
			.executeTakeFirst();
		if (!row) throw new NotFound('There is no such circle');
		const inside = await tx
			.selectFrom('circle_member')
			.innerJoin('person', 'person.id', 'circle_member.person_id')
			.leftJoin('departure', 'departure.person_id', 'person.id')
			.where('departure.at', 'is', null)
			.where('circle_id', '=', input.circle)
			.select(['person.id', 'person.name', 'person.zone', 'person.face_id as face'])
			.orderBy('person.name')
			.limit(500)
			.execute();
		const asking = await tx
			.selectFrom('circle_request')
			.innerJoin('person', 'person.id', 'circle_request.person_id')
			.where('circle_id', '=', input.circle)
			.select(['person.id', 'person.name', 'person.zone', 'person.face_id as face'])
			.orderBy('circle_request.at')
			.execute();
		return {
			...shown(row, actor.id),
			maker: row.created_by,
			members: inside,
			requests: row.created_by === actor.id ? asking : []
		};
	}
});

/** The circle, when the actor made it. Throws NotFound for what they may not see, else Forbidden. */
export async function circleOfMine(
	tx: Tx,
	circle: string,
	actor: string
): Promise<{ at_most: number | null }> {
	const row = await tx
		.selectFrom('circle')
		.select(['created_by', 'at_most'])
		.where('id', '=', circle)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such circle');
	if (row.created_by !== actor) throw new Forbidden('Only whoever keeps this circle may do that');
	return row;
}

/** Whether more people are in a circle than it is for, once they were put in; nobody else comes in until the transaction is over. */
export async function isOverfull(tx: Tx, circle: string): Promise<boolean> {
	const { rows } = await sql<{
		left: number | null;
	}>`select places_left(${circle}) as left`.execute(tx);
	return (rows[0]?.left ?? 0) < 0;
}

function overfull(field: string): Invalid {
	return new Invalid([{ field, message: 'More people are in it than it is for' }]);
}

/** Throws Invalid unless all of them are people who are here. */
export async function refuseStrangers(tx: Tx, people: string[]): Promise<void> {
	const here = await tx
		.selectFrom('person')
		.leftJoin('departure', 'departure.person_id', 'person.id')
		.where('departure.at', 'is', null)
		.where('person.id', 'in', people)
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	if (here.count !== new Set(people).size)
		throw new Invalid([{ field: 'members', message: 'Some of these people are not here' }]);
}

function circles(tx: Tx, actor: string) {
	return tx
		.selectFrom('circle')
		.leftJoin('circle_member as own', (join) =>
			join.onRef('own.circle_id', '=', 'circle.id').on('own.person_id', '=', actor)
		)
		.leftJoin('circle_request as asked', (join) =>
			join.onRef('asked.circle_id', '=', 'circle.id').on('asked.person_id', '=', actor)
		)
		.select(['circle.id', 'circle.name', 'circle.about', 'circle.joining', 'circle.created_by'])
		.select('circle.at_most as atMost')
		.select(['own.since', 'asked.at as asked_at'])
		.select(
			sql<number>`(
				select count(*) from circle_member m where m.circle_id = circle.id
				and not exists (select from departure d where d.person_id = m.person_id)
			)`.as('people')
		);
}

function shown(
	row: Awaited<ReturnType<ReturnType<typeof circles>['execute']>>[number],
	me: string
) {
	const mine = row.since !== null;
	const waiting = !mine && row.asked_at !== null;
	return {
		id: row.id,
		name: row.name,
		about: row.about,
		joining: joining.parse(row.joining),
		people: row.people,
		atMost: row.atMost,
		mine,
		waiting,
		may: {
			join: !mine && !waiting && row.joining !== 'closed' && (row.atMost ?? Infinity) > row.people,
			leave: mine,
			change: row.created_by === me
		}
	};
}

/** The people of some circles that the transaction's person may see, as they are now. */
export async function membersOf(tx: Tx, circles: string[]): Promise<string[]> {
	if (circles.length === 0) return [];
	const rows = await tx
		.selectFrom('circle_member')
		.select('person_id')
		.distinct()
		.where('circle_id', 'in', circles)
		.execute();
	return rows.map(({ person_id }) => person_id);
}

/** People who share no circle with somebody, by id, with the names of theirs: the first of each circle, then the second, up to `most`. A circle of more than half of the place tells nobody apart. */
export async function peopleElsewhere(
	tx: Tx,
	person: string,
	most: number
): Promise<Map<string, string[]>> {
	const { rows } = await sql<{ id: string; circles: string[] }>`
		with here as (select id from person p where not exists (select from departure d where d.person_id = p.id)),
			telling as (
				select circle_id from circle_member m join here on here.id = m.person_id
				group by circle_id having count(*) * 2 <= (select count(*) from here)
			),
			own as (select circle_id from circle_member join telling using (circle_id) where person_id = ${person}),
			near as (select m.person_id from circle_member m join own on own.circle_id = m.circle_id),
			far as (
				select m.person_id, c.name, row_number() over (partition by m.circle_id order by p.name, p.id) as turn
				from circle_member m join telling using (circle_id)
					join circle c on c.id = m.circle_id join person p on p.id = m.person_id
				where m.person_id <> ${person} and m.person_id not in (select person_id from near)
					and not exists (select from departure d where d.person_id = m.person_id)
			)
		select person_id as id, array_agg(name order by name) as circles from far
		group by person_id order by min(turn), person_id limit ${most}`.execute(tx);
	return new Map(rows.map(({ id, circles }) => [id, circles]));
}
