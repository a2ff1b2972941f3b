import { z } from 'zod';
import { audienceFrom, refreshAudiences } from '#platform/server/audiences.ts';
import { anyMember, door } from '#platform/server/door.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { circleOfMine, isOverfull, members, refuseStrangers } from './circles.ts';

const circle = z.uuid();

/** Joins an open circle at once; asks the maker of one that is joined by request. */
export const joinCircle = door({
	id: 'circles.join',
	summary: 'Join a circle, or ask to',
	http: 'POST /circles/{circle}/join',
	input: z.object({ circle }),
	output: z.object({ joined: z.boolean(), waiting: z.boolean() }),
	can: anyMember,
	run: async ({ tx, actor, input, at, record }) => {
		const id = input.circle;
		const found = await tx
			.selectFrom('circle')
			.leftJoin('circle_member', (join) =>
				join.onRef('circle_id', '=', 'circle.id').on('person_id', '=', actor.id)
			)
			.select(['joining', 'created_by', 'since'])
			.where('circle.id', '=', id)
			.executeTakeFirst();
		if (!found) throw new NotFound('There is no such circle');
		if (found.since) return { joined: true, waiting: false };
		if (found.joining === 'open') {
			await tx
				.insertInto('circle_member')
				.values({ circle_id: id, person_id: actor.id, since: at })
				.onConflict((conflict) => conflict.doNothing())
				.execute();
			await refuseFull(tx, id);
			await refreshAudiences(tx);
			await record({
				verb: 'joined',
				kind: 'circle',
				id,
				audience: id,
				data: { people: [actor.id] }
			});
			return { joined: true, waiting: false };
		}
		const asked = await tx
			.insertInto('circle_request')
			.values({ circle_id: id, person_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (asked) {
			const audience = await audienceFrom(tx, `people:${found.created_by}`, actor.id);
			await record({ verb: 'asked to join', kind: 'circle', id, audience });
		}
		return { joined: false, waiting: true };
	}
});

/** Throws Conflict where more people are in a circle now than it is for. */
async function refuseFull(tx: Tx, circle: string): Promise<void> {
	if (await isOverfull(tx, circle)) throw new Conflict('This circle is full');
}

/** Leaves a circle, or takes back asking to join it. Its keeper hands it to whoever has been in it longest. */
export const leaveCircle = door({
	id: 'circles.leave',
	summary: 'Leave a circle',
	http: 'POST /circles/{circle}/leave',
	input: z.object({ circle }),
	output: z.object({}),
	can: anyMember,
	run: async ({ tx, actor, input, record }) => {
		const id = input.circle;
		const inside = await tx
			.selectFrom('circle_member')
			.innerJoin('circle', 'circle.id', 'circle_id')
			.select(['person_id', 'created_by'])
			.where('circle_id', '=', id)
			.orderBy('since')
			.orderBy('person_id')
			.execute();
		if (!inside.some(({ person_id }) => person_id === actor.id)) {
			const asked = await tx
				.deleteFrom('circle_request')
				.where('circle_id', '=', id)
				.where('person_id', '=', actor.id)
				.returning('at')
				.executeTakeFirst();
			if (!asked) throw new NotFound('You are not in such a circle');
			await record({ verb: 'took back', kind: 'circle', id, audience: actor.id });
			return {};
		}
		const next = inside.find(({ person_id }) => person_id !== actor.id)?.person_id;
		if (next && inside[0]?.created_by === actor.id)
			await tx.updateTable('circle').set({ created_by: next }).where('id', '=', id).execute();
		await record({ verb: 'left', kind: 'circle', id, audience: id });
		await tx
			.deleteFrom('circle_member')
			.where('circle_id', '=', id)
			.where('person_id', '=', actor.id)
			.execute();
		return {};
	}
});

/** Lets somebody in who asked to join, or does not; the circle's keeper answers. */
export const answerRequest = door({
	id: 'circles.answer',
	summary: 'Answer a request to join my circle',
	http: 'POST /circles/{circle}/requests/{person}',
	input: z.object({ circle, person: z.uuid(), accept: z.boolean() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ tx, actor, input, at, record }) => {
		const { circle: id, person, accept } = input;
		await circleOfMine(tx, id, actor.id);
		const asked = await tx
			.deleteFrom('circle_request')
			.where('circle_id', '=', id)
			.where('person_id', '=', person)
			.returning('at')
			.executeTakeFirst();
		if (!asked) throw new NotFound('Nobody is waiting for this answer');
		if (!accept) {
			const audience = await audienceFrom(tx, `people:${person}`, actor.id);
			await record({ verb: 'declined', kind: 'circle', id, audience, data: { person } });
			return {};
		}
		await tx
			.insertInto('circle_member')
			.values({ circle_id: id, person_id: person, since: at })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await refuseFull(tx, id);
		await record({ verb: 'let in', kind: 'circle', id, audience: id, data: { people: [person] } });
		return {};
	}
});

/** Adds people to a circle; its keeper does, whatever the way to join it. */
export const addMembers = door({
	id: 'circles.invite',
	summary: 'Add people to my circle',
	http: 'POST /circles/{circle}/members',
	input: z.object({ circle, members: members.min(1, 'Choose somebody') }),
	output: z.object({ added: z.number() }),
	can: anyMember,
	run: async ({ tx, actor, input, at, record }) => {
		const id = input.circle;
		await circleOfMine(tx, id, actor.id);
		const people = [...new Set(input.members)];
		await refuseStrangers(tx, people);
		const added = await tx
			.insertInto('circle_member')
			.values(people.map((person_id) => ({ circle_id: id, person_id, since: at })))
			.onConflict((conflict) => conflict.doNothing())
			.returning('person_id')
			.execute();
		await refuseFull(tx, id);
		await tx
			.deleteFrom('circle_request')
			.where('circle_id', '=', id)
			.where('person_id', 'in', people)
			.execute();
		const data = { people: added.map(({ person_id }) => person_id) };
		if (added.length > 0) await record({ verb: 'added', kind: 'circle', id, audience: id, data });
		return { added: added.length };
	}
});

/** Takes somebody out of a circle; its keeper does. What they wrote for it stays. */
export const removeMember = door({
	id: 'circles.remove',
	summary: 'Take somebody out of my circle',
	http: 'DELETE /circles/{circle}/members/{person}',
	input: z.object({ circle, person: z.uuid() }),
	output: z.object({}),
	can: async ({ actor, input }) => input.person !== actor.id,
	run: async ({ tx, actor, input, record }) => {
		const { circle: id, person } = input;
		await circleOfMine(tx, id, actor.id);
		const gone = await tx
			.deleteFrom('circle_member')
			.where('circle_id', '=', id)
			.where('person_id', '=', person)
			.returning('since')
			.executeTakeFirst();
		if (!gone) throw new NotFound('They are not in this circle');
		await record({ verb: 'took out', kind: 'circle', id, audience: id, data: { person } });
		return {};
	}
});
