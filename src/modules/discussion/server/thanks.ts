import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { tally } from '#platform/server/events.ts';
import { show } from '#platform/server/subjects.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { about } from '../discussion.ts';

/** Thanks whoever made it, by name; saying it twice is no error. */
export const giveThanks = door({
	id: 'thanks.give',
	summary: 'Thank for something',
	http: 'POST /thanks',
	input: z.object({ about }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { kind, id, block = '' } = input.about;
		const { audience, authors } = await show(tx, kind, id);
		const given = await tx
			.insertInto('thanks')
			.values({ person_id: actor.id, kind, subject_id: id, block_id: block, audience_id: audience, at })
			.onConflict((conflict) => conflict.doNothing())
			.returning('at')
			.executeTakeFirst();
		if (!given) return {};
		await tally(tx, { kind, id, what: 'thanks', audience }, 1);
		await record({ verb: 'thanked', kind, id, audience, data: { about: input.about, authors } });
		return {};
	}
});

export const takeBackThanks = door({
	id: 'thanks.takeBack',
	summary: 'Take back a thank-you',
	http: 'POST /thanks/taken-back',
	input: z.object({ about }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const { kind, id, block = '' } = input.about;
		const { audience } = await show(tx, kind, id);
		const gone = await tx
			.deleteFrom('thanks')
			.where('person_id', '=', actor.id)
			.where('kind', '=', kind)
			.where('subject_id', '=', id)
			.where('block_id', '=', block)
			.returning('at')
			.executeTakeFirst();
		if (!gone) return {};
		await tally(tx, { kind, id, what: 'thanks', audience }, -1);
		await record({ verb: 'took back thanks', kind, id, audience: actor.id });
		return {};
	}
});

/** Who thanked for some things, by name. */
export const listThanks = door({
	id: 'thanks.list',
	summary: 'Who thanked for something',
	http: 'GET /thanks',
	input: z.object({ ids: z.string().max(4000) }),
	output: z.object({
		items: z.array(z.object({ subject: z.string(), person: z.object({ id: z.string(), name: z.string() }), mine: z.boolean() })),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const ids = input.ids.split(',').filter((id) => z.uuid().safeParse(id).success).slice(0, 100);
		if (ids.length === 0) return { items: [], next: null };
		const rows = await tx
			.selectFrom('thanks')
			.select(['subject_id', 'person_id'])
			.where('subject_id', 'in', ids)
			.orderBy('at')
			.limit(1000)
			.execute();
		const people = await peopleById(
			tx,
			rows.map((row) => row.person_id)
		);
		const items = rows.flatMap(({ subject_id: subject, person_id: id }) => {
			const person = people.get(id);
			return person ? [{ subject, person: { id, name: person.name }, mine: id === actor.id }] : [];
		});
		return { items, next: null };
	}
});
