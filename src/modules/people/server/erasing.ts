import { sql } from 'kysely';
import { z } from 'zod';
import * as m from '#messages';
import { Conflict, Invalid, NotFound } from '#platform/errors.ts';
import { isPasswordOf } from '#platform/server/auth.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, stewards } from '#platform/server/door.ts';
import { leavings, type Wishes } from '#platform/server/leaving.ts';
import { limit } from '#platform/server/limits.ts';
import { scrub } from '#platform/server/scrub.ts';
import { removeFile } from '#platform/server/storage/files.ts';
import { usualWeek } from '#platform/time/week.ts';
import { unlessLastSteward } from './stewards.ts';

const wish = z.enum(['stay', 'go']);
const wishes = { submissions: wish, comments: wish, pages: wish };

/** Takes me out of the place for good: name, address, face and what is mine alone; of what I gave, what I wish stays without a name. */
export const eraseMe = door({
	id: 'me.erase',
	summary: 'Erase me',
	http: 'POST /me/erasure',
	input: z.object({
		/** My name, written out, so that it is no slip of the hand. */
		name: z.string().max(200),
		current: z.string().max(1000).default(''),
		...wishes
	}),
	output: z.object({}),
	before: ({ actor }) => limit(`password of ${actor.id}`, 10, 15),
	system: 'somebody leaves',
	can: anyMember,
	run: async ({ tx, actor, input, at }) => {
		const { name, current, ...wished } = input;
		if (name.trim() !== actor.name)
			throw new Invalid([{ field: 'name', message: 'Write your name as it stands here' }]);
		if (!(await isPasswordOf(tx, actor.id, current)))
			throw new Invalid([{ field: 'current', message: 'This is not your password' }]);
		await erase(tx, { person: actor.id, wishes: wished, at });
		return {};
	}
});

/** The same for somebody who has left and asks for it. */
export const erasePerson = door({
	id: 'people.erase',
	summary: 'Erase somebody who has left',
	http: 'POST /people/{person}/erasure',
	input: z.object({ person: z.uuid(), ...wishes }),
	output: z.object({}),
	system: 'somebody leaves',
	can: stewards,
	run: async ({ tx, input, at }) => {
		const { person, ...wished } = input;
		const gone = await tx
			.selectFrom('departure')
			.select('at')
			.where('person_id', '=', person)
			.executeTakeFirst();
		if (!gone) throw new Conflict('Only whoever has left is erased by others');
		await erase(tx, { person, wishes: wished, at });
		return {};
	}
});

async function erase(
	tx: Tx,
	{ person, wishes: wished, at }: { person: string; wishes: Wishes; at: string }
): Promise<void> {
	const names = await namesOf(tx, person);
	await unlessLastSteward(
		tx
			.insertInto('departure')
			.values({ person_id: person, at })
			.onConflict((conflict) => conflict.doNothing())
			.execute()
	);
	const instead = m.people_former();
	const erasing = { person, names, instead, wishes: wished, at };
	for (const { erase: one } of leavings()) await one?.(tx, erasing);
	for (const { own = [] } of leavings())
		for (const table of own)
			await sql`delete from ${sql.id(table)} where person_id = ${person}`.execute(tx);
	await forgetFace(tx, person);
	await tx
		.updateTable('person')
		.set({
			name: instead,
			zone: 'UTC',
			about: '',
			week: JSON.stringify(usualWeek),
			confirmed_at: null
		})
		.where('id', '=', person)
		.execute();
	await tx.insertInto('erasure').values({ person_id: person, at }).execute();
	await sql`delete from auth."user" where id = ${person}`.execute(tx);
	await scrub(tx, names, instead);
}

/** Their name and address, the longer ones first. Throws NotFound for nobody, or once it was done. */
async function namesOf(tx: Tx, person: string): Promise<string[]> {
	const { rows } = await sql<{ name: string; email: string | null }>`
		select p.name, u.email from person p left join auth."user" u on u.id = p.id
		where p.id = ${person} and not exists (select from erasure e where e.person_id = p.id)`.execute(tx);
	if (!rows[0]) throw new NotFound('There is nobody here by that name');
	return [rows[0].email, rows[0].name].filter((name) => name !== null);
}

async function forgetFace(tx: Tx, person: string): Promise<void> {
	const { face_id: face } = await tx
		.selectFrom('person')
		.select('face_id')
		.where('id', '=', person)
		.executeTakeFirstOrThrow();
	if (!face) return;
	await tx.updateTable('person').set({ face_id: null }).where('id', '=', person).execute();
	await removeFile(tx, face);
}
