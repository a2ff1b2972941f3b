import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { direction, line, skillName } from '../people.ts';

const most = 60;

/** Adds a skill that I can teach or want to learn; adding it twice changes nothing. */
export const addSkill = door({
	id: 'skills.add',
	summary: 'Add a skill that I teach or want to learn',
	http: 'POST /skills',
	input: z.object({ name: skillName, direction }),
	output: z.object({}),
	can: anyMember,
	run: async ({ tx, actor, input, record }) => {
		const mine = await tx
			.selectFrom('skill')
			.select(['name', 'direction'])
			.where('person_id', '=', actor.id)
			.execute();
		if (mine.length >= most) throw new Conflict(`Keep to ${most} skills: remove one first`);
		const known = mine.some(
			(skill) =>
				skill.direction === input.direction && skill.name.toLowerCase() === input.name.toLowerCase()
		);
		if (known) return {};
		await tx
			.insertInto('skill')
			.values({ person_id: actor.id, ...input })
			.execute();
		const data = { skill: input.name, direction: input.direction };
		await record({ verb: 'added skill', kind: 'person', id: actor.id, audience: EVERYONE, data });
		return {};
	}
});

export const removeSkill = door({
	id: 'skills.remove',
	summary: 'Remove a skill of mine',
	http: 'DELETE /skills',
	input: z.object({ name: skillName, direction }),
	output: z.object({}),
	can: anyMember,
	run: async ({ tx, actor, input, record }) => {
		const gone = await tx
			.deleteFrom('skill')
			.where('person_id', '=', actor.id)
			.where('direction', '=', input.direction)
			.where('name', '=', input.name)
			.returning('name')
			.executeTakeFirst();
		if (!gone) throw new NotFound('There is no such skill of yours');
		const data = { skill: input.name, direction: input.direction };
		await record({ verb: 'removed skill', kind: 'person', id: actor.id, audience: actor.id, data });
		return {};
	}
});

/** Who here teaches a skill, however it is written. */
export async function teachersOf(tx: Tx, skill: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('skill')
		.leftJoin('departure', 'departure.person_id', 'skill.person_id')
		.select('skill.person_id as id')
		.where('departure.at', 'is', null)
		.where('direction', '=', 'teach')
		.where(sql<boolean>`lower(name) = lower(${skill})`)
		.execute();
	return rows.map(({ id }) => id);
}

/** The skills that somebody here teaches, or wants to learn, with how many do. */
export const listSkills = door({
	id: 'skills.list',
	summary: 'What is taught and what people want to learn here',
	http: 'GET /skills',
	input: z.object({ direction: direction.default('teach'), q: line(80).optional() }),
	output: z.object({
		items: z.array(z.object({ name: z.string(), people: z.number() })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ tx, input }) => {
		let query = tx
			.selectFrom('skill')
			.leftJoin('departure', 'departure.person_id', 'skill.person_id')
			.where('departure.at', 'is', null)
			.where('direction', '=', input.direction)
			.select(sql<string>`min(name)`.as('name'))
			.select((eb) => eb.fn.countAll<number>().as('people'))
			.groupBy(sql`lower(name)`)
			.orderBy(sql`lower(name)`)
			.limit(500);
		if (input.q) query = query.where('name', 'ilike', `%${input.q.replace(/[%_\\]/g, '\\$&')}%`);
		return { items: await query.execute(), next: null };
	}
});
