import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { form } from '../form.ts';

/** In which form I take a text where it has several: as I chose, or as I took the last one; nobody else is told. */
export const getPreferredForm = door({
	id: 'forms.get',
	summary: 'In which form I take a text where it has several',
	http: 'GET /preferred-form',
	input: z.object({}),
	output: z.object({ form: form.nullable() }),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const row = await tx
			.selectFrom('preferred_form')
			.select('form')
			.where('person_id', '=', actor.id)
			.executeTakeFirst();
		return { form: form.nullable().parse(row?.form ?? null) };
	}
});

/** Remembers in which form I take a text, so that it is offered first. */
export const preferForm = door({
	id: 'forms.prefer',
	summary: 'Have a text offered to me in one form first',
	http: 'PUT /preferred-form',
	input: z.object({ form }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const row = { form: input.form, at };
		const changed = await tx
			.insertInto('preferred_form')
			.values({ person_id: actor.id, ...row })
			.onConflict((conflict) =>
				conflict.column('person_id').doUpdateSet(row).where('preferred_form.form', '<>', input.form)
			)
			.returning('form')
			.executeTakeFirst();
		if (changed)
			await record({ verb: 'prefers', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});
