import { z } from 'zod';
import { Forbidden, Invalid, NotFound } from '#platform/errors.ts';
import { instant } from '#platform/server/clock.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { door, stewards } from '#platform/server/door.ts';
import { hashToken, newToken } from '#platform/server/ids.ts';
import { peopleById, personAt } from '../persons.ts';

/** Makes the token by which the organisation's directory says who comes and goes, and ends an older one. It is shown this once. Throws NotFound. */
export async function connectDirectoryHere(heir: string): Promise<{ token: string }> {
	const person = await personAt(heir);
	const token = `junto_${newToken()}`;
	const row = { token_hash: hashToken(token), heir_id: person, at: instant(), asked_at: null };
	await asSystem('at the machine', async (tx) => {
		if (!(await peopleById(tx, [person], 'here')).has(person))
			throw new NotFound(`Nobody here has the address ${heir}`);
		await tx
			.insertInto('directory')
			.values(row)
			.onConflict((conflict) => conflict.column('only_one').doUpdateSet(row))
			.execute();
	});
	return { token };
}

/** The directory as stewards see it: when it last asked, and who takes over from whom it lets go; null where none is connected. */
export const getDirectory = door({
	id: 'directory.get',
	summary: 'The directory that says who comes and goes',
	http: 'GET /directory',
	input: z.object({}),
	output: z.object({
		directory: z
			.object({
				at: z.string(),
				askedAt: z.string().nullable(),
				heir: z.object({ id: z.string(), name: z.string() })
			})
			.nullable()
	}),
	can: stewards,
	run: async ({ tx }) => {
		const row = await tx
			.selectFrom('directory')
			.innerJoin('person', 'person.id', 'heir_id')
			.select(['at', 'asked_at', 'person.id', 'person.name'])
			.executeTakeFirst();
		if (!row) return { directory: null };
		const { at, asked_at: askedAt, ...heir } = row;
		return { directory: { at, askedAt, heir } };
	}
});

export const changeDirectory = door({
	id: 'directory.change',
	summary: 'Say who takes over from whom the directory lets go',
	http: 'PATCH /directory',
	input: z.object({ heir: z.uuid('Choose somebody') }),
	output: z.object({}),
	can: stewards,
	run: async ({ tx, actor, input, record }) => {
		if (!(await peopleById(tx, [input.heir], 'here')).has(input.heir))
			throw new Invalid([{ field: 'heir', message: 'Choose somebody who is here' }]);
		const changed = await tx
			.updateTable('directory')
			.set({ heir_id: input.heir })
			.returning('at')
			.executeTakeFirst();
		if (!changed) throw new NotFound('No directory is connected');
		await record({ verb: 'changed', kind: 'directory', id: input.heir, audience: actor.id });
		return {};
	}
});

/** Ends the directory's token; whoever came by it stays. */
export const disconnectDirectory = door({
	id: 'directory.disconnect',
	summary: 'End the directory’s token',
	http: 'DELETE /directory',
	input: z.object({}),
	output: z.object({}),
	can: stewards,
	run: async ({ tx, actor, record }) => {
		const ended = await tx.deleteFrom('directory').returning('at').executeTakeFirst();
		if (ended) await record({ verb: 'ended', kind: 'directory', id: actor.id, audience: actor.id });
		return {};
	}
});

/** What the directory does in one transaction, and who takes over from whom it lets go. */
export type Directory = { tx: Tx; heir: string; at: string };

/** Runs `work` for the directory whose token this is; those that write, one after the other. Throws Forbidden for every other token. */
export function asDirectory<T>(
	token: string,
	writes: boolean,
	work: (directory: Directory) => Promise<T>
): Promise<T> {
	const at = instant();
	return asSystem('a directory says who comes and goes', async (tx) => {
		const known = await tx
			.selectFrom('directory')
			.select(['heir_id as heir', 'asked_at'])
			.where('token_hash', '=', hashToken(token))
			.$if(writes, (query) => query.forUpdate())
			.executeTakeFirst();
		if (!known) throw new Forbidden('This is not the token of a directory');
		// Stewards want to know whether it asks at all, not when to the second.
		const minuteAgo = Temporal.Instant.from(at).subtract({ minutes: 1 }).toString();
		if (writes || !known.asked_at || known.asked_at < minuteAgo)
			await tx.updateTable('directory').set({ asked_at: at }).execute();
		return work({ tx, at, heir: known.heir });
	});
}
